using CycleGanPS.Core.Training;

namespace CycleGanPS.Core.Reports;

/// <summary>What a time-lapse shows, and how fast.</summary>
internal sealed record TimelapseOptions
{
    /// <summary>The rows of the sample sheets that it shows, in this order.</summary>
    public IReadOnlyList<SampleRow> Rows { get; init; } = [SampleRow.RealA, SampleRow.FakeB];

    /// <summary>The shorter side of the pictures; as in the samples, but no more than <see cref="Timelapse.UsualSize"/>, if not given.</summary>
    public int? Size { get; init; }

    /// <summary>Frames at most; of more samples so many are taken, evenly spread, the first and the last among them.</summary>
    public int Frames { get; init; } = 40;

    public double FramesPerSecond { get; init; } = 8;

    /// <summary>How long the last frame is seen.</summary>
    public TimeSpan Hold { get; init; } = TimeSpan.FromSeconds(2);
}
