using static TorchSharp.torch;

namespace CycleGanPS.Core.Networks.Convolutions.Direct;

/// <summary>
/// A 3×3 convolution of a map whose pixels are doubled in both directions (nearest neighbour), as four 2×2 convolutions of the map itself,
/// one for each of the four outputs that a pixel becomes: weights that meet the same pixel are summed before (Shi et al. 2016,
/// arXiv:1609.07009). Four ninths of the products. N×C×H×W to N×O×2H×2W, with one pixel of zeros around the doubled map.
/// </summary>
internal static unsafe class DoubledConvolution
{
    private const int Parts = 4;
    private const int Kernel = 3;
    private const int PartTaps = 4;

    /// <summary>The convolution.</summary>
    public static Tensor Forward(Tensor input, Tensor weight, Tensor? bias)
    {
        using var scope = NewDisposeScope();
        var (maps, channelsOut) = (new Maps(input.contiguous()), (int)weight.size(0));
        var result = empty(maps.Images, channelsOut, 2 * maps.Height, 2 * maps.Width);
        var weights = Combine(weight);
        var outputs = new OutputMaps(new Maps(result)) { Bias = bias is null ? null : Maps.Pointer(bias), Step = 2 };
        var planes = InputPlanes(maps);
        var taps = new TapTable(maps.Channels * PartTaps);
        for (var image = 0; image < maps.Images; image++)
        {
            planes.Fill(maps, image, InputEdge.Zero, 1);
            for (var part = 0; part < Parts; part++)
            {
                PartTapsOf(ref taps, planes, part, channelsOut);
                var output = outputs with { Row = part >> 1, Column = part & 1 };
                DirectEngine.Convolve(planes, taps, weights, maps.Channels * PartTaps, maps.Height, maps.Width, image, output);
            }
        }

        return result.MoveToOuterDisposeScope();
    }

    /// <summary>The gradient of the input, given that of the output.</summary>
    public static Tensor InputGradient(Tensor outputGradient, Tensor weight)
    {
        using var scope = NewDisposeScope();
        var maps = new Maps(outputGradient.contiguous());
        var (height, width, channelsIn) = (maps.Height / 2, maps.Width / 2, (int)weight.size(1));
        var result = empty(maps.Images, channelsIn, height, width);
        var weights = Combine(weight);
        var outputs = new OutputMaps(new Maps(result));
        var planes = new Planes(ScratchUse.Inputs, maps.Channels, height + 2, width + 2, isSplit: true);
        var taps = new TapTable(maps.Channels * Parts * PartTaps);
        for (var channel = 0; channel < maps.Channels; channel++)
        {
            for (var part = 0; part < Parts; part++)
            {
                for (var tap = 0; tap < PartTaps; tap++)
                {
                    var (row, column) = ((part >> 1) + (tap >> 1), (part & 1) + (tap & 1));
                    taps.Add(
                        (((channel * Parts) + part) * planes.Size) + ((2 - row) * planes.Columns) + 2 - column,
                        ((((nint)part * maps.Channels) + channel) * channelsIn * PartTaps) + tap);
                }
            }
        }

        for (var image = 0; image < maps.Images; image++)
        {
            planes.Fill(maps, image, InputEdge.Zero, 2);
            DirectEngine.Convolve(planes, taps, weights, PartTaps, height, width, image, outputs);
        }

        return result.MoveToOuterDisposeScope();
    }

