namespace CycleGanPS.Core.Metrics.Inception;

/// <summary>
/// Inception-v3 (Szegedy et al. 2016, arXiv:1512.00567) as pytorch-fid runs it, layer by layer: the network of the original FID, whose blocks
/// average without counting the padding and whose last block pools by maximum. Normalisation is folded into the convolutions.
/// </summary>
internal sealed class InceptionBlocks
{
    private readonly InceptionWeights _weights;
    private readonly MapsPlan _plan = new();
    private readonly List<(Layer Layer, MapsPlace Input, MapsPlace Output)> _steps = [];

    private InceptionBlocks(InceptionWeights weights) => _weights = weights;

    /// <exception cref="CycleGanException">The weights lack a layer, or have one of another shape.</exception>
    public static InceptionNetwork Of(InceptionWeights weights)
    {
        var blocks = new InceptionBlocks(weights);
        var pictures = blocks._plan.Take(InceptionV3.Side, InceptionV3.Side, 3);
        var last = blocks.Blocks(blocks.Stem(pictures));
        return new(blocks._steps, blocks._plan.Floats, pictures, last);
    }

    /// <summary>299² × 3 to 35² × 192.</summary>
    private MapsPlace Stem(MapsPlace x)
    {
        x = _plan.KeepOnly(Convolution("Conv2d_1a_3x3", x, 32, 3, 3, stride: 2));
        x = _plan.KeepOnly(Convolution("Conv2d_2a_3x3", x, 32, 3, 3));
        x = _plan.KeepOnly(Square("Conv2d_2b_3x3", x, 64, 3));
        x = _plan.KeepOnly(Largest(x));
        x = _plan.KeepOnly(Point("Conv2d_3b_1x1", x, 80));
        x = _plan.KeepOnly(Convolution("Conv2d_4a_3x3", x, 192, 3, 3));
        return _plan.KeepOnly(Largest(x));
    }

    private MapsPlace Blocks(MapsPlace x)
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

    private MapsPlace A(string block, MapsPlace x, int pool)
    {
        var y = _plan.Take(x.Height, x.Width, 224 + pool);
        Point($"{block}.branch1x1", x, 64, y.Part(0, 64));
        Square($"{block}.branch5x5_2", Point($"{block}.branch5x5_1", x, 48), 64, 5, y.Part(64, 64));
        var deep = Square($"{block}.branch3x3dbl_2", Point($"{block}.branch3x3dbl_1", x, 64), 96, 3);
        Square($"{block}.branch3x3dbl_3", deep, 96, 3, y.Part(128, 96));
        Averaged($"{block}.branch_pool", x, y.Part(224, pool));
        return _plan.KeepOnly(y);
    }

    /// <summary>35² × 288 to 17² × 768.</summary>
    private MapsPlace B(string block, MapsPlace x)
    {
        var y = _plan.Take(17, 17, 480 + x.Channels);
        Convolution($"{block}.branch3x3", x, 384, 3, 3, stride: 2, into: y.Part(0, 384));
        var deep = Square($"{block}.branch3x3dbl_2", Point($"{block}.branch3x3dbl_1", x, 64), 96, 3);
        Convolution($"{block}.branch3x3dbl_3", deep, 96, 3, 3, stride: 2, into: y.Part(384, 96));
        Largest(x, y.Part(480, x.Channels));
        return _plan.KeepOnly(y);
    }

    private MapsPlace C(string block, MapsPlace x, int width)
    {
        var y = _plan.Take(x.Height, x.Width, 768);
        Point($"{block}.branch1x1", x, 192, y.Part(0, 192));
        var one = Row($"{block}.branch7x7_2", Point($"{block}.branch7x7_1", x, width), width);
        Column($"{block}.branch7x7_3", one, 192, y.Part(192, 192));
        var two = Column($"{block}.branch7x7dbl_2", Point($"{block}.branch7x7dbl_1", x, width), width);
        two = Column($"{block}.branch7x7dbl_4", Row($"{block}.branch7x7dbl_3", two, width), width);
        Row($"{block}.branch7x7dbl_5", two, 192, y.Part(384, 192));
        Averaged($"{block}.branch_pool", x, y.Part(576, 192));
        return _plan.KeepOnly(y);
    }

