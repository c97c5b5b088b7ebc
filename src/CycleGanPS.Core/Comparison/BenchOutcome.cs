namespace CycleGanPS.Core.Comparison;

/// <summary>What was measured of one run.</summary>
internal sealed record BenchOutcome
{
    public FeatureScores? Features { get; init; }

    public required double Swd { get; init; }

    /// <summary>The mean absolute error of each translation, where the truth is known.</summary>
    public double[]? Errors { get; init; }

    public double? Psnr { get; init; }

    /// <summary>The translations as they came out, in the order of the test pictures.</summary>
    public required IReadOnlyList<string> Translations { get; init; }

    /// <summary>The same, as measured.</summary>
    public required IReadOnlyList<string> Measured { get; init; }
}
