using CycleGanPS.Core.Metrics;

namespace CycleGanPS.Core.Comparison;

/// <summary>
/// What was measured of one run, or of pictures that no run has translated, and what a bootstrap draws from: all that a
/// <see cref="Measure"/> may look at.
/// </summary>
internal sealed class MeasuredRun
{
    /// <summary>The translations as they came out, in the order of the test pictures.</summary>
    public required IReadOnlyList<string> Translations { get; init; }

    /// <summary>What Inception features say of them; null without weights.</summary>
    public FidScore? Features { get; init; }

    /// <summary>1 for each translation that has crossed over into the other domain, 0 for each that has not; null without weights or training images.</summary>
    public IReadOnlyList<double>? CrossedOver { get; init; }

    /// <summary>The sliced Wasserstein distance, mean over the levels.</summary>
    public required double Swd { get; init; }

    /// <summary>The error of each translation, where the truth is known.</summary>
    public IReadOnlyList<PairedErrorScore>? Errors { get; init; }

    /// <summary>FID and KID of draws; null without weights or without a bootstrap.</summary>
    public ResampledDistances? FeatureDraws { get; init; }

    /// <summary>The sliced Wasserstein distance of draws; null without a bootstrap.</summary>
    public SlicedWassersteinSpread? PatchDraws { get; init; }
}
