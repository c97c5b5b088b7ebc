using CycleGanPS.Core.Options;
using CycleGanPS.Core.Runs;

namespace CycleGanPS.Core.Training;

/// <summary>What is asked for: a run, the options for it, and what to do about a run that is there.</summary>
public sealed record RunRequest
{
    public required RunFolder Run { get; init; }

    /// <summary>The options that were given, or null to go on with the run's own.</summary>
    public TrainingOptions? Given { get; init; }

    /// <summary>Go on with the run that is there.</summary>
    public bool Resume { get; init; }

    /// <summary>Begin anew in place of a run that is there.</summary>
    public bool Replace { get; init; }

    /// <summary>Instead of the options' own device, seed and epochs.</summary>
    public DeviceKind? Device { get; init; }

    public int? Seed { get; init; }

    public int? Epochs { get; init; }

    /// <summary>What to do about a run that may already be in the folder.</summary>
    public StartMode Mode =>
        !Resume ? Replace ? StartMode.Replace : StartMode.New
        // A run that was killed before its options were written has nothing to go on from, and nothing to lose.
        : Given is null || !Run.Exists || Run.HasOptions ? StartMode.Resume : StartMode.Replace;

    /// <summary>The options to begin with, or, given those that the run was trained with, to go on with.</summary>
    /// <param name="trained">The options of the run that goes on; null when one begins.</param>
    /// <exception cref="CycleGanException">
    /// <see cref="FaultKind.InvalidConfig"/>: the run that is to go on was trained with options that <see cref="Given"/> differs from.
    /// </exception>
    public TrainingOptions Resolve(TrainingOptions? trained)
    {
        if (trained is null)
        {
            return Changed(Given!);
        }

        if (Given is null)
        {
            return trained with { Device = Device ?? trained.Device };
        }

        var given = Changed(Given);
        var differing = ResumeRules.Differences(trained, given);
        return differing.Count == 0
            ? given with { Seed = trained.Seed, Precision = trained.Precision }
            : throw new CycleGanException(
                FaultKind.InvalidConfig, $"The run in {Run.Path} was trained with other values of {string.Join(", ", differing)}.", differing[0]);
    }

    private TrainingOptions Changed(TrainingOptions options)
    {
        options = options with
        {
            Device = Device ?? options.Device,
            Seed = Seed ?? options.Seed,
            Epochs = Epochs ?? options.Epochs,
        };
        // A shorter run keeps the shape of the schedule.
        return Epochs is not null && options.ResolvedDecayEpoch >= options.Epochs ? options with { DecayEpoch = options.Epochs / 2 } : options;
    }
}
