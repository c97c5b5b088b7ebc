using static TorchSharp.torch;

namespace CycleGanPS.Core.Networks.Convolutions.Direct;

/// <summary>
/// Convolutions with few channels on a processor, by the definition, with neighbours in a row as the lanes of vectors, so that the number of
/// channels does not matter. Inputs, weights and outputs are N×C×H×W, O×C×K×K and N×O×H'×W' in single precision. A stride of two
/// reads even and odd pixels from planes of their own; a doubling is left to <see cref="DoubledConvolution"/>.
/// </summary>
internal static unsafe class DirectConvolution
{
    // Of the copies of an image's maps.
    private const int FloatsAtOnce = 1 << 22;

    /// <summary>The convolution.</summary>
    public static Tensor Forward(Tensor input, Tensor weight, Tensor? bias, ConvolutionShape shape)
    {
        using var scope = NewDisposeScope();
        var maps = new Maps(input.contiguous());
        var weights = Maps.Pointer(weight.contiguous());
        var result = empty(maps.Images, weight.size(0), shape.OutputSide(maps.Height), shape.OutputSide(maps.Width));
        var output = new OutputMaps(new Maps(result)) { Bias = bias is null ? null : Maps.Pointer(bias) };
        var planes = InputPlanes(maps, shape, RowsAtOnce(maps, output.Maps, shape));
        var taps = ForwardTaps(planes, shape);
        var rowsAtOnce = planes.Rows - ((shape.Kernel - 1) / shape.Stride);
        for (var image = 0; image < maps.Images; image++)
        {
            for (var first = 0; first < output.Maps.Height; first += rowsAtOnce)
            {
                planes.Fill(maps, image, shape.Edge, shape.Before, first * shape.Stride);
                var rows = Math.Min(rowsAtOnce, output.Maps.Height - first);
                DirectEngine.Convolve(
                    planes, taps, weights, Taps(maps.Channels, shape), rows, output.Maps.Width, image, output with { Row = first });
            }
        }

        return result.MoveToOuterDisposeScope();
    }

    /// <summary>The gradient of the input, given that of the output.</summary>
    /// <param name="outputGradient">N×O×H'×W'.</param>
    /// <param name="weight">The weights.</param>
    /// <param name="shape">The convolution.</param>
    /// <param name="height">H.</param>
    /// <param name="width">W.</param>
    public static Tensor InputGradient(Tensor outputGradient, Tensor weight, ConvolutionShape shape, int height, int width)
    {
        using var scope = NewDisposeScope();
        var maps = new Maps(outputGradient.contiguous());
        var weights = Maps.Pointer(weight.contiguous());
        var reach = (shape.Kernel - 1) / shape.Stride;

        // Strides of two may end before the map does: no tap sees what is left, and nothing is written there.
        int Seen(int places) => (shape.Stride * (places + reach)) - shape.Margin;
        var isSeen = shape.Stride == 1 || (Seen(maps.Height) >= height && Seen(maps.Width) >= width);
        var result = isSeen ? empty(maps.Images, weight.size(1), height, width) : zeros(maps.Images, weight.size(1), height, width);
        var output = new OutputMaps(new Maps(result)) { Step = shape.Stride, Folded = shape.Edge == InputEdge.Reflected ? shape.Margin : 0 };
        var isWithin = shape.Stride == 1 && output.Folded == 0;
        var (before, behind) = isWithin ? (reach - shape.Before, reach - shape.Margin) : (reach, reach);
        var planes = new Planes(ScratchUse.Inputs, maps.Channels, maps.Height + before + behind, maps.Width + before + behind, isSplit: false);
        var (rows, columns) = (planes.Rows - reach, planes.Columns - reach);
        var taps = new TapTable(Taps(maps.Channels, shape));
        for (var image = 0; image < maps.Images; image++)
        {
            planes.Fill(maps, image, InputEdge.Zero, before);
            for (var part = 0; part < shape.Stride * shape.Stride; part++)
            {
                var (oddRow, oddColumn) = (part / shape.Stride, part % shape.Stride);
                GradientTaps(ref taps, planes, shape, output.Maps.Channels, oddRow, oddColumn);
                var target = shape.Stride == 1 ? output : output with { Row = oddRow - shape.Margin, Column = oddColumn - shape.Margin };
                DirectEngine.Convolve(planes, taps, weights, shape.Kernel * shape.Kernel, rows, columns, image, target);
            }
        }

        return result.MoveToOuterDisposeScope();
    }

