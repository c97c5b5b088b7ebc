namespace CycleGanPS.Core.Metrics;

/// <summary>The sliced Wasserstein distance of two sets of pictures at one scale, or the mean over the scales.</summary>
public sealed class SlicedWassersteinScore
{
    /// <summary>The side of the pyramid's level in pixels, or <c>Mean</c>.</summary>
    public required string Level { get; init; }

    /// <summary>Sliced Wasserstein distance times 1000, as papers print it; smaller is more alike.</summary>
    public required double Swd { get; init; }

    /// <summary>Pictures of the real set that were used.</summary>
    public required int RealCount { get; init; }

    /// <summary>Pictures of the fake set that were used.</summary>
    public required int FakeCount { get; init; }

    /// <summary>The side in pixels that all pictures were measured at.</summary>
    public required int Size { get; init; }

    /// <summary>Seconds the whole measurement took.</summary>
    public required double Seconds { get; init; }
}
