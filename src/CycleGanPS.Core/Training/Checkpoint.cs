using System.Text.Json;
using CycleGanPS.Core.Data;
using CycleGanPS.Core.Files;
using CycleGanPS.Core.Models;
using CycleGanPS.Core.Models.PyTorch;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Training;

/// <summary>
/// Everything that is needed to go on with a run, bit for bit: the four networks, the optimizers' moments, the image
/// pools, the position in the data and all random states. <see cref="CheckpointStore"/> says where it lies.
/// </summary>
internal static class Checkpoint
{
    private const string StateFile = "state.json";
    private const string OptimizersFile = "optimizers.pt";
    private const string PoolsFile = "pools.pt";

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>The numbers beside the tensors.</summary>
    private sealed record State(
        int Format,
        long Step,
        double Seconds,
        DataPosition Position,
        Dictionary<string, long> OptimizerSteps,
        ulong[] PoolARandom,
        ulong[] PoolBRandom,
        ulong[] PenaltyRandom);

    /// <summary>Where a restored run stands.</summary>
    public readonly record struct Restored(long Step, double Seconds, DataPosition Position, RandomSource PenaltyRandom);

    /// <summary>Writes the files of a checkpoint into a folder.</summary>
    /// <exception cref="CycleGanException">A weight, moment or stored fake is not a finite number, or the disk refuses.</exception>
    public static void Write(
        string folder,
        CycleGan networks,
        ImagePool poolA,
        ImagePool poolB,
        RandomSource penaltyRandom,
        long step,
        double seconds,
        DataPosition position,
        Func<string, GeneratorInfo> describe)
    {
        RefuseNonFinite(networks, poolA, poolB, step);
        GeneratorFile.Save(Path.Combine(folder, "generatorAB.pt"), networks.GeneratorAB, describe("AB"));
        GeneratorFile.Save(Path.Combine(folder, "generatorBA.pt"), networks.GeneratorBA, describe("BA"));
        PyTorchArchive.Write(Path.Combine(folder, "discriminatorA.pt"), networks.DiscriminatorA.state_dict());
        PyTorchArchive.Write(Path.Combine(folder, "discriminatorB.pt"), networks.DiscriminatorB.state_dict());
        PyTorchArchive.Write(Path.Combine(folder, OptimizersFile), Moments(networks));
        PyTorchArchive.Write(Path.Combine(folder, PoolsFile), PoolImages("A", poolA).Concat(PoolImages("B", poolB)));
        var state = new State(
            1,
            step,
            seconds,
            position,
            networks.Optimizers.ToDictionary(entry => entry.Name, entry => entry.Optimizer.Steps),
            poolA.Random.State,
            poolB.Random.State,
            penaltyRandom.State);
        AtomicFile.Write(Path.Combine(folder, StateFile), stream => JsonSerializer.Serialize(stream, state, Json));
    }

    /// <summary>Reads every file of a checkpoint back, with the check sums that were taken of the tensors in memory.</summary>
    /// <exception cref="CycleGanException">A file does not hold what was written.</exception>
    public static void Prove(string folder)
    {
        foreach (var archive in Directory.EnumerateFiles(folder, "*.pt"))
        {
            PyTorchArchive.ReadStateDict(archive).Dispose();
        }

        ReadState(Path.Combine(folder, StateFile));
    }