    /// <summary>The gradient of the weights, given that of the output.</summary>
    public static Tensor WeightGradient(Tensor input, Tensor outputGradient, ConvolutionShape shape)
    {
        using var scope = NewDisposeScope();
        var (maps, gradients) = (new Maps(input.contiguous()), new Maps(outputGradient.contiguous()));
        var result = empty(gradients.Channels, maps.Channels, shape.Kernel, shape.Kernel);
        var planes = InputPlanes(maps, shape, gradients.Height);
        var taps = ForwardTaps(planes, shape);
        var outer = GradientPlanes(gradients, planes.Columns, isSplit: false);
        var sums = Sums(outer.Channels, taps.Count);
        for (var image = 0; image < maps.Images; image++)
        {
            planes.Fill(maps, image, shape.Edge, shape.Before);
            outer.Fill(gradients, image, InputEdge.Zero, 0);
            DirectEngine.Differentiate(planes, taps, outer, 0, gradients.Channels, sums);
        }

        DirectEngine.Collect(sums, taps, gradients.Channels, taps.Count, Maps.Pointer(result));
        return result.MoveToOuterDisposeScope();
    }

    /// <summary>Planes for the gradient of an output whose channels come in fours, the last of them zero where there are fewer.</summary>
    internal static Planes GradientPlanes(Maps gradients, int columns, bool isSplit) =>
        new(ScratchUse.Outputs, Whole(gradients.Channels), isSplit ? gradients.Height / 2 : gradients.Height, columns, isSplit);

    /// <summary>Sums for the gradients of the weights, at zero.</summary>
    internal static float* Sums(int channels, int taps)
    {
        var floats = DirectEngine.SumFloats(channels, taps);
        var sums = ScratchMemory.Take(ScratchUse.Sums, floats);
        new Span<float>(sums, checked((int)floats)).Clear();
        return sums;
    }

    private static int Whole(int channels) =>
        (channels + DirectEngine.ChannelsAtOnce - 1) / DirectEngine.ChannelsAtOnce * DirectEngine.ChannelsAtOnce;

    private static int Taps(int channels, ConvolutionShape shape) => channels * shape.Kernel * shape.Kernel;

    // What so many rows of the output read.
    private static Planes InputPlanes(Maps maps, ConvolutionShape shape, int rows)
    {
        var columns = (maps.Width + shape.Before + shape.Margin + shape.Stride - 1) / shape.Stride;
        return new Planes(ScratchUse.Inputs, maps.Channels, rows + ((shape.Kernel - 1) / shape.Stride), columns, isSplit: shape.Stride == 2);
    }

    // A large picture goes through in parts, or the copies would take as much memory as its maps.
    private static int RowsAtOnce(Maps maps, Maps outputs, ConvolutionShape shape) =>
        Math.Clamp(FloatsAtOnce / maps.Channels / maps.Width / shape.Stride, 1, outputs.Height);

    private static TapTable ForwardTaps(Planes planes, ConvolutionShape shape)
    {
        var taps = new TapTable(Taps(planes.Channels, shape));
        for (var channel = 0; channel < planes.Channels; channel++)
        {
            for (var tap = 0; tap < shape.Kernel * shape.Kernel; tap++)
            {
                var (row, column) = Math.DivRem(tap, shape.Kernel);
                var part = planes.IsSplit ? (2 * (row & 1)) + (column & 1) : 0;
                var plane = (channel * planes.PlanesEach) + part;
                taps.Add((plane * planes.Size) + (row / shape.Stride * planes.Columns) + (column / shape.Stride), taps.Count);
            }
        }

        return taps;
    }

    // The taps that reach the pixels of one part of the input, all of them with a stride of one; kernels are turned about.
    private static void GradientTaps(ref TapTable taps, Planes planes, ConvolutionShape shape, int channels, int oddRow, int oddColumn)
    {
        taps.Clear();
        var reach = (shape.Kernel - 1) / shape.Stride;
        for (var channel = 0; channel < planes.Channels; channel++)
        {
            for (var row = oddRow; row < shape.Kernel; row += shape.Stride)
            {
                for (var column = oddColumn; column < shape.Kernel; column += shape.Stride)
                {
                    taps.Add(
                        (channel * planes.Size) + ((reach - (row / shape.Stride)) * planes.Columns) + reach - (column / shape.Stride),
                        ((nint)channel * channels * shape.Kernel * shape.Kernel) + (row * shape.Kernel) + column);
                }
            }
        }
    }
}
