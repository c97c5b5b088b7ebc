namespace CycleGanPS.Core.Metrics;

/// <summary>How far a set of fake pictures is from a set of real ones, and what it was measured with.</summary>
public sealed record FidScore
{
    /// <summary>The real set: a folder, a file, or how many files.</summary>
    public required string Real { get; init; }

    /// <summary>The fake set.</summary>
    public required string Fake { get; init; }

    /// <summary>Fréchet Inception distance; smaller is more alike.</summary>
    public required double Fid { get; init; }

    /// <summary>Lower end of the 95 % bootstrap interval of <see cref="Fid"/>; null without bootstrap.</summary>
    public double? FidLow { get; init; }

    /// <summary>Upper end of the interval.</summary>
    public double? FidHigh { get; init; }

    /// <summary>Kernel Inception distance, not scaled (papers print it times 100 or 1000); null where a side is only statistics.</summary>
    public double? Kid { get; init; }

    /// <summary>Deviation of KID over its subsets; null where both sets are smaller than a subset, so that there is only one.</summary>
    public double? KidStdDev { get; init; }

    /// <summary>Pictures in a subset of KID.</summary>
    public int? KidSubsetSize { get; init; }

    /// <summary>Lower end of the 95 % bootstrap interval of <see cref="Kid"/>.</summary>
    public double? KidLow { get; init; }

    /// <summary>Upper end of the interval.</summary>
    public double? KidHigh { get; init; }

    /// <summary>Share of the fake pictures that lie in the manifold of the real ones.</summary>
    public double? Precision { get; init; }

    /// <summary>Share of the real pictures that lie in the manifold of the fake ones.</summary>
    public double? Recall { get; init; }

    /// <summary>Real pictures; 0 where a statistics file does not say.</summary>
    public required long RealCount { get; init; }

    /// <summary>Fake pictures; 0 where a statistics file does not say.</summary>
    public required long FakeCount { get; init; }

    /// <summary>How the pictures came to the network's size.</summary>
    public required FeatureResize Resize { get; init; }

    /// <summary>Name of the weights file: distances of different weights do not compare.</summary>
    public required string WeightsName { get; init; }

    /// <summary>SHA-256 of the weights file.</summary>
    public required string WeightsSha256 { get; init; }

    /// <summary>Seconds spent on features of pictures.</summary>
    public required double FeatureSeconds { get; init; }

    /// <summary>Seconds of the whole measurement.</summary>
    public required double Seconds { get; init; }
}
