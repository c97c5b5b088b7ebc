using System.Reflection;
using CycleGanPS.Core.Objectives;
using CycleGanPS.Core.Options;

namespace CycleGanPS.Core.Configs;

/// <summary>The presets that options come nearest to, and in which keys they differ from these: a run does not record what it was begun from.</summary>
/// <param name="Presets">The presets; none where nothing is nearer than the defaults.</param>
/// <param name="Options">What these give.</param>
/// <param name="Differing">The keys that have other values. Where the data lie and where it runs is no difference.</param>
internal sealed record PresetMatch(IReadOnlyList<Preset> Presets, TrainingOptions Options, IReadOnlyList<PropertyInfo> Differing)
{
    // The baseline is all others' beginning.
    private static readonly Preset[] Choices = [.. Enum.GetValues<Preset>().Where(preset => preset != Preset.Baseline)];

    private static readonly string MachineSection = SectionOf(typeof(TrainingOptions).GetProperty(nameof(TrainingOptions.Device))!);

    private static readonly PropertyInfo[] Keys =
        [.. ConfigSchema.Keys.Where(key => !ConfigSchema.Describe(key).IsPath && SectionOf(key) != MachineSection)];

    /// <summary>The match with the fewest keys that differ, and of these the one with the fewest presets.</summary>
    public static PresetMatch Of(TrainingOptions options) => Enumerable.Range(0, 1 << Choices.Length)
        .Select(set => Of(options, [.. Choices.Where((_, index) => (set & (1 << index)) != 0)]))
        .MinBy(match => (match.Differing.Count, match.Presets.Count))!;

    private static PresetMatch Of(TrainingOptions options, IReadOnlyList<Preset> presets)
    {
        var given = Configs.Presets.Apply(new TrainingOptions(), presets);
        if (given.AdversarialLoss != options.AdversarialLoss)
        {
            // What nobody chose follows the objective.
            given = given.WithObjective(options.AdversarialLoss) with { AdversarialLoss = given.AdversarialLoss };
        }

        return new PresetMatch(presets, given, [.. Keys.Where(key => !Equals(key.GetValue(options), key.GetValue(given)) && !IsDerived(key, given))]);
    }

    // Of the run's length, when it begins.
    private static bool IsDerived(PropertyInfo key, TrainingOptions given) => key.Name == nameof(TrainingOptions.AverageDecay) && given.AverageGenerators;

    private static string SectionOf(PropertyInfo key) => ConfigSchema.Describe(key).Section;
}
