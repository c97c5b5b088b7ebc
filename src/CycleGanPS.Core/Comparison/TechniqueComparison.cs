namespace CycleGanPS.Core.Comparison;

/// <summary>All runs of one technique: mean and deviation over their seeds, and the difference to the first technique.</summary>
public sealed record TechniqueComparison
{
    public required string Technique { get; init; }

    public required int Runs { get; init; }

    /// <summary>The rows of the technique's runs.</summary>
    public required IReadOnlyList<RunComparison> Rows { get; init; }

    /// <summary>The seeds, in the order of the runs.</summary>
    public required IReadOnlyList<int> Seeds { get; init; }

    public double? Fid { get; init; }

    /// <summary>Deviation over the seeds (with N − 1); null with one run only.</summary>
    public double? FidDeviation { get; init; }

    public double? Kid { get; init; }

    public double? KidDeviation { get; init; }

    public required double Swd { get; init; }

    public double? SwdDeviation { get; init; }

    public double? MeanAbsoluteError { get; init; }

    public double? MeanAbsoluteErrorDeviation { get; init; }

    /// <summary>Mean seconds of training.</summary>
    public required double TrainingSeconds { get; init; }

    public required double PreparationSeconds { get; init; }

    /// <summary>The technique that the differences are to: that of the first run.</summary>
    public required string Reference { get; init; }

    /// <summary>Differences to the reference, with their 95 % intervals; null for the reference itself, or without a bootstrap.</summary>
    public MetricDifference? DeltaFid { get; init; }

    public MetricDifference? DeltaKid { get; init; }

    public MetricDifference? DeltaSwd { get; init; }

    public MetricDifference? DeltaMeanAbsoluteError { get; init; }

    /// <summary>
    /// What chance the intervals cover: "images and seeds", or "images" where a technique was trained with one seed only, so
    /// that nobody knows how far another seed would come out elsewhere.
    /// </summary>
    public required string Chance { get; init; }
}
