using CycleGanPS.Core.Configs;
using CycleGanPS.Core.Options;

namespace CycleGanPS.Core.Runs;

/// <summary>A run in one row.</summary>
public sealed class RunSummary
{
    /// <summary>The name of the run's folder.</summary>
    public required string Name { get; init; }

    /// <summary>How the run stands.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>What differs from the study's baseline, such as "LeakyReLU".</summary>
    public required string Technique { get; init; }

    /// <summary>The epoch that it has come to, from 1; 0 before the first.</summary>
    public required int Epoch { get; init; }

    /// <summary>Epochs that it is to train.</summary>
    public required int Epochs { get; init; }

    /// <summary>Steps that are done.</summary>
    public required long Step { get; init; }

    /// <summary>Steps that it is to train.</summary>
    public required long Steps { get; init; }

    /// <summary>The share of the steps that are done, in percent.</summary>
    public required double PercentComplete { get; init; }

    /// <summary>Time of training over all sessions.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Time of training that is left at the pace of late; null where all is done, or nobody can tell yet.</summary>
    public TimeSpan? Remaining { get; init; }

    /// <summary>Time of edge smoothing before the training, over all sessions.</summary>
    public required TimeSpan Preparation { get; init; }

    /// <summary>Images of one domain a second, over the whole run.</summary>
    public required double ImagesPerSecond { get; init; }

    /// <summary>The losses of the last record, or null before the first.</summary>
    public double? Discriminator { get; init; }

    /// <summary>The generators' whole loss of the last record.</summary>
    public double? Generator { get; init; }

    /// <summary>The cycle loss of the last record.</summary>
    public double? Cycle { get; init; }

    /// <summary>The identity loss of the last record.</summary>
    public double? Identity { get; init; }

    /// <summary>The measure by which an evaluation was the best: Error, Kid, Fid or Swd; null where there was none.</summary>
    public string? BestMeasure { get; init; }

    /// <summary>What the best evaluation gave by that measure.</summary>
    public double? BestScore { get; init; }

    /// <summary>The epoch after which it was made.</summary>
    public int? BestEpoch { get; init; }

    /// <summary>The side in pixels that it trains at.</summary>
    public required int ImageSize { get; init; }

    /// <summary>The seed of all that is random in it.</summary>
    public required int Seed { get; init; }

    /// <summary>The device that it trains on.</summary>
    public required string Device { get; init; }

    /// <summary>When its first session began.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>Why it failed, if it did.</summary>
    public string? Error { get; init; }

    /// <summary>The run's folder.</summary>
    public required string Path { get; init; }

    /// <summary>Sums up a run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="readConfig">Reads a config file, for the options of a run of an early version.</param>
    /// <exception cref="CycleGanException">The folder is no run, or a file of it is damaged.</exception>
    internal static RunSummary Read(RunFolder run, Func<string, TrainingOptions>? readConfig = null)
    {
        var record = run.Read();
        var options = run.ReadOptions(record, readConfig);
        return Of(run, record, options, LossTrace.Read(run), Runs.BestScore.Of([.. run.ReadScores()], options.EvaluateWith));
    }

    /// <summary>Sums up a run of which everything has been read.</summary>
    internal static RunSummary Of(RunFolder run, RunRecord record, TrainingOptions options, LossTrace losses, BestScore? best)
    {
        // The record of a run that is trained is written now and then, its log all the time.
        var last = losses.Last;
        var (step, seconds) = record.Status is RunStatus.Running && last is not null
            ? (Math.Max(last.Step, record.Step), Math.Max(last.Seconds, record.Seconds))
            : (record.Step, record.Seconds);
        var pace = losses.SecondsPerStep() ?? (step > 0 && seconds > 0 ? seconds / step : null);
        return new RunSummary
        {
            Name = run.Name,
            Status = record.Status,
            Technique = Configs.Technique.Name(options),
            Epoch = record.Status is RunStatus.Running && last is not null ? Math.Max(last.Epoch, record.Epoch) : record.Epoch,
            Epochs = record.Epochs,
            Step = step,
            Steps = record.Steps,
            PercentComplete = record.Steps > 0 ? Math.Round(100.0 * step / record.Steps, 1) : 0,
            Elapsed = TimeSpan.FromSeconds(seconds),
            Remaining = record.Status == RunStatus.Finished || pace is null || record.Steps <= step
                ? null
                : TimeSpan.FromSeconds(Math.Round(pace.Value * (record.Steps - step))),
            Preparation = TimeSpan.FromSeconds(record.PreparationSeconds),
            ImagesPerSecond = (record with { Step = step, Seconds = seconds }).PaceWith(options),
            Discriminator = last?.Discriminator,
            Generator = last?.Generator,
            Cycle = last?.Cycle,
            Identity = last?.Identity,
            BestMeasure = best?.Measure.Name,
            BestScore = best?.Value,
            BestEpoch = best?.Score.Epoch,
            ImageSize = options.ImageSize,
            Seed = record.Seed,
            Device = record.Device,
            Started = record.Started,
            Error = record.Error,
            Path = run.Path,
        };
    }
}
