namespace CycleGanPS.Core.Metrics;

/// <summary>A file of statistics that was written.</summary>
public sealed class FidStatisticsSummary
{
    /// <summary>The .npz file that was written.</summary>
    public required string Path { get; init; }

    /// <summary>Pictures in it.</summary>
    public required long Count { get; init; }

    /// <summary>How the pictures came to the network's size.</summary>
    public required FeatureResize Resize { get; init; }

    /// <summary>The file name of the Inception weights.</summary>
    public required string WeightsName { get; init; }

    /// <summary>SHA-256 of the weights, in lower-case hexadecimal.</summary>
    public required string WeightsSha256 { get; init; }

    /// <summary>Seconds it took to measure; 0 where parts were added.</summary>
    public double Seconds { get; init; }
}