    /// <summary>Puts networks, optimizers and pools into the state of a checkpoint.</summary>
    /// <exception cref="CycleGanException">A file of it is missing, damaged, or of a run with other options.</exception>
    public static Restored Load(string folder, CycleGan networks, ImagePool poolA, ImagePool poolB)
    {
        var state = ReadState(Path.Combine(folder, StateFile));
        foreach (var (name, network) in networks.Networks)
        {
            var path = Path.Combine(folder, name + ".pt");
            using var archive = PyTorchArchive.ReadStateDict(path);
            StateDictLoader.Load(network, archive, path);
        }

        LoadMoments(Path.Combine(folder, OptimizersFile), networks);
        foreach (var (name, optimizer) in networks.Optimizers)
        {
            optimizer.Steps = state.OptimizerSteps[name];
        }

        using var pools = PyTorchArchive.ReadStateDict(Path.Combine(folder, PoolsFile));
        var device = networks.GeneratorAB.parameters().First().device;
        poolA.Restore(ImagesOf("A", pools, device), state.PoolARandom);
        poolB.Restore(ImagesOf("B", pools, device), state.PoolBRandom);
        return new Restored(state.Step, state.Seconds, state.Position, RandomSource.FromState(state.PenaltyRandom));
    }

    private static void LoadMoments(string path, CycleGan networks)
    {
        using var archive = PyTorchArchive.ReadStateDict(path);
        using var noGrad = no_grad();
        foreach (var (name, moment) in Moments(networks))
        {
            if (!archive.TryGetValue(name, out var saved) || !saved.shape.SequenceEqual(moment.shape))
            {
                throw new CycleGanException(FaultKind.UnreadableCheckpoint, $"{path} does not hold {name} as this run needs it.", path);
            }

            moment.copy_(saved);
        }
    }

    private static State ReadState(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<State>(File.ReadAllText(path), Json) is { } state && IsWhole(state)
                ? state
                : throw new JsonException("a number is missing, or is impossible.");
        }
        catch (Exception fault) when (fault is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new CycleGanException(FaultKind.UnreadableCheckpoint, $"The checkpoint's {path} cannot be read: {fault.Message}", path, fault);
        }
    }

    // What a file that is well-formed JSON may still lack.
    private static bool IsWhole(State state) =>
        state is { Step: >= 0, Seconds: >= 0, Position: { Epoch: >= 0, Step: >= 0 }, OptimizerSteps: not null }
        && new[] { state.Position.State, state.Position.EpochState, state.PoolARandom, state.PoolBRandom, state.PenaltyRandom }.All(RandomSource.IsState)
        && CycleGan.OptimizerNames.All(name => state.OptimizerSteps.GetValueOrDefault(name, -1) >= 0);

    private static IEnumerable<KeyValuePair<string, Tensor>> PoolImages(string domain, ImagePool pool) =>
        pool.Images.Select((image, index) => new KeyValuePair<string, Tensor>($"{domain}.{index}", image));

    private static IEnumerable<Tensor> ImagesOf(string domain, IReadOnlyDictionary<string, Tensor> tensors, Device device) =>
        Enumerable.Range(0, tensors.Count)
            .TakeWhile(index => tensors.ContainsKey($"{domain}.{index}"))
            .Select(index => tensors[$"{domain}.{index}"].to(device));

    private static IEnumerable<KeyValuePair<string, Tensor>> Moments(CycleGan networks) =>
        networks.Optimizers.SelectMany(entry => entry.Optimizer.Moments);

    // What is not finite now stays so for ever: such a checkpoint could not be gone on from.
    private static void RefuseNonFinite(CycleGan networks, ImagePool poolA, ImagePool poolB, long step)
    {
        using var noGrad = no_grad();
        var tensors = networks.Networks
            .SelectMany(entry => entry.Network.named_parameters().Select(
                weight => new KeyValuePair<string, Tensor>($"{entry.Name}.{weight.name}", weight.parameter)))
            .Concat(Moments(networks))
            .Concat(PoolImages("poolA", poolA))
            .Concat(PoolImages("poolB", poolB));
        foreach (var (name, tensor) in tensors)
        {
            using var scope = NewDisposeScope();
            if (!tensor.isfinite().all().item<bool>())
            {
                throw new CycleGanException(
                    FaultKind.NonFiniteLoss, $"After step {step} {name} holds numbers that are not finite, so there is no checkpoint of it.", name);
            }
        }
    }
}
