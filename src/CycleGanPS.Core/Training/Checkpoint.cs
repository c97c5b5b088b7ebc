using System.Text.Json;
using CycleGanPS.Core.Data;
using CycleGanPS.Core.Serialization;
using TorchSharp;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Training;

/// <summary>
/// Everything that is needed to go on with a run, bit for bit: the four networks, the optimizers' moments, the image
/// pools, the position in the data and all random states. A folder that appears whole or not at all, and then becomes
/// what the file <c>latest</c> names.
/// </summary>
public static class Checkpoint
{
    private const string StateFile = "state.json";
    private const string OptimizersFile = "optimizers.pt";
    private const string PoolsFile = "pools.pt";
    private const string LatestFile = "latest";

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

    /// <summary>Writes a checkpoint and makes it the latest.</summary>
    public static void Save(
        RunFolder run,
        string name,
        CycleGan networks,
        ImagePool poolA,
        ImagePool poolB,
        RandomSource penaltyRandom,
        long step,
        double seconds,
        DataPosition position,
        Func<string, GeneratorInfo> describe)
    {
        var final = Path.Combine(run.Checkpoints, name);
        var partial = final + ".partial";
        Discard(partial);
        Directory.CreateDirectory(partial);
        try
        {
            GeneratorFile.Save(Path.Combine(partial, "generatorAB.pt"), networks.GeneratorAB, describe("AB"));
            GeneratorFile.Save(Path.Combine(partial, "generatorBA.pt"), networks.GeneratorBA, describe("BA"));
            PyTorchArchive.Write(Path.Combine(partial, "discriminatorA.pt"), networks.DiscriminatorA.state_dict());
            PyTorchArchive.Write(Path.Combine(partial, "discriminatorB.pt"), networks.DiscriminatorB.state_dict());
            PyTorchArchive.Write(Path.Combine(partial, OptimizersFile), networks.Optimizers.SelectMany(entry => entry.Optimizer.Moments));
            PyTorchArchive.Write(Path.Combine(partial, PoolsFile), PoolImages("A", poolA).Concat(PoolImages("B", poolB)));
            var state = new State(
                1,
                step,
                seconds,
                position,
                networks.Optimizers.ToDictionary(entry => entry.Name, entry => entry.Optimizer.Steps),
                poolA.Random.State,
                poolB.Random.State,
                penaltyRandom.State);
            AtomicFile.Write(Path.Combine(partial, StateFile), stream => JsonSerializer.Serialize(stream, state, Json));
            Discard(final);
            Directory.Move(partial, final);
        }
        catch
        {
            Discard(partial);
            throw;
        }

        AtomicFile.Write(Path.Combine(run.Checkpoints, LatestFile), stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(name + "\n")));
    }

    /// <summary>The folder of the latest checkpoint of a run.</summary>
    /// <exception cref="CycleGanException">The run has none.</exception>
    public static string Latest(RunFolder run)
    {
        var pointer = Path.Combine(run.Checkpoints, LatestFile);
        if (File.Exists(pointer))
        {
            var name = File.ReadAllText(pointer).Trim();
            // The pointer names a folder beside it, never one elsewhere.
            var folder = Path.Combine(run.Checkpoints, Path.GetFileName(name));
            if (name.Length > 0 && Directory.Exists(folder))
            {
                return folder;
            }
        }

        throw new CycleGanException(FaultKind.UnreadableCheckpoint, $"The run {run.Path} has no checkpoint to go on from. Start it anew with -Force.", run.Path);
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
        foreach (var (name, moment) in networks.Optimizers.SelectMany(entry => entry.Optimizer.Moments))
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
            return JsonSerializer.Deserialize<State>(File.ReadAllText(path), Json)
                ?? throw new JsonException("it is empty");
        }
        catch (Exception fault) when (fault is JsonException or IOException)
        {
            throw new CycleGanException(FaultKind.UnreadableCheckpoint, $"The checkpoint's {path} cannot be read: {fault.Message}", path, fault);
        }
    }

    private static IEnumerable<KeyValuePair<string, Tensor>> PoolImages(string domain, ImagePool pool) =>
        pool.Images.Select((image, index) => new KeyValuePair<string, Tensor>($"{domain}.{index}", image));

    private static IEnumerable<Tensor> ImagesOf(string domain, IReadOnlyDictionary<string, Tensor> tensors, Device device) =>
        Enumerable.Range(0, tensors.Count)
            .TakeWhile(index => tensors.ContainsKey($"{domain}.{index}"))
            .Select(index => tensors[$"{domain}.{index}"].to(device));

    private static void Discard(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
