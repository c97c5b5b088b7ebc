using System.Text.Json;
using System.Text.Json.Serialization;
using CycleGanPS.Core.Configs;
using CycleGanPS.Core.Objectives;
using CycleGanPS.Core.Options;

namespace CycleGanPS.Core.Runs;

/// <summary>What <c>run.json</c> says about a run.</summary>
internal sealed record RunRecord
{
    // Of a run that is ill for days the newest say how it is.
    private const int MostWarnings = 50;

    public int Format { get; init; } = 1;

    public required RunStatus Status { get; init; }

    /// <summary>Why it failed, if it did.</summary>
    public string? Error { get; init; }

    public required int Seed { get; init; }

    public required string Device { get; init; }

    public required int Threads { get; init; }

    public required DateTimeOffset Started { get; init; }

    /// <summary>When this record was last written.</summary>
    public required DateTimeOffset Updated { get; init; }

    /// <summary>Seconds of training over all sessions.</summary>
    public double Seconds { get; init; }

    /// <summary>Seconds of edge smoothing before the training, over all sessions.</summary>
    public double PreparationSeconds { get; init; }

    /// <summary>Epochs begun, from 1, and steps done.</summary>
    public int Epoch { get; init; }

    public int Epochs { get; init; }

    public long Step { get; init; }

    public long Steps { get; init; }

    /// <summary>Processes that train it together (ranks of an MPI job), or null where it is one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Ranks { get; init; }

    public int ImagesA { get; init; }

    public int ImagesB { get; init; }

    /// <summary>SHA-256 over names and sizes of the training images: tells whether a run goes on with the same data.</summary>
    public required string DataFingerprint { get; init; }

    public required IReadOnlyDictionary<string, string> Versions { get; init; }

    /// <summary>
    /// The options in force as an <see cref="OptionsTable"/>, or null in a run of an early version. They are kept as they were read,
    /// so that a key of another version stays; <see cref="RunFolder.ReadOptions"/> makes sense of them.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, JsonElement>? Options { get; init; }

    /// <summary>
    /// Where the run was given other epochs than it was begun with, or null: from that step on the learning rate follows the new total.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<RunExtension>? Extensions { get; init; }

    /// <summary>What the user was told of the run, the newest; null where nothing was.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<RunWarning>? Warnings { get; init; }

    /// <summary>Images of one domain trained on per second, over the whole run.</summary>
    public double PaceWith(TrainingOptions options) => Seconds > 0 ? Math.Round(Step * options.ImagesPerStep * (Ranks ?? 1) / Seconds, 3) : 0;

    /// <summary>The record with what the user has been told, each text once.</summary>
    public RunRecord Warned(long step, IReadOnlyList<string> texts)
    {
        var known = Warnings ?? [];
        var fresh = texts.Where(text => !known.Any(warning => warning.Text == text)).Select(text => new RunWarning(step, text)).ToList();
        return fresh.Count == 0 ? this : this with { Warnings = [.. known.Concat(fresh).TakeLast(MostWarnings)] };
    }
}
