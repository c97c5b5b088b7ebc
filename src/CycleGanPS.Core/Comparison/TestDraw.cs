using CycleGanPS.Core.Metrics;

namespace CycleGanPS.Core.Comparison;

/// <summary>One draw of the test pictures, the same for all runs.</summary>
/// <param name="RealTimes">How often each real picture counts.</param>
/// <param name="FakeTimes">How often each translation counts.</param>
/// <param name="Real">The features of the real ones, if there are weights.</param>
internal sealed record TestDraw(double[] RealTimes, double[] FakeTimes, DrawnFeatures? Real)
{
    /// <summary>The mean over the translations, each as often as it was drawn.</summary>
    public double Mean(IEnumerable<double> values) => values.Zip(FakeTimes, (value, count) => value * count).Sum() / FakeTimes.Sum();
}
