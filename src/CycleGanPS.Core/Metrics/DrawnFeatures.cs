namespace CycleGanPS.Core.Metrics;

/// <summary>One side of one draw of a bootstrap, as FID and KID need it.</summary>
/// <param name="Times">How often each picture was drawn.</param>
/// <param name="Chosen">The places of those that were.</param>
/// <param name="Mean">The mean of the drawn features.</param>
/// <param name="Trace">The trace of their covariance, with N − 1.</param>
/// <param name="Within">The mean kernel over pairs of different pictures.</param>
internal sealed record DrawnFeatures(double[] Times, int[] Chosen, double[] Mean, double Trace, double Within)
{
    /// <summary>How many were drawn.</summary>
    public double Count { get; } = Times.Sum();
}