    /// <summary>17² × 768 to 8² × 1280.</summary>
    private MapsPlace D(string block, MapsPlace x)
    {
        var y = _plan.Take(8, 8, 512 + x.Channels);
        Convolution($"{block}.branch3x3_2", Point($"{block}.branch3x3_1", x, 192), 320, 3, 3, stride: 2, into: y.Part(0, 320));
        var crossed = Row($"{block}.branch7x7x3_2", Point($"{block}.branch7x7x3_1", x, 192), 192);
        crossed = Column($"{block}.branch7x7x3_3", crossed, 192);
        Convolution($"{block}.branch7x7x3_4", crossed, 192, 3, 3, stride: 2, into: y.Part(320, 192));
        Largest(x, y.Part(512, x.Channels));
        return _plan.KeepOnly(y);
    }

    private MapsPlace E(string block, MapsPlace x, bool isLast)
    {
        var y = _plan.Take(x.Height, x.Width, InceptionV3.FeatureCount);
        Point($"{block}.branch1x1", x, 320, y.Part(0, 320));
        var narrow = Point($"{block}.branch3x3_1", x, 384);
        Convolution($"{block}.branch3x3_2a", narrow, 384, 1, 3, padWidth: 1, into: y.Part(320, 384));
        Convolution($"{block}.branch3x3_2b", narrow, 384, 3, 1, padHeight: 1, into: y.Part(704, 384));
        var deep = Square($"{block}.branch3x3dbl_2", Point($"{block}.branch3x3dbl_1", x, 448), 384, 3);
        Convolution($"{block}.branch3x3dbl_3a", deep, 384, 1, 3, padWidth: 1, into: y.Part(1088, 384));
        Convolution($"{block}.branch3x3dbl_3b", deep, 384, 3, 1, padHeight: 1, into: y.Part(1472, 384));
        if (isLast)
        {
            var largest = Add(new LargestPool(1), x, _plan.Take(x.Height, x.Width, x.Channels));
            Point($"{block}.branch_pool", largest, 192, y.Part(1856, 192));
        }
        else
        {
            Averaged($"{block}.branch_pool", x, y.Part(1856, 192));
        }

        return _plan.KeepOnly(y);
    }

    private MapsPlace Point(string name, MapsPlace x, int output, MapsPlace? into = null) => Convolution(name, x, output, 1, 1, into: into);

    private MapsPlace Square(string name, MapsPlace x, int output, int side, MapsPlace? into = null) =>
        Convolution(name, x, output, side, side, 1, side / 2, side / 2, into);

    private MapsPlace Row(string name, MapsPlace x, int output, MapsPlace? into = null) => Convolution(name, x, output, 1, 7, padWidth: 3, into: into);

    private MapsPlace Column(string name, MapsPlace x, int output, MapsPlace? into = null) => Convolution(name, x, output, 7, 1, padHeight: 3, into: into);

    private MapsPlace Convolution(
        string name, MapsPlace x, int output, int height, int width, int stride = 1, int padHeight = 0, int padWidth = 0, MapsPlace? into = null) =>
        Convolution(name, x, new LayerShape(output, x.Channels, height, width, stride, padHeight, padWidth), into);

    private MapsPlace Convolution(string name, MapsPlace x, LayerShape shape, MapsPlace? into)
    {
        var (weight, bias) = _weights.Folded(name, shape.Output, shape.Input, shape.Height, shape.Width);
        var (height, width) = (shape.OutputHeight(x.Height), shape.OutputWidth(x.Width));
        return Add(Convolutions.Of(shape, weight, bias, height), x, into ?? _plan.Take(height, width, shape.Output));
    }

    /// <summary>
    /// The 3×3 average that leaves the padding out of its count, behind a 1×1 convolution. Its weights sum to 1 everywhere, so it changes
    /// places with the convolution (and its bias), and runs on the fewer channels.
    /// </summary>
    private void Averaged(string name, MapsPlace x, MapsPlace into) =>
        Add(new AveragePool(), Convolution(name, x, new LayerShape(into.Channels, x.Channels, 1, 1, IsCut: false), null), into);

    private MapsPlace Largest(MapsPlace x, MapsPlace? into = null) =>
        Add(new LargestPool(2), x, into ?? _plan.Take((x.Height - 1) / 2, (x.Width - 1) / 2, x.Channels));

    private MapsPlace Add(Layer layer, MapsPlace input, MapsPlace output)
    {
        _steps.Add((layer, input, output));
        return output;
    }
}
