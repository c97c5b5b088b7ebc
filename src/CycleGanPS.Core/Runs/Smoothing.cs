namespace CycleGanPS.Core.Runs;

/// <summary>Smooth curves through noisy series.</summary>
internal static class Smoothing
{
    /// <summary>
    /// Centred moving average over <paramref name="window"/> values. At the start, where losses fall steeply, the window
    /// narrows to both sides, so that the curve starts where the values do; at the end it is cut. Values that are not
    /// finite are left out; where a window has none, the result is NaN.
    /// </summary>
    public static double[] MovingAverage(IReadOnlyList<double> values, int window)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 1);
        var (sums, counts) = (new double[values.Count + 1], new int[values.Count + 1]);
        for (var index = 0; index < values.Count; index++)
        {
            var finite = double.IsFinite(values[index]);
            sums[index + 1] = sums[index] + (finite ? values[index] : 0);
            counts[index + 1] = counts[index] + (finite ? 1 : 0);
        }

        var smooth = new double[values.Count];
        var half = window / 2;
        for (var index = 0; index < smooth.Length; index++)
        {
            var reach = Math.Min(half, index);
            var (from, to) = (index - reach, Math.Min(index + reach, smooth.Length - 1) + 1);
            var count = counts[to] - counts[from];
            smooth[index] = count == 0 ? double.NaN : (sums[to] - sums[from]) / count;
        }

        return smooth;
    }
}
