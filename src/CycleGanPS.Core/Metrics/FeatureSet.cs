using static TorchSharp.torch;

namespace CycleGanPS.Core.Metrics;

/// <summary>One side as measured: sums over all pictures, and the features themselves of as many as memory should hold.</summary>
internal sealed class FeatureSet(FeatureStatistics statistics, Tensor features) : IDisposable
{
    /// <summary>Features kept in memory at most, 8 KB each.</summary>
    public const int MostFeatures = 16_384;

    public FeatureStatistics Statistics { get; } = statistics;

    /// <summary>N×2048: of all pictures in their order, or of a random choice of 16,384.</summary>
    public Tensor Features { get; } = features;

    public bool IsWhole => Features.shape[0] == Statistics.Count;

    public void Dispose()
    {
        Statistics.Dispose();
        Features.Dispose();
    }
}