    /// <summary>The gradient of the weights, given that of the output.</summary>
    public static Tensor WeightGradient(Tensor input, Tensor outputGradient)
    {
        using var scope = NewDisposeScope();
        var (maps, gradients) = (new Maps(input.contiguous()), new Maps(outputGradient.contiguous()));
        var planes = InputPlanes(maps);
        var outer = DirectConvolution.GradientPlanes(gradients, planes.Columns, isSplit: true);
        var taps = new TapTable(maps.Channels * PartTaps);
        var floats = DirectEngine.SumFloats(outer.Channels, maps.Channels * PartTaps);
        var sums = DirectConvolution.Sums(Parts * outer.Channels, maps.Channels * PartTaps);
        for (var image = 0; image < maps.Images; image++)
        {
            planes.Fill(maps, image, InputEdge.Zero, 1);
            outer.Fill(gradients, image, InputEdge.Zero, 0);
            for (var part = 0; part < Parts; part++)
            {
                PartTapsOf(ref taps, planes, part, gradients.Channels);
                DirectEngine.Differentiate(planes, taps, outer, part, gradients.Channels, sums + (part * floats));
            }
        }

        var combined = ScratchMemory.Take(ScratchUse.Weights, (nint)Parts * gradients.Channels * maps.Channels * PartTaps);
        for (var part = 0; part < Parts; part++)
        {
            PartTapsOf(ref taps, planes, part, gradients.Channels);
            DirectEngine.Collect(sums + (part * floats), taps, gradients.Channels, maps.Channels * PartTaps, combined);
        }

        var result = empty(gradients.Channels, maps.Channels, Kernel, Kernel);
        Spread(combined, Maps.Pointer(result), gradients.Channels * maps.Channels);
        return result.MoveToOuterDisposeScope();
    }

    private static Planes InputPlanes(Maps maps) => new(ScratchUse.Inputs, maps.Channels, maps.Height + 2, maps.Width + 2, isSplit: false);

    private static void PartTapsOf(ref TapTable taps, Planes planes, int part, int channelsOut)
    {
        taps.Clear();
        for (var channel = 0; channel < planes.Channels; channel++)
        {
            for (var tap = 0; tap < PartTaps; tap++)
            {
                var (row, column) = ((part >> 1) + (tap >> 1), (part & 1) + (tap & 1));
                taps.Add(
                    (channel * planes.Size) + (row * planes.Columns) + column,
                    ((((nint)part * channelsOut * planes.Channels) + channel) * PartTaps) + tap);
            }
        }
    }

    // The row of a 2×2 kernel that a row of the 3×3 one falls on, for outputs in even and odd rows; columns likewise.
    private static int Half(int odd, int row) => odd == 0 ? (row == 0 ? 0 : 1) : (row == 2 ? 1 : 0);

    // O×C×3×3 to four times O×C×2×2.
    private static float* Combine(Tensor weight)
    {
        using var dense = weight.contiguous();
        var kernels = (int)(weight.size(0) * weight.size(1));
        var floats = (nint)Parts * kernels * PartTaps;
        var target = ScratchMemory.Take(ScratchUse.CombinedWeights, floats);
        new Span<float>(target, checked((int)floats)).Clear();
        var weights = Maps.Pointer(dense);
        for (var meeting = 0; meeting < Parts * Kernel * Kernel; meeting++)
        {
            float* from = weights + Tap(meeting), to = target + Place(meeting, kernels);
            for (var kernel = 0; kernel < kernels; kernel++)
            {
                to[kernel * PartTaps] += from[kernel * Kernel * Kernel];
            }
        }

        return target;
    }

    private static void Spread(float* combined, float* weights, int kernels)
    {
        new Span<float>(weights, kernels * Kernel * Kernel).Clear();
        for (var meeting = 0; meeting < Parts * Kernel * Kernel; meeting++)
        {
            float* from = combined + Place(meeting, kernels), to = weights + Tap(meeting);
            for (var kernel = 0; kernel < kernels; kernel++)
            {
                to[kernel * Kernel * Kernel] += from[kernel * PartTaps];
            }
        }
    }

    // Each tap of a kernel meets one of each part's, part by part.
    private static int Tap(int meeting) => meeting % (Kernel * Kernel);

    private static nint Place(int meeting, int kernels)
    {
        var (part, tap) = Math.DivRem(meeting, Kernel * Kernel);
        var (row, column) = Math.DivRem(tap, Kernel);
        return ((nint)part * kernels * PartTaps) + (2 * Half(part >> 1, row)) + Half(part & 1, column);
    }
}
