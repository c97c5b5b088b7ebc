using CycleGanPS.Core.Configs;
using CycleGanPS.Core.Options;

namespace CycleGanPS.Core.Runs;

/// <summary>A run in one row.</summary>
public sealed record RunSummary
{
    public required string Name { get; init; }

    public required RunStatus Status { get; init; }

    /// <summary>What differs from the study's baseline, such as "LeakyReLU".</summary>
    public required string Technique { get; init; }

    public required int Epoch { get; init; }

    public required int Epochs { get; init; }

    public required long Step { get; init; }

    public required long Steps { get; init; }

    /// <summary>Time of training over all sessions.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Time of edge smoothing before the training, over all sessions.</summary>
    public required TimeSpan Preparation { get; init; }

    /// <summary>Images of one domain a second, over the whole run.</summary>
    public required double ImagesPerSecond { get; init; }

    /// <summary>The losses of the last record, or null before the first.</summary>
    public double? Discriminator { get; init; }

    public double? Generator { get; init; }

    public double? Cycle { get; init; }

    public double? Identity { get; init; }

    public required int ImageSize { get; init; }

    public required int Seed { get; init; }

    public required string Device { get; init; }

    public required DateTimeOffset Started { get; init; }

    /// <summary>Why it failed, if it did.</summary>
    public string? Error { get; init; }

    /// <summary>The run's folder.</summary>
    public required string Path { get; init; }

    /// <summary>Sums up a run.</summary>
    /// <exception cref="CycleGanException">The folder is no run, or a file of it is damaged.</exception>
    public static RunSummary Read(RunFolder run, TrainingOptions options)
    {
        var record = run.Read();
        var last = File.Exists(run.Losses) ? LossLog.Read(run.Losses).LastOrDefault() : null;
        return new RunSummary
        {
            Name = run.Name,
            Status = record.Status,
            Technique = Configs.Technique.Name(options),
            Epoch = record.Epoch,
            Epochs = record.Epochs,
            Step = record.Status == RunStatus.Running && last is not null ? Math.Max(last.Step, record.Step) : record.Step,
            Steps = record.Steps,
            Elapsed = TimeSpan.FromSeconds(record.Seconds),
            Preparation = TimeSpan.FromSeconds(record.PreparationSeconds),
            ImagesPerSecond = record.PaceWith(options),
            Discriminator = last?.Discriminator,
            Generator = last?.Generator,
            Cycle = last?.Cycle,
            Identity = last?.Identity,
            ImageSize = options.ImageSize,
            Seed = record.Seed,
            Device = record.Device,
            Started = record.Started,
            Error = record.Error,
            Path = run.Path,
        };
    }
}
