using CycleGanPS.Core.Options;

namespace CycleGanPS.Core.Comparison;

/// <summary>What a comparison measures, and with what.</summary>
internal sealed record ComparisonOptions
{
    /// <summary>Test pictures of domain A, or null for the folder that the runs' configs name.</summary>
    public string? TestA { get; init; }

    public string? TestB { get; init; }

    /// <summary>Training images of domain A, or null for the folder that the runs' configs name.</summary>
    public string? TrainA { get; init; }

    public string? TrainB { get; init; }

    public TranslationDirection Direction { get; init; }

    /// <summary>The folder within each run's own that holds its finished translations, or null to translate with its generator.</summary>
    public string? Translated { get; init; }

    /// <summary>The Inception weights, or null for those of the environment or the cache, if there are any.</summary>
    public string? Weights { get; init; }

    /// <summary>Whether pictures of the same name in both folders are two views of the same thing, so that errors can be measured.</summary>
    public bool Paired { get; init; }

    public DeviceKind Device { get; init; } = DeviceKind.Auto;

    /// <summary>Draws of the bootstrap over test pictures and seeds; 0 for none.</summary>
    public int BootstrapDraws { get; init; } = 500;

    /// <summary>Where random choices come from.</summary>
    public int Seed { get; init; }

    /// <summary>Test pictures kept with their translations, for a report.</summary>
    public int PhotoCount { get; init; }
}
