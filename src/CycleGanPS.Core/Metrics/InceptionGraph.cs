using CycleGanPS.Core.Models.Onnx;
using Onnx;
using static CycleGanPS.Core.Models.Onnx.OnnxParts;

namespace CycleGanPS.Core.Metrics;

/// <summary>
/// Inception-v3 (Szegedy et al. 2016, arXiv:1512.00567) as pytorch-fid runs it, as a graph: the network of the original FID, whose
/// blocks average without counting the padding and whose last block pools by maximum. Normalisation is folded into the convolutions.
/// </summary>
internal sealed class InceptionGraph
{
    private readonly InceptionWeights _weights;
    private readonly GraphProto _graph = new() { Name = "inception-v3" };

    /// <exception cref="CycleGanException">The weights lack a layer, or have one of another shape.</exception>
    private InceptionGraph(InceptionWeights weights) => _weights = weights;

    /// <summary>The graph that takes N×3×299×299 pictures in [−1, 1] and gives N×2048×1×1 features.</summary>
    /// <exception cref="CycleGanException">The weights lack a layer, or have one of another shape.</exception>
    public static GraphProto Of(InceptionWeights weights, string input, string output)
    {
        var graph = new InceptionGraph(weights);
        graph._graph.Input.Add(Picture(input, 3));
        graph._graph.Output.Add(Picture(output, InceptionV3.FeatureCount));
        graph.Add("GlobalAveragePool", output, [graph.Blocks(graph.Stem(new(input, 3))).Name]);
        return graph._graph;
    }

    /// <summary>299² × 3 to 35² × 192.</summary>
    private Maps Stem(Maps x)
    {
        x = Convolution("Conv2d_1a_3x3", x, 32, 3, 3, stride: 2);
        x = Convolution("Conv2d_2a_3x3", x, 32, 3, 3);
        x = Convolution("Conv2d_2b_3x3", x, 64, 3, 3, padHeight: 1, padWidth: 1);
        x = Convolution("Conv2d_3b_1x1", Largest("stem.1", x, stride: 2), 80, 1, 1);
        return Largest("stem.2", Convolution("Conv2d_4a_3x3", x, 192, 3, 3), stride: 2);
    }

    private Maps Blocks(Maps x)
    {
        x = A("Mixed_5b", x, pool: 32);
        x = A("Mixed_5c", x, pool: 64);
        x = A("Mixed_5d", x, pool: 64);
        x = B("Mixed_6a", x);
        x = C("Mixed_6b", x, 128);
        x = C("Mixed_6c", x, 160);
        x = C("Mixed_6d", x, 160);
        x = C("Mixed_6e", x, 192);
        x = D("Mixed_7a", x);
        x = E("Mixed_7b", x, isLast: false);
        return E("Mixed_7c", x, isLast: true);
    }

    private Maps A(string block, Maps x, int pool)
    {
        var wide = Square($"{block}.branch5x5_2", Point($"{block}.branch5x5_1", x, 48), 64, 5);
        var deep = Square($"{block}.branch3x3dbl_2", Point($"{block}.branch3x3dbl_1", x, 64), 96, 3);
        return Join(
            block, Point($"{block}.branch1x1", x, 64), wide, Square($"{block}.branch3x3dbl_3", deep, 96, 3), Averaged($"{block}.branch_pool", x, pool));
    }

    /// <summary>35² × 288 to 17² × 768.</summary>
    private Maps B(string block, Maps x)
    {
        var deep = Square($"{block}.branch3x3dbl_2", Point($"{block}.branch3x3dbl_1", x, 64), 96, 3);
        return Join(
            block,
            Convolution($"{block}.branch3x3", x, 384, 3, 3, stride: 2),
            Convolution($"{block}.branch3x3dbl_3", deep, 96, 3, 3, stride: 2),
            Largest(block, x, stride: 2));
    }

    private Maps C(string block, Maps x, int width)
    {
        var one = Row($"{block}.branch7x7_2", Point($"{block}.branch7x7_1", x, width), width);
        var two = Column($"{block}.branch7x7dbl_2", Point($"{block}.branch7x7dbl_1", x, width), width);
        two = Column($"{block}.branch7x7dbl_4", Row($"{block}.branch7x7dbl_3", two, width), width);
        return Join(
            block,
            Point($"{block}.branch1x1", x, 192),
            Column($"{block}.branch7x7_3", one, 192),
            Row($"{block}.branch7x7dbl_5", two, 192),
            Averaged($"{block}.branch_pool", x, 192));
    }

