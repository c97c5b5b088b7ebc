using System.Text.Json;
using CycleGanPS.Core.Options;

namespace CycleGanPS.Core.Training;

/// <summary>Which options may differ when a run goes on.</summary>
internal static class ResumeRules
{
    // How it is watched and where it runs may change; what it computes may not.
    private static readonly HashSet<string> Free =
    [
        nameof(TrainingOptions.Device),
        nameof(TrainingOptions.Threads),
        nameof(TrainingOptions.Workers),
        nameof(TrainingOptions.LogInterval),
        nameof(TrainingOptions.SampleInterval),
        nameof(TrainingOptions.CheckpointInterval),
        nameof(TrainingOptions.CheckpointMinutes),
        nameof(TrainingOptions.KeepCheckpoints),
        nameof(TrainingOptions.EvaluateInterval),
        nameof(TrainingOptions.EvaluateWith),
        nameof(TrainingOptions.EvaluateWeights),
        nameof(TrainingOptions.KeepBest),
        nameof(TrainingOptions.StopAfter),
        nameof(TrainingOptions.TensorBoard),
        nameof(TrainingOptions.OnNonFinite),
        nameof(TrainingOptions.DataRoot),
        nameof(TrainingOptions.TestA),
        nameof(TrainingOptions.TestB),
    ];

    /// <summary>The schedule, which a run may be given anew: the learning rate then follows the new total from where the run stands.</summary>
    public static IReadOnlyList<string> Schedule { get; } = [nameof(TrainingOptions.Epochs), nameof(TrainingOptions.DecayEpoch)];

    /// <summary>The keys in which a config differs from that of the run it would go on with. No seed is any seed.</summary>
    public static IReadOnlyList<string> Differences(TrainingOptions trained, TrainingOptions given) =>
        [.. ConfigSchema.Keys
            .Where(key => !Free.Contains(key.Name))
            .Where(key => key.Name != nameof(TrainingOptions.Seed) || given.Seed is not null)
            // What was measured, or made of the run's length, when the run began stands.
            .Where(key => key.Name != nameof(TrainingOptions.Precision) || given.Precision != Precision.Auto)
            .Where(key => key.Name != nameof(TrainingOptions.AverageDecay) || given.AverageDecay is not null)
            .Where(key => !Equals(key.GetValue(trained), key.GetValue(given)))
            .Select(key => key.Name)];

    /// <summary>The options that a run records when it goes on: those that it was begun with, but for the schedule, which is that in force now.</summary>
    public static IReadOnlyDictionary<string, JsonElement> Rescheduled(
        IReadOnlyDictionary<string, JsonElement> begun, IReadOnlyDictionary<string, JsonElement> now)
    {
        var options = new Dictionary<string, JsonElement>(begun, StringComparer.Ordinal);
        foreach (var key in Schedule)
        {
            options.Remove(key);
            if (now.TryGetValue(key, out var value))
            {
                options[key] = value;
            }
        }

        return options;
    }

    /// <summary>A difference in words, such as "Filters 4 instead of 8".</summary>
    public static string Explain(string name, TrainingOptions trained, TrainingOptions given)
    {
        var key = ConfigSchema.Find(name)!;
        return FormattableString.Invariant($"{name} {key.GetValue(trained) ?? "not given"} instead of {key.GetValue(given) ?? "not given"}");
    }
}
