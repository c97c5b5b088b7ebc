using CycleGanPS.Core.Machine;
using CycleGanPS.Core.Models;
using CycleGanPS.Core.Models.PyTorch;
using static CycleGanPS.Core.Machine.Scalars;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace CycleGanPS.Core.Metrics;

/// <summary>
/// Inception-v3 (Szegedy et al. 2016, arXiv:1512.00567) as pytorch-fid runs it: the network of the original FID,
/// whose blocks average without counting the padding and whose last block pools by maximum. Inference only, with
/// the normalisation folded into the convolutions and the 1×1 convolutions of a block's input done as one.
/// </summary>
internal sealed class InceptionV3 : IDisposable
{
    /// <summary>Numbers of the feature of a picture.</summary>
    public const int FeatureCount = 2048;

    /// <summary>The side that the network was trained at.</summary>
    public const int Side = 299;

    private readonly InceptionLayers _layers;

    private InceptionV3(InceptionWeights weights) => _layers = new InceptionLayers(weights);

    /// <summary>Reads a weights file in torchvision's key names: a PyTorch archive of either format, or safetensors.</summary>
    /// <exception cref="CycleGanException">The file cannot be read, lacks a key, or has one of another shape.</exception>
    public static InceptionV3 Load(string path)
    {
        NativeLibraries.EnsureLoadable();
        using var tensors = path.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase)
            ? SafeTensors.Read(path)
            : PyTorchArchive.ReadStateDict(path);
        return Create(tensors, path);
    }

    /// <summary>Builds the network from tensors, which it copies.</summary>
    /// <param name="name">What to call them in an error message.</param>
    internal static InceptionV3 Create(StateDict tensors, string name)
    {
        using var noGradient = no_grad();
        return new InceptionV3(new InceptionWeights(tensors, name));
    }

    /// <summary>Features of pictures in [0, 1] of any one size, resized to 299 bilinearly without antialiasing, as pytorch-fid does.</summary>
    /// <param name="images">N×3×H×W.</param>
    /// <param name="cancellation">Ends the work between two blocks.</param>
    /// <returns>N×2048.</returns>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public Tensor Features(Tensor images, CancellationToken cancellation = default)
    {
        using var mode = inference_mode();
        using var scope = NewDisposeScope();
        return FeaturesOfNormalized(Resize(images).mul(Held(2)).sub_(Held(1)), cancellation).MoveToOuterDisposeScope();
    }

    /// <summary>Pictures as the network takes them: resized bilinearly without antialiasing, or themselves where they have its size.</summary>
    public static Tensor Resize(Tensor images) => images.shape[2] == Side && images.shape[3] == Side
        ? images
        : interpolate(images, size: [Side, Side], mode: InterpolationMode.Bilinear, align_corners: false);

    /// <summary>Features of N×3×299×299 pictures already in [−1, 1].</summary>
    /// <exception cref="OperationCanceledException">It was ended between two blocks.</exception>
    public Tensor FeaturesOfNormalized(Tensor images, CancellationToken cancellation = default)
    {
        using var mode = inference_mode();
        using var scope = NewDisposeScope();
        var x = Stem(InceptionLayer.ChannelsLast(images));
        foreach (var block in (Func<Tensor, Tensor>[])
            [
                y => A("Mixed_5b", y, 32), y => A("Mixed_5c", y, 64), y => A("Mixed_5d", y, 64),
                B,
                y => C("Mixed_6b", y, 128), y => C("Mixed_6c", y, 160), y => C("Mixed_6d", y, 160), y => C("Mixed_6e", y, 192),
                D,
                y => E("Mixed_7b", y, AverageOf), y => E("Mixed_7c", y, null),
            ])
        {
            cancellation.ThrowIfCancellationRequested();
            var next = block(x);
            x.Dispose();
            x = next;
        }

        return x.mean([2, 3]).MoveToOuterDisposeScope();
    }

    public void Dispose() => _layers.Dispose();

    /// <summary>299² × 3 to 35² × 192.</summary>
    private Tensor Stem(Tensor x)
    {
        using var scope = NewDisposeScope();
        x = _layers.Chain(x, "Conv2d_1a_3x3", "Conv2d_2a_3x3", "Conv2d_2b_3x3");
        x = _layers.Chain(max_pool2d(x, 3, 2), "Conv2d_3b_1x1", "Conv2d_4a_3x3");
        return max_pool2d(x, 3, 2).MoveToOuterDisposeScope();
    }

    private Tensor A(string block, Tensor x, int pool)
    {
        using var scope = NewDisposeScope();
        var parts = Split(_layers.Linear(block, x), 64, 48, 64, pool);
        return cat(
            [
                parts[0].relu(),
                _layers.Chain(parts[1].relu(), $"{block}.branch5x5_2"),
                _layers.Chain(parts[2].relu(), $"{block}.branch3x3dbl_2", $"{block}.branch3x3dbl_3"),
                AverageOf(parts[3]).relu_(),
            ],
            1).MoveToOuterDisposeScope();
    }

    /// <summary>35² × 288 to 17² × 768.</summary>
    private Tensor B(Tensor x)
    {
        using var scope = NewDisposeScope();
        return cat(
            [
                _layers.Chain(x, "Mixed_6a.branch3x3"),
                _layers.Chain(x, "Mixed_6a.branch3x3dbl_1", "Mixed_6a.branch3x3dbl_2", "Mixed_6a.branch3x3dbl_3"),
                max_pool2d(x, 3, 2),
            ],
            1).MoveToOuterDisposeScope();
    }

    private Tensor C(string block, Tensor x, int width)
    {
        using var scope = NewDisposeScope();
        var parts = Split(_layers.Linear(block, x), 192, width, width, 192);
        return cat(
            [
                parts[0].relu(),
                _layers.Chain(parts[1].relu(), $"{block}.branch7x7_2", $"{block}.branch7x7_3"),
                _layers.Chain(parts[2].relu(), $"{block}.branch7x7dbl_2", $"{block}.branch7x7dbl_3", $"{block}.branch7x7dbl_4", $"{block}.branch7x7dbl_5"),
                AverageOf(parts[3]).relu_(),
            ],
            1).MoveToOuterDisposeScope();
    }

    /// <summary>17² × 768 to 8² × 1280.</summary>
    private Tensor D(Tensor x)
    {
        using var scope = NewDisposeScope();
        var parts = Split(_layers.Linear("Mixed_7a", x), 192, 192);
        return cat(
            [
                _layers.Chain(parts[0].relu(), "Mixed_7a.branch3x3_2"),
                _layers.Chain(parts[1].relu(), "Mixed_7a.branch7x7x3_2", "Mixed_7a.branch7x7x3_3", "Mixed_7a.branch7x7x3_4"),
                max_pool2d(x, 3, 2),
            ],
            1).MoveToOuterDisposeScope();
    }

    /// <param name="average">The pool of the branch, or null for the maximum of the last block.</param>
    private Tensor E(string block, Tensor x, Func<Tensor, Tensor>? average)
    {
        using var scope = NewDisposeScope();
        var merged = _layers.Linear(block, x);
        var parts = average is null ? Split(merged, 320, 384, 448) : Split(merged, 320, 384, 448, 192);
        var narrow = parts[1].relu();
        var deep = _layers.Chain(parts[2].relu(), $"{block}.branch3x3dbl_2");
        return cat(
            [
                parts[0].relu(),
                _layers.Chain(narrow, $"{block}.branch3x3_2a"),
                _layers.Chain(narrow, $"{block}.branch3x3_2b"),
                _layers.Chain(deep, $"{block}.branch3x3dbl_3a"),
                _layers.Chain(deep, $"{block}.branch3x3dbl_3b"),
                average is null ? _layers.Chain(max_pool2d(x, 3, 1, 1), $"{block}.branch_pool") : average(parts[3]).relu_(),
            ],
            1).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The 3×3 average that leaves the padding out of its count. Its weights sum to 1 everywhere, so it changes places
    /// with the 1×1 convolution before it (and its bias), and runs on the fewer channels.
    /// </summary>
    private static Tensor AverageOf(Tensor x) => avg_pool2d(x, 3, 1, 1, count_include_pad: false);

    private static Tensor[] Split(Tensor x, params long[] widths) => x.split(widths, 1);
}
