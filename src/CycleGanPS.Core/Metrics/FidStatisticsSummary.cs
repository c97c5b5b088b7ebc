namespace CycleGanPS.Core.Metrics;

/// <summary>A file of statistics that was written.</summary>
public sealed record FidStatisticsSummary
{
    public required string Path { get; init; }

    /// <summary>Pictures in it.</summary>
    public required long Count { get; init; }

    public required FeatureResize Resize { get; init; }

    public required string WeightsName { get; init; }

    public required string WeightsSha256 { get; init; }

    /// <summary>Seconds it took to measure; 0 where parts were added.</summary>
    public double Seconds { get; init; }
}
