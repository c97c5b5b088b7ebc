using CycleGanPS.Core.Metrics;
using CycleGanPS.Core.Runs;

namespace CycleGanPS.Core.Comparison;

/// <summary>One run of a comparison in one row, or what the test pictures score that no run has translated.</summary>
public sealed class RunComparison
{
    /// <summary>The name of the run's folder; "No translation" for the test pictures as they are.</summary>
    public required string Run { get; init; }

    /// <summary>What the run changes of the study's baseline; where runs of one technique differ in more, that too.</summary>
    public required string Technique { get; init; }

    /// <summary>The seed that the run was trained with; null, like all else about a training, where there was none.</summary>
    public int? Seed { get; init; }

    /// <summary>How the run stands; the numbers of one that is not finished are those of its newest model.</summary>
    public RunStatus? Status { get; init; }

    /// <summary>Fréchet Inception distance; null without weights.</summary>
    public double? Fid { get; init; }

    /// <summary>Kernel Inception distance, not scaled; null without weights.</summary>
    public double? Kid { get; init; }

    /// <summary>Share of the translations that lie among the real pictures; null without weights.</summary>
    public double? Precision { get; init; }

    /// <summary>Share of the real pictures that lie among the translations; null without weights.</summary>
    public double? Recall { get; init; }

    /// <summary>
    /// Share of the translations of whose three nearest training images, of both domains, most are of the domain translated into; null without
    /// weights or training images.
    /// </summary>
    public double? CrossedOver { get; init; }

    /// <summary>Sliced Wasserstein distance times 1000, mean over the levels.</summary>
    public required double Swd { get; init; }

    /// <summary>Mean absolute error against the true pictures, 0 to 1; null where there are none.</summary>
    public double? MeanAbsoluteError { get; init; }

    /// <summary>Peak signal-to-noise ratio in dB against the true pictures.</summary>
    public double? Psnr { get; init; }

    /// <summary>FID less that of the first run: below zero is better than it.</summary>
    public double? DeltaFid { get; init; }

    /// <summary>KID less that of the first run, not scaled; null without weights.</summary>
    public double? DeltaKid { get; init; }

    /// <summary>Sliced Wasserstein distance less that of the first run, times 1000.</summary>
    public required double DeltaSwd { get; init; }

    /// <summary>Seconds of training over all sessions.</summary>
    public double? TrainingSeconds { get; init; }

    /// <summary>Seconds spent before training, on edge-smoothed copies for example.</summary>
    public double? PreparationSeconds { get; init; }

    /// <summary>Images of one domain trained on per second.</summary>
    public double? ImagesPerSecond { get; init; }

    /// <summary>Epochs begun.</summary>
    public int? Epochs { get; init; }

    /// <summary>Steps done.</summary>
    public long? Steps { get; init; }

    /// <summary>The crop the run was trained at.</summary>
    public int? ImageSize { get; init; }

    /// <summary>Whether it was trained on the same images as the first run.</summary>
    public bool? SameData { get; init; }

    /// <summary>The folder of the pictures that were translated.</summary>
    public required string TestFrom { get; init; }

    /// <summary>The folder of the real pictures that the translations are held against.</summary>
    public required string TestTo { get; init; }

    /// <summary>Translations that were measured.</summary>
    public required int FakeCount { get; init; }

    /// <summary>Real pictures that they were measured against.</summary>
    public required int RealCount { get; init; }

    /// <summary>The side in pixels that all pictures were measured at.</summary>
    public required int MeasuredSize { get; init; }

    /// <summary>Name of the Inception weights, or null without.</summary>
    public string? WeightsName { get; init; }

    /// <summary>SHA-256 of the Inception weights.</summary>
    public string? WeightsSha256 { get; init; }

    /// <summary>Whether these are the weights that published values are measured with; null without.</summary>
    public bool? IsStandardWeights => WeightsSha256 is null ? null : FidWeights.IsStandardFile(WeightsSha256);

    /// <summary>The run's folder; null for the test pictures as they are.</summary>
    public string? Path { get; init; }

    /// <summary>A row, of a run or of no translation, without its measures, which are filled in from their list.</summary>
    internal static RunComparison Unmeasured(
        ComparedRun? run, string technique, bool? sharesData, TestPictures pictures, FidWeights? weights, int size) => new()
    {
        Run = run?.Folder.Name ?? TechniqueGroups.NoTranslation,
        Technique = technique,
        Seed = run?.Record.Seed,
        Status = run?.Record.Status,
        Swd = 0,
        DeltaSwd = 0,
        TrainingSeconds = run?.Record.Seconds,
        PreparationSeconds = run?.Record.PreparationSeconds,
        ImagesPerSecond = run?.Record.PaceWith(run.Options),
        Epochs = run?.Record.Epoch,
        Steps = run?.Record.Step,
        ImageSize = run?.Options.ImageSize,
        SameData = sharesData,
        TestFrom = pictures.FromFolder,
        TestTo = pictures.ToFolder,
        FakeCount = pictures.From.Count,
        RealCount = pictures.To.Count,
        MeasuredSize = size,
        WeightsName = weights?.Name,
        WeightsSha256 = weights?.Sha256,
        Path = run?.Folder.Path,
    };
}
