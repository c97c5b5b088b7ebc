namespace CycleGanPS.Core.Metrics;

/// <summary>What a reader of Inception distances should know of them, a sentence each, or null where there is nothing to say.</summary>
internal static class FidCautions
{
    /// <summary>Below this count the covariance of 2048 features is singular and FID leans high.</summary>
    public const int EnoughImages = 2048;

    public const string UnstatedWeights =
        "A statistics file does not say which weights it was measured with; it compares only if they are the same.";

    public static string? OtherWeights(FidWeights? weights) => weights is { IsStandard: false }
        ? $"{weights.Name} are not the standard weights ({FidWeights.StandardName}); distances measured with them do not compare with published FID values."
        : null;

    public static string? Drawn(int count) => count > FeatureSet.MostFeatures
        ? $"KID, precision and recall are taken of {FeatureSet.MostFeatures} of the {count} pictures, drawn at random; FID is taken of all."
        : null;

    /// <summary>For one score, whose spread a bootstrap shows.</summary>
    /// <param name="least">Pictures of the smaller side; 0 where nobody knows.</param>
    public static string? FewForAScore(long least) => Few(least)
        ? $"FID of {least} pictures leans high and differs from sample to sample (below {EnoughImages}); KID does not lean, and a bootstrap shows the spread."
        : null;

    /// <summary>For scores that are held against each other, before they are measured.</summary>
    public static string? FewForAComparison(long least) => Few(least)
        ? $"FID of {least} pictures leans high and scatters (below {EnoughImages}); KID does not lean, and is the better guide."
        : null;

    /// <summary>The same for those who read the numbers only.</summary>
    public static string? FewInAReport(long least) => Few(least)
        ? $"FID of {least} pictures leans high and scatters; KID does not lean, and is the better guide."
        : null;

    private static bool Few(long least) => least is > 0 and < EnoughImages;
}
