using CycleGanPS.Core.Metrics.Algebra;

namespace CycleGanPS.Core.Metrics;

/// <summary>One side as measured: sums over all pictures, and the features themselves of as many as memory should hold.</summary>
/// <param name="statistics">The sums.</param>
/// <param name="features">N×2048: of all pictures in their order, or of a random choice of 16,384.</param>
internal sealed class FeatureSet(FeatureStatistics statistics, Matrix features)
{
    /// <summary>Features kept in memory at most, 16 KB each.</summary>
    public const int MostFeatures = 16_384;

    public FeatureStatistics Statistics => statistics;

    public Matrix Features => features;

    public bool IsWhole => Features.Rows == Statistics.Count;
}
