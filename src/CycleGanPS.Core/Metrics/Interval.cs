namespace CycleGanPS.Core.Metrics;

/// <summary>From where to where a value may lie.</summary>
internal readonly record struct Interval(double Low, double High)
{
    /// <summary>The spread of drawn values between two equal tails, moved so that their median lies on the measured value.</summary>
    public static Interval Around(double value, IReadOnlyList<double> drawn, double tail)
    {
        var sorted = drawn.Order().ToArray();
        var shift = value - Quantile(sorted, 0.5);
        return new Interval(Quantile(sorted, tail) + shift, Quantile(sorted, 1 - tail) + shift);
    }

    private static double Quantile(double[] sorted, double share)
    {
        var position = share * (sorted.Length - 1);
        var below = (int)position;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
