using CycleGanPS.Core.Options;
using CycleGanPS.Core.Runs;
using CycleGanPS.Core.Training;

namespace CycleGanPS.Core.Comparison;

/// <summary>A run that is to be compared: where it lies, what it says of itself, and how it was set up.</summary>
internal sealed record ComparedRun(RunFolder Folder, RunRecord Record, TrainingOptions Options)
{
    // Where data lie on one machine is no difference between techniques; the fingerprint tells whether they are the same.
    private static readonly HashSet<string> Places = [nameof(TrainingOptions.TrainA), nameof(TrainingOptions.TrainB)];

    /// <summary>The generator of a direction.</summary>
    public string Generator(TranslationDirection direction) =>
        direction == TranslationDirection.AB ? Folder.GeneratorAB : Folder.GeneratorBA;

    /// <summary>Where the run's finished translations lie, by the name of the folder within its own.</summary>
    public string Translations(string name) => Path.Combine(Folder.Path, name);

    /// <summary>The keys, but for seed, places and machine, in which another run's config differs.</summary>
    public IReadOnlyList<string> Differences(ComparedRun other) =>
        [.. ResumeRules.Differences(Options, other.Options with { Seed = null }).Where(key => !Places.Contains(key))];

    /// <summary>Whether both were trained on the same images.</summary>
    public bool SharesData(ComparedRun other) => Record.DataFingerprint == other.Record.DataFingerprint;
}
