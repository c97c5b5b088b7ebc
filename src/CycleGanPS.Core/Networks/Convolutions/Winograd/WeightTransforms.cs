using System.Runtime.CompilerServices;

namespace CycleGanPS.Core.Networks.Convolutions.Winograd;

/// <summary>Between weights, O×C×3×3, and their values at the points.</summary>
internal static unsafe class WeightTransforms
{
    private const int Points = PointTransforms.Points;
    private const int Taps = 9;

    // Weights that are asked for this much before they are wanted: they are far apart, and were last used a while ago.
    private const int RowsAhead = 4;

    /// <summary>
    /// The weights' values at each point as a matrix, rows of what is summed over by columns of outputs, cut into panels of
    /// <see cref="MatrixKernel.Columns"/> columns that lie one after another.
    /// </summary>
    /// <param name="weights">O×C×3×3 floats.</param>
    /// <param name="channelsOut">O.</param>
    /// <param name="channelsIn">C.</param>
    /// <param name="transposed">Whether O and C are exchanged: the gradient of the input needs them so.</param>
    /// <param name="some">Which columns.</param>
    /// <param name="panels">Takes the panels; floats of a point are <paramref name="pointStride"/> apart.</param>
    /// <param name="pointStride">Floats from one point's panels to the next one's.</param>
    public static void ToPanels(float* weights, int channelsOut, int channelsIn, bool transposed, ColumnRange some, float* panels, nint pointStride)
    {
        var summed = transposed ? channelsOut : channelsIn;
        nint outStride = (nint)channelsIn * Taps, inStride = Taps;
        var (columnStride, rowStride) = transposed ? (inStride, outStride) : (outStride, inStride);
        var groups = some.Count / Lanes.Count;
        TensorThreads.For(summed, [MethodImpl(MethodImplOptions.AggressiveOptimization)] (from, to) =>
        {
            var values = stackalloc float[Taps / 3 * Points * Lanes.Count];
            var taps = stackalloc float[(Taps + 1) * Lanes.Count];
            for (var row = from; row < to; row++)
            {
                for (var group = 0; group < groups; group++)
                {
                    var column = group * Lanes.Count;
                    var first = weights + (row * rowStride) + ((some.First + column) * columnStride);
                    Lanes.Prefetch(first + (RowsAhead * rowStride), columnStride);
                    // The sixth comes twice.
                    Lanes.LoadSix(first, columnStride, taps);
                    Lanes.LoadFour(first + 5, columnStride, taps + (5 * Lanes.Count));
                    for (var line = 0; line < 3; line++)
                    {
                        PointTransforms.Weights(taps + (3 * line * Lanes.Count), Lanes.Count, values + (Points * line * Lanes.Count), Lanes.Count);
                    }

                    var (panel, inPanel) = Math.DivRem(column, MatrixKernel.Columns);
                    var place = panels + ((((nint)panel * summed) + row) * MatrixKernel.Columns) + inPanel;
                    for (var point = 0; point < Points; point++, place += pointStride)
                    {
                        PointTransforms.Weights(values + (point * Lanes.Count), Points * Lanes.Count, place, Points * pointStride);
                    }
                }
            }
        });
    }

    /// <summary>The gradient of the weights from that of their values at the points, matrices of C rows and as many columns as there are.</summary>
    public static void FromPoints(PointMatrices source, float* weightGradient, ColumnRange some, int channelsIn) =>
        TensorThreads.For(some.Count / Lanes.Count, [MethodImpl(MethodImplOptions.AggressiveOptimization)] (from, to) =>
        {
            var values = stackalloc float[Taps / 3 * Points * Lanes.Count];
            var taps = stackalloc float[Taps * Lanes.Count];
            for (var group = from; group < to; group++)
            {
                for (var row = 0; row < channelsIn; row++)
                {
                    var place = source.Place(row, group * Lanes.Count);
                    for (var point = 0; point < Points; point++, place += source.PointStride)
                    {
                        PointTransforms.WeightsGradient(place, Points * source.PointStride, values + (point * Lanes.Count), Points * Lanes.Count);
                    }

                    for (var line = 0; line < 3; line++)
                    {
                        PointTransforms.WeightsGradient(values + (Points * line * Lanes.Count), Lanes.Count, taps + (3 * line * Lanes.Count), Lanes.Count);
                    }

                    var target = weightGradient + ((((nint)(some.First + (group * Lanes.Count)) * channelsIn) + row) * Taps);
                    var plane = (nint)channelsIn * Taps;
                    Lanes.StoreFour(taps, target, plane);
                    Lanes.StoreFour(taps + (4 * Lanes.Count), target + 4, plane);
                    for (var lane = 0; lane < Lanes.Count; lane++)
                    {
                        target[(lane * plane) + Taps - 1] = taps[((Taps - 1) * Lanes.Count) + lane];
                    }
                }
            }
        });
}
