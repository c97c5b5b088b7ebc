using CycleGanPS.Core.Metrics.Algebra;

namespace CycleGanPS.Core.Metrics;

/// <summary>One side of a measurement: pictures with their features, or only the statistics of some.</summary>
internal sealed class FidSide
{
    public FidSide(string name, FeatureSet features) => (Name, Features) = (name, features);

    public FidSide(string name, FidStatistics statistics) => (Name, Statistics) = (name, statistics);

    public string Name { get; }

    public FeatureSet? Features { get; }

    public FidStatistics? Statistics { get; }

    /// <summary>Pictures, or 0 where a statistics file does not say.</summary>
    public long Count => Features?.Statistics.Count ?? Statistics!.Count;

    /// <summary>The mean, and a factor of the covariance: of the features themselves where those are all, and fewer than their numbers.</summary>
    public (double[] Mean, Matrix Factor) Factor()
    {
        if (Features is null)
        {
            return (Statistics!.Mean, CovarianceFactor.Of(Statistics.Covariance));
        }

        var sums = Features.Statistics;
        return Features.IsWhole && sums.Count <= sums.Dimension
            ? FrechetDistance.Factor(Features.Features)
            : (sums.Mean(), CovarianceFactor.Of(sums.Covariance()));
    }
}
