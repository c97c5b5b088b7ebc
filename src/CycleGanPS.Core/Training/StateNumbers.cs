using System.Text.Json;
using System.Text.Json.Serialization;
using CycleGanPS.Core.Data;
using CycleGanPS.Core.Files;

namespace CycleGanPS.Core.Training;

/// <summary>The numbers of a <see cref="TrainingState"/> beside its tensors, as a checkpoint's <c>state.json</c> holds them.</summary>
/// <param name="Format">The version of the file.</param>
/// <param name="Step">Steps done.</param>
/// <param name="Seconds">Seconds of training.</param>
/// <param name="Position">Where the data is.</param>
/// <param name="OptimizerSteps">Updates by the names of the optimizers.</param>
/// <param name="PoolARandom">What pool A chooses by.</param>
/// <param name="PoolBRandom">What pool B chooses by.</param>
/// <param name="PenaltyRandom">Where penalties and augmentation draw from.</param>
internal sealed record StateNumbers(
    int Format,
    long Step,
    double Seconds,
    DataPosition Position,
    Dictionary<string, long> OptimizerSteps,
    ulong[] PoolARandom,
    ulong[] PoolBRandom,
    ulong[] PenaltyRandom)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>What the pools of the other ranks choose by, A's and B's of each; null where there are none.</summary>
    public ulong[][][]? OtherPoolRandoms { get; init; }

    /// <summary>The numbers as they are.</summary>
    public static StateNumbers Of(TrainingState state) => new(
        1,
        state.Step,
        state.Seconds,
        state.Position,
        state.Networks.Optimizers.ToDictionary(entry => entry.Name, entry => entry.Optimizer.Steps),
        state.PoolA.Random.State,
        state.PoolB.Random.State,
        state.PenaltyRandom.State);

    /// <summary>Puts those back that are the same at all ranks; the pools' are of a <see cref="RankPart"/>.</summary>
    public void Restore(TrainingState state)
    {
        foreach (var (name, optimizer) in state.Networks.Optimizers)
        {
            optimizer.Steps = OptimizerSteps[name];
        }

        state.PenaltyRandom = RandomSource.FromState(PenaltyRandom);
        (state.Step, state.Seconds, state.Position) = (Step, Seconds, Position);
    }

    public void Write(string path) => AtomicFile.Write(path, stream => JsonSerializer.Serialize(stream, this, Json));

    /// <exception cref="CycleGanException">It cannot be read, or is not whole.</exception>
    public static StateNumbers Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<StateNumbers>(RegularFile.ReadAllText(path), Json) is { } numbers && numbers.IsWhole()
                ? numbers
                : throw new JsonException("a number is missing, or is impossible.");
        }
        catch (Exception fault) when (fault is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new CycleGanException(FaultKind.UnreadableCheckpoint, $"The checkpoint's {path} cannot be read: {fault.Message}", path, fault);
        }
    }

    // What a file that is well-formed JSON may still lack.
    private bool IsWhole() =>
        this is { Step: >= 0, Seconds: >= 0, Position: { Epoch: >= 0, Step: >= 0 }, OptimizerSteps: not null }
        && new[] { Position.State, Position.EpochState }.All(RandomSource.IsState)
        && new[] { PoolARandom, PoolBRandom, PenaltyRandom }.All(RandomSource.IsState)
        && (OtherPoolRandoms ?? []).All(pools => pools is { Length: 2 } && pools.All(RandomSource.IsState))
        && CycleGan.OptimizerNames.All(name => OptimizerSteps.GetValueOrDefault(name, -1) >= 0);
}
