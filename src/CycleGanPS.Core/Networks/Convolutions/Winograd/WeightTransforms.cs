using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CycleGanPS.Core.Networks.Convolutions.Winograd;

/// <summary>Between weights, O×C×3×3, and their values at the points.</summary>
internal static unsafe class WeightTransforms
{
    private const int Points = PointTransforms.Points;
    private const int Taps = 9;

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
            var values = stackalloc Vector256<float>[PointMatrices.Count];
            var taps = stackalloc Vector256<float>[Taps];
            for (var row = from; row < to; row++)
            {
                for (var group = 0; group < groups; group++)
                {
                    var column = group * Lanes.Count;
                    var first = weights + (row * rowStride) + ((some.First + column) * columnStride);
                    // The sixth comes twice.
                    Lanes.LoadSix(first, columnStride, taps);
                    Lanes.LoadFour(first + 5, columnStride, taps + 5);
                    for (var line = 0; line < 3; line++)
                    {
                        var target = values + (Points * line);
                        (target[0], target[1], target[2]) = (taps[3 * line], taps[(3 * line) + 1], taps[(3 * line) + 2]);
                        PointTransforms.Weights(target, 1);
                    }

                    for (var point = 0; point < Points; point++)
                    {
                        PointTransforms.Weights(values + point, Points);
                    }

                    var (panel, inPanel) = Math.DivRem(column, MatrixKernel.Columns);
                    var place = panels + ((((nint)panel * summed) + row) * MatrixKernel.Columns) + inPanel;
                    for (var point = 0; point < PointMatrices.Count; point++, place += pointStride)
                    {
                        values[point].Store(place);
                    }
                }
            }
        });
    }

    /// <summary>The gradient of the weights from that of their values at the points, matrices of C rows and as many columns as there are.</summary>
    public static void FromPoints(PointMatrices source, float* weightGradient, ColumnRange some, int channelsIn) =>
        TensorThreads.For(some.Count / Lanes.Count, [MethodImpl(MethodImplOptions.AggressiveOptimization)] (from, to) =>
        {
            var values = stackalloc Vector256<float>[PointMatrices.Count];
            for (var group = from; group < to; group++)
            {
                for (var row = 0; row < channelsIn; row++)
                {
                    source.Load(values, row, group * Lanes.Count);
                    for (var point = 0; point < Points; point++)
                    {
                        PointTransforms.WeightsGradient(values + point, Points);
                    }

                    for (var line = 0; line < 3; line++)
                    {
                        PointTransforms.WeightsGradient(values + (Points * line), 1);
                    }

                    var target = weightGradient + ((((nint)(some.First + (group * Lanes.Count)) * channelsIn) + row) * Taps);
                    var (plane, last) = ((nint)channelsIn * Taps, values[(2 * Points) + 2]);
                    Lanes.StoreFour(values[0], values[1], values[2], values[Points], target, plane);
                    Lanes.StoreFour(values[Points + 1], values[Points + 2], values[2 * Points], values[(2 * Points) + 1], target + 4, plane);
                    for (var lane = 0; lane < Lanes.Count; lane++)
                    {
                        target[(lane * plane) + Taps - 1] = last[lane];
                    }
                }
            }
        });
}
