namespace CycleGanPS.Core.Comparison;

/// <summary>All runs of one technique: mean and deviation over their seeds, and the difference to the first technique.</summary>
public sealed class TechniqueComparison
{
    /// <summary>What the runs change of the study's baseline.</summary>
    public required string Technique { get; init; }

    /// <summary>How many runs there are of it; 0 for the test pictures as they are.</summary>
    public required int Runs { get; init; }

    /// <summary>The rows of the technique's runs.</summary>
    public required IReadOnlyList<RunComparison> Rows { get; init; }

    /// <summary>The seeds, in the order of the runs.</summary>
    public required IReadOnlyList<int> Seeds { get; init; }

    /// <summary>Mean Fréchet Inception distance; null without weights.</summary>
    public double? Fid { get; init; }

    /// <summary>Deviation over the seeds (with N − 1); null with one run only.</summary>
    public double? FidDeviation { get; init; }

    /// <summary>Mean Kernel Inception distance, not scaled; null without weights.</summary>
    public double? Kid { get; init; }

    /// <summary>Deviation of KID over the seeds (with N − 1); null with one run only.</summary>
    public double? KidDeviation { get; init; }

    /// <summary>Mean share of the translations that have crossed over; null without weights or training images.</summary>
    public double? CrossedOver { get; init; }

    /// <summary>Deviation of that share over the seeds (with N − 1); null with one run only.</summary>
    public double? CrossedOverDeviation { get; init; }

    /// <summary>Mean sliced Wasserstein distance, times 1000.</summary>
    public required double Swd { get; init; }

    /// <summary>Deviation of the sliced Wasserstein distance over the seeds (with N − 1); null with one run only.</summary>
    public double? SwdDeviation { get; init; }

    /// <summary>Mean absolute error against the true pictures, 0 to 1; null where there are none.</summary>
    public double? MeanAbsoluteError { get; init; }

    /// <summary>Deviation of the mean absolute error over the seeds (with N − 1); null with one run only.</summary>
    public double? MeanAbsoluteErrorDeviation { get; init; }

    /// <summary>Mean seconds of training; null where there was none.</summary>
    public double? TrainingSeconds { get; init; }

    /// <summary>Mean seconds spent before training, on edge-smoothed copies for example.</summary>
    public double? PreparationSeconds { get; init; }

    /// <summary>The technique that the differences are to: that of the first run.</summary>
    public required string Reference { get; init; }

    /// <summary>Differences to the reference, with their 95 % intervals; null for the reference itself, or without a bootstrap.</summary>
    public MetricDifference? DeltaFid { get; init; }

    /// <summary>Difference in KID to the reference, not scaled.</summary>
    public MetricDifference? DeltaKid { get; init; }

    /// <summary>Difference in the share that has crossed over, −1 to 1: above zero is better.</summary>
    public MetricDifference? DeltaCrossedOver { get; init; }

    /// <summary>Difference in the sliced Wasserstein distance to the reference, times 1000.</summary>
    public MetricDifference? DeltaSwd { get; init; }

    /// <summary>Difference in the mean absolute error to the reference, −1 to 1.</summary>
    public MetricDifference? DeltaMeanAbsoluteError { get; init; }

    /// <summary>
    /// What chance the intervals cover: "images and seeds", or "images" where a technique was trained with one seed only, so
    /// that nobody knows how far another seed would come out elsewhere.
    /// </summary>
    public string Chance { get; internal set; } = "";
}
