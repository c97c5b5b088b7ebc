using static TorchSharp.torch;

namespace CycleGanPS.Core.Metrics;

/// <summary>The layers of <see cref="InceptionV3"/> under torchvision's names, the 1×1 convolutions of a block's input as one under the block's.</summary>
internal sealed class InceptionLayers : IDisposable
{
    private readonly Dictionary<string, InceptionLayer> _layers = new(StringComparer.Ordinal);

    /// <exception cref="CycleGanException">The weights lack a layer, or have one of another shape.</exception>
    public InceptionLayers(InceptionWeights weights)
    {
        try
        {
            BuildStem(weights);
            BuildA(weights, "Mixed_5b", 192, pool: 32);
            BuildA(weights, "Mixed_5c", 256, pool: 64);
            BuildA(weights, "Mixed_5d", 288, pool: 64);
            BuildB(weights);
            BuildC(weights, "Mixed_6b", 128);
            BuildC(weights, "Mixed_6c", 160);
            BuildC(weights, "Mixed_6d", 160);
            BuildC(weights, "Mixed_6e", 192);
            BuildD(weights);
            BuildE(weights, "Mixed_7b", 1280);
            BuildE(weights, "Mixed_7c", 2048);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>A layer without its ReLU.</summary>
    public Tensor Linear(string name, Tensor input) => _layers[name].Linear(input);

    /// <summary>Layers one after the other; what lies between them is freed at once, not at the end of the block.</summary>
    public Tensor Chain(Tensor input, params string[] names)
    {
        var x = input;
        foreach (var name in names)
        {
            var next = _layers[name].Forward(x);
            if (!ReferenceEquals(x, input))
            {
                x.Dispose();
            }

            x = next;
        }

        return x;
    }

    public void Dispose()
    {
        foreach (var layer in _layers.Values)
        {
            layer.Dispose();
        }

        _layers.Clear();
    }

    private void BuildStem(InceptionWeights weights)
    {
        _layers["Conv2d_1a_3x3"] = weights.Layer("Conv2d_1a_3x3", 3, 32, 3, 3, stride: 2);
        _layers["Conv2d_2a_3x3"] = weights.Layer("Conv2d_2a_3x3", 32, 32, 3, 3);
        _layers["Conv2d_2b_3x3"] = weights.Layer("Conv2d_2b_3x3", 32, 64, 3, 3, padHeight: 1, padWidth: 1);
        _layers["Conv2d_3b_1x1"] = weights.Layer("Conv2d_3b_1x1", 64, 80, 1, 1);
        _layers["Conv2d_4a_3x3"] = weights.Layer("Conv2d_4a_3x3", 80, 192, 3, 3);
    }

    private void BuildA(InceptionWeights weights, string block, int input, int pool)
    {
        _layers[block] = weights.Merged(block, input, ("branch1x1", 64), ("branch5x5_1", 48), ("branch3x3dbl_1", 64), ("branch_pool", pool));
        _layers[$"{block}.branch5x5_2"] = weights.Layer($"{block}.branch5x5_2", 48, 64, 5, 5, 1, 2, 2);
        _layers[$"{block}.branch3x3dbl_2"] = weights.Layer($"{block}.branch3x3dbl_2", 64, 96, 3, 3, 1, 1, 1);
        _layers[$"{block}.branch3x3dbl_3"] = weights.Layer($"{block}.branch3x3dbl_3", 96, 96, 3, 3, 1, 1, 1);
    }

    private void BuildB(InceptionWeights weights)
    {
        _layers["Mixed_6a.branch3x3"] = weights.Layer("Mixed_6a.branch3x3", 288, 384, 3, 3, 2);
        _layers["Mixed_6a.branch3x3dbl_1"] = weights.Layer("Mixed_6a.branch3x3dbl_1", 288, 64, 1, 1);
        _layers["Mixed_6a.branch3x3dbl_2"] = weights.Layer("Mixed_6a.branch3x3dbl_2", 64, 96, 3, 3, 1, 1, 1);
        _layers["Mixed_6a.branch3x3dbl_3"] = weights.Layer("Mixed_6a.branch3x3dbl_3", 96, 96, 3, 3, 2);
    }

    private void BuildC(InceptionWeights weights, string block, int width)
    {
        _layers[block] = weights.Merged(block, 768, ("branch1x1", 192), ("branch7x7_1", width), ("branch7x7dbl_1", width), ("branch_pool", 192));
        Row("branch7x7_2", width);
        Column("branch7x7_3", 192);
        Column("branch7x7dbl_2", width);
        Row("branch7x7dbl_3", width);
        Column("branch7x7dbl_4", width);
        Row("branch7x7dbl_5", 192);

        void Row(string name, int output) => _layers[$"{block}.{name}"] = weights.Layer($"{block}.{name}", width, output, 1, 7, 1, 0, 3);
        void Column(string name, int output) => _layers[$"{block}.{name}"] = weights.Layer($"{block}.{name}", width, output, 7, 1, 1, 3, 0);
    }

    private void BuildD(InceptionWeights weights)
    {
        _layers["Mixed_7a"] = weights.Merged("Mixed_7a", 768, ("branch3x3_1", 192), ("branch7x7x3_1", 192));
        _layers["Mixed_7a.branch3x3_2"] = weights.Layer("Mixed_7a.branch3x3_2", 192, 320, 3, 3, 2);
        _layers["Mixed_7a.branch7x7x3_2"] = weights.Layer("Mixed_7a.branch7x7x3_2", 192, 192, 1, 7, 1, 0, 3);
        _layers["Mixed_7a.branch7x7x3_3"] = weights.Layer("Mixed_7a.branch7x7x3_3", 192, 192, 7, 1, 1, 3, 0);
        _layers["Mixed_7a.branch7x7x3_4"] = weights.Layer("Mixed_7a.branch7x7x3_4", 192, 192, 3, 3, 2);
    }

    private void BuildE(InceptionWeights weights, string block, int input)
    {
        // The pool of the last block is a maximum, which does not change places with a convolution.
        _layers[block] = block == "Mixed_7c"
            ? weights.Merged(block, input, ("branch1x1", 320), ("branch3x3_1", 384), ("branch3x3dbl_1", 448))
            : weights.Merged(block, input, ("branch1x1", 320), ("branch3x3_1", 384), ("branch3x3dbl_1", 448), ("branch_pool", 192));
        _layers[$"{block}.branch_pool"] = weights.Layer($"{block}.branch_pool", input, 192, 1, 1);
        _layers[$"{block}.branch3x3_2a"] = weights.Layer($"{block}.branch3x3_2a", 384, 384, 1, 3, 1, 0, 1);
        _layers[$"{block}.branch3x3_2b"] = weights.Layer($"{block}.branch3x3_2b", 384, 384, 3, 1, 1, 1, 0);
        _layers[$"{block}.branch3x3dbl_2"] = weights.Layer($"{block}.branch3x3dbl_2", 448, 384, 3, 3, 1, 1, 1);
        _layers[$"{block}.branch3x3dbl_3a"] = weights.Layer($"{block}.branch3x3dbl_3a", 384, 384, 1, 3, 1, 0, 1);
        _layers[$"{block}.branch3x3dbl_3b"] = weights.Layer($"{block}.branch3x3dbl_3b", 384, 384, 3, 1, 1, 1, 0);
    }
}