    /// <summary>17² × 768 to 8² × 1280.</summary>
    private Maps D(string block, Maps x)
    {
        var crossed = Row($"{block}.branch7x7x3_2", Point($"{block}.branch7x7x3_1", x, 192), 192);
        return Join(
            block,
            Convolution($"{block}.branch3x3_2", Point($"{block}.branch3x3_1", x, 192), 320, 3, 3, stride: 2),
            Convolution($"{block}.branch7x7x3_4", Column($"{block}.branch7x7x3_3", crossed, 192), 192, 3, 3, stride: 2),
            Largest(block, x, stride: 2));
    }

    private Maps E(string block, Maps x, bool isLast)
    {
        var narrow = Point($"{block}.branch3x3_1", x, 384);
        var deep = Square($"{block}.branch3x3dbl_2", Point($"{block}.branch3x3dbl_1", x, 448), 384, 3);
        return Join(
            block,
            Point($"{block}.branch1x1", x, 320),
            Convolution($"{block}.branch3x3_2a", narrow, 384, 1, 3, padWidth: 1),
            Convolution($"{block}.branch3x3_2b", narrow, 384, 3, 1, padHeight: 1),
            Convolution($"{block}.branch3x3dbl_3a", deep, 384, 1, 3, padWidth: 1),
            Convolution($"{block}.branch3x3dbl_3b", deep, 384, 3, 1, padHeight: 1),
            isLast ? Point($"{block}.branch_pool", Largest(block, x, stride: 1), 192) : Averaged($"{block}.branch_pool", x, 192));
    }

    private Maps Point(string name, Maps x, int output) => Convolution(name, x, output, 1, 1);

    private Maps Square(string name, Maps x, int output, int side) => Convolution(name, x, output, side, side, 1, side / 2, side / 2);

    private Maps Row(string name, Maps x, int output) => Convolution(name, x, output, 1, 7, padWidth: 3);

    private Maps Column(string name, Maps x, int output) => Convolution(name, x, output, 7, 1, padHeight: 3);

    private Maps Convolution(string name, Maps x, int output, int height, int width, int stride = 1, int padHeight = 0, int padWidth = 0) =>
        Cut(name, Linear(name, x, output, height, width, stride, padHeight, padWidth));

    /// <summary>
    /// The 3×3 average that leaves the padding out of its count, behind a 1×1 convolution. Its weights sum to 1 everywhere, so it changes
    /// places with the convolution (and its bias), and runs on the fewer channels.
    /// </summary>
    private Maps Averaged(string name, Maps x, int output)
    {
        var averaged = Add(
            "AveragePool", $"{name}/average", [Linear(name, x, output, 1, 1, 1, 0, 0).Name],
            Numbers("kernel_shape", [3, 3]), Numbers("strides", [1, 1]), Numbers("pads", [1, 1, 1, 1]), Number("count_include_pad", 0));
        return Cut(name, new(averaged, output));
    }

    private Maps Linear(string name, Maps x, int output, int height, int width, int stride, int padHeight, int padWidth)
    {
        var (weight, bias) = _weights.Folded(name, output, x.Channels, height, width);
        _graph.Initializer.Add(Initializer($"{name}.weight", [output, x.Channels, height, width], weight));
        _graph.Initializer.Add(Initializer($"{name}.bias", [output], bias));
        return new(
            Add(
                "Conv", $"{name}/convolution", [x.Name, $"{name}.weight", $"{name}.bias"],
                Numbers("kernel_shape", [height, width]), Numbers("strides", [stride, stride]), Numbers("pads", [padHeight, padWidth, padHeight, padWidth])),
            output);
    }

    private Maps Cut(string name, Maps x) => x with { Name = Add("Relu", name, [x.Name]) };

    private Maps Largest(string name, Maps x, int stride)
    {
        var pad = stride == 1 ? 1 : 0;
        return x with
        {
            Name = Add(
                "MaxPool", $"{name}/largest", [x.Name],
                Numbers("kernel_shape", [3, 3]), Numbers("strides", [stride, stride]), Numbers("pads", [pad, pad, pad, pad])),
        };
    }

    private Maps Join(string name, params Maps[] parts) =>
        new(Add("Concat", name, [.. parts.Select(part => part.Name)], Number("axis", 1)), parts.Sum(part => part.Channels));

    private string Add(string operation, string output, IReadOnlyList<string> inputs, params AttributeProto[] attributes)
    {
        var node = new NodeProto { Name = output, OpType = operation, Output = { output } };
        node.Input.Add(inputs);
        node.Attribute.Add(attributes);
        _graph.Node.Add(node);
        return output;
    }

    private readonly record struct Maps(string Name, int Channels);
}
