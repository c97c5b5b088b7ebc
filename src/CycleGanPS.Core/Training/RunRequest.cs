using CycleGanPS.Core.Options;
using CycleGanPS.Core.Runs;

namespace CycleGanPS.Core.Training;

/// <summary>What is asked for: a run, the options for it, and what to do about a run that is there.</summary>
internal sealed record RunRequest
{
    public required RunFolder Run { get; init; }

    /// <summary>The options that were given, or null to go on with the run's own.</summary>
    public TrainingOptions? Given { get; init; }

    /// <summary>Go on with the run that is there.</summary>
    public bool Resume { get; init; }

    /// <summary>Begin anew in place of a run that is there.</summary>
    public bool Replace { get; init; }

    /// <summary>Instead of the options' own. A run that goes on without other options has but the device and the threads to change.</summary>
    public DeviceKind? Device { get; init; }

    public int? Seed { get; init; }

    public int? Threads { get; init; }

    /// <summary>Instead of the options' own epochs; a run that goes on is trained longer, or less long, than it was begun for.</summary>
    public int? Epochs { get; init; }

    /// <summary>What to do about a run that may already be in the folder.</summary>
    public StartMode Mode =>
        !Resume ? Replace ? StartMode.Replace : StartMode.New
        // A run that was killed before its options were written has nothing to go on from, and nothing to lose.
        : Given is null || !Run.Exists || Run.HasOptions ? StartMode.Resume : StartMode.Replace;

    /// <summary>The options to train with.</summary>
    /// <param name="readConfig">Reads a config file, for the options of a run of an early version.</param>
    /// <exception cref="CycleGanException">
    /// There is no run to go on with, or it was trained with options that <see cref="Given"/> differs from in more than
    /// <see cref="ResumeRules"/> allow.
    /// </exception>
    public TrainingOptions Resolve(Func<string, TrainingOptions>? readConfig = null)
    {
        if (Mode != StartMode.Resume)
        {
            return Changed(Given!);
        }

        if (!Run.Exists)
        {
            throw new CycleGanException(FaultKind.PathNotFound, $"There is no run in {Run.Path} to go on with.", Run.Path) { Remedy = Remedy.LeaveOutResume };
        }

        var record = Run.Read();
        var trained = Run.ReadOptions(record, readConfig);
        EnsureNotPast(record);
        if (Given is null)
        {
            return Changed(trained);
        }

        var given = Changed(Given);
        var differing = ResumeRules.Differences(trained, given).Where(key => Epochs is null || !ResumeRules.Schedule.Contains(key)).ToList();
        return differing.Count == 0
            ? given with
            {
                Seed = trained.Seed,
                Precision = trained.Precision,
                AverageDecay = trained.AverageDecay,
                Threads = given.Threads ?? trained.Threads,
            }
            : throw new CycleGanException(
                FaultKind.InvalidConfig,
                $"The run in {Run.Path} was trained with {string.Join(", ", differing.Select(key => ResumeRules.Explain(key, trained, given)))}.",
                differing[0]) { Remedy = differing.TrueForAll(ResumeRules.Schedule.Contains) ? Remedy.ExtendRun : Remedy.ResumeAsTrained };
    }

    private void EnsureNotPast(RunRecord record)
    {
        if (Epochs < record.Epoch)
        {
            throw new CycleGanException(
                FaultKind.InvalidArgument, $"The run in {Run.Path} is in epoch {record.Epoch} already, past the end of {Epochs}.", Epochs);
        }
    }

    private TrainingOptions Changed(TrainingOptions options)
    {
        options = options with
        {
            Device = Device ?? options.Device,
            Seed = Seed ?? options.Seed,
            Threads = Threads ?? options.Threads,
            Epochs = Epochs ?? options.Epochs,
        };
        // A shorter run keeps the shape of the schedule.
        return Epochs is not null && options.ResolvedDecayEpoch >= options.Epochs ? options with { DecayEpoch = options.Epochs / 2 } : options;
    }
}
