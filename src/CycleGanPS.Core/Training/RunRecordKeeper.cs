using CycleGanPS.Core.Configs;
using CycleGanPS.Core.Files;
using CycleGanPS.Core.Options;
using CycleGanPS.Core.Runs;

namespace CycleGanPS.Core.Training;

/// <summary>Keeps a run's <c>run.json</c> and its config while it is trained.</summary>
/// <param name="run">The run.</param>
/// <param name="options">The options in force.</param>
/// <param name="state">Says how far it is.</param>
/// <param name="time">The clock.</param>
/// <param name="record">What is known of the run at the start.</param>
internal sealed class RunRecordKeeper(RunFolder run, TrainingOptions options, TrainingState state, TimeProvider time, RunRecord record)
{
    /// <summary>What is known of the run, but for its status and how far it is.</summary>
    public RunRecord Current { get; private set; } = record;

    /// <summary>Writes the record as the run stands.</summary>
    public void Write(RunStatus status) => run.Write(Current with
    {
        Status = status,
        Updated = time.GetLocalNow(),
        Seconds = Math.Round(state.Seconds, 3),
        Epoch = Math.Min(state.Position.Epoch + 1, options.Epochs),
        Step = state.Step,
    });

    /// <summary>Writes all options in force.</summary>
    public void WriteConfig() =>
        AtomicFile.WriteText(run.Config, ConfigWriter.Write(options, $"The run {run.Name} as it was trained: all values in force."));

    /// <summary>Keeps what the user is told.</summary>
    public void Warn(IReadOnlyList<string> warnings) => Current = Current.Warned(state.Step, warnings);

    /// <summary>Counts time of preparation.</summary>
    public void AddPreparation(TimeSpan took) =>
        Current = Current with { PreparationSeconds = Math.Round(Current.PreparationSeconds + took.TotalSeconds, 3) };

    /// <summary>Takes up the record of a run that goes on.</summary>
    /// <returns>What the user should hear of it.</returns>
    public IReadOnlyList<string> GoOnFrom(RunRecord before)
    {
        var extension = before.Epochs == options.Epochs ? null : new RunExtension(state.Step, before.Epochs, options.Epochs);
        if (!File.Exists(run.Config) || extension is not null)
        {
            WriteConfig();
        }

        string[] notices = before.DataFingerprint == Current.DataFingerprint ? [] :
            ["The training images are not those that the run began with, so it goes on with other samples than it would have had."];
        Current = Current with
        {
            Started = before.Started,
            PreparationSeconds = before.PreparationSeconds,
            Warnings = before.Warnings ?? Current.Warnings,
            Options = before.Options is null ? Current.Options : ResumeRules.Rescheduled(before.Options, Current.Options!),
            Extensions = extension is null ? before.Extensions : [.. before.Extensions ?? [], extension],
        };
        return notices;
    }

    /// <summary>Notes that the training has ended with a fault.</summary>
    public void Fail(Exception fault)
    {
        try
        {
            run.Write(run.Read() with { Status = RunStatus.Failed, Error = fault.Message, Warnings = Current.Warnings, Updated = time.GetLocalNow() });
        }
        catch (Exception other) when (other is CycleGanException or IOException or UnauthorizedAccessException)
        {
            // Where the disk is the trouble the record cannot be written either; the first fault is the one to tell.
        }
    }
}
