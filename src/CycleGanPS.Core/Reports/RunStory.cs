using CycleGanPS.Core.Options;
using CycleGanPS.Core.Runs;

namespace CycleGanPS.Core.Reports;

/// <summary>What the folder of a run tells.</summary>
internal sealed record RunStory(RunFolder Folder, RunRecord Record, TrainingOptions Options, LossTrace Losses, IReadOnlyList<ScoreRecord> Scores)
{
    public BestScore? Best { get; } = BestScore.Of(Scores, Options.EvaluateWith);

    public RunSummary Summary => RunSummary.Of(Folder, Record, Options, Losses, Best);

    /// <summary>Reads it.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="readConfig">Reads a config file, for the options of a run of an early version.</param>
    /// <exception cref="CycleGanException">The folder is no run, or a file of it is damaged.</exception>
    public static RunStory Read(RunFolder folder, Func<string, TrainingOptions>? readConfig = null) =>
        Of(folder, folder.Read(), LossTrace.Read(folder), readConfig);

    /// <summary>The same where record and losses are known.</summary>
    /// <exception cref="CycleGanException">As for the other one.</exception>
    public static RunStory Of(RunFolder folder, RunRecord record, LossTrace losses, Func<string, TrainingOptions>? readConfig = null) =>
        new(folder, record, folder.ReadOptions(record, readConfig), losses, [.. folder.ReadScores()]);

    /// <summary>The epoch that a step belongs to, from 1.</summary>
    public long EpochOf(long step) => Record.Steps > 0 ? Math.Max(step - 1, 0) * Record.Epochs / Record.Steps + 1 : 1;
}
