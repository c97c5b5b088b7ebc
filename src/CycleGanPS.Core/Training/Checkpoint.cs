using System.Text.Json;
using CycleGanPS.Core.Data;
using CycleGanPS.Core.Files;
using CycleGanPS.Core.Models;
using CycleGanPS.Core.Models.PyTorch;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Training;

/// <summary>
/// The files of a <see cref="TrainingState"/>: the networks, the optimizers' moments, the image pools with the queues of batch heads, and
/// the numbers beside them. <see cref="CheckpointStore"/> says where they lie.
/// </summary>
internal static class Checkpoint
{
    private const string StateFile = "state.json";
    private const string OptimizersFile = "optimizers.pt";
    private const string PoolsFile = "pools.pt";

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>The numbers beside the tensors, as <c>state.json</c> holds them.</summary>
    private sealed record Numbers(
        int Format,
        long Step,
        double Seconds,
        DataPosition Position,
        Dictionary<string, long> OptimizerSteps,
        ulong[] PoolARandom,
        ulong[] PoolBRandom,
        ulong[] PenaltyRandom);

    /// <summary>Writes the files of a checkpoint into a folder.</summary>
    /// <exception cref="CycleGanException">A weight, moment or stored fake is not a finite number, or the disk refuses.</exception>
    public static void Write(string folder, TrainingState state, Func<string, GeneratorInfo> describe)
    {
        RefuseNonFinite(state);
        var networks = state.Networks;
        WriteGenerators(folder, networks, describe);
        PyTorchArchive.Write(Path.Combine(folder, "discriminatorA.pt"), networks.DiscriminatorA.state_dict());
        PyTorchArchive.Write(Path.Combine(folder, "discriminatorB.pt"), networks.DiscriminatorB.state_dict());
        PyTorchArchive.Write(Path.Combine(folder, OptimizersFile), Moments(networks));
        var pools = PoolImages("A", state.PoolA).Concat(PoolImages("B", state.PoolB)).Concat(Features(networks));
        PyTorchArchive.Write(Path.Combine(folder, PoolsFile), pools);
        var numbers = new Numbers(
            1,
            state.Step,
            state.Seconds,
            state.Position,
            networks.Optimizers.ToDictionary(entry => entry.Name, entry => entry.Optimizer.Steps),
            state.PoolA.Random.State,
            state.PoolB.Random.State,
            state.PenaltyRandom.State);
        AtomicFile.Write(Path.Combine(folder, StateFile), stream => JsonSerializer.Serialize(stream, numbers, Json));
    }

    /// <summary>Writes the generators: as results show them and, where those are averages, as they were trained last.</summary>
    /// <exception cref="CycleGanException">The disk refuses.</exception>
    public static void WriteGenerators(string folder, CycleGan networks, Func<string, GeneratorInfo> describe)
    {
        foreach (var (name, direction, generator) in networks.Generators)
        {
            var info = describe(direction);
            var isAverage = ReferenceEquals(generator, networks.ResultAB) || ReferenceEquals(generator, networks.ResultBA);
            GeneratorFile.Save(Path.Combine(folder, name + ".pt"), generator, isAverage ? info : info with { AverageDecay = null });
        }
    }

    /// <summary>Reads every file of a checkpoint back, with the check sums that were taken of the tensors in memory.</summary>
    /// <exception cref="CycleGanException">A file does not hold what was written.</exception>
    public static void Prove(string folder)
    {
        foreach (var archive in Directory.EnumerateFiles(folder, "*.pt"))
        {
            PyTorchArchive.ReadStateDict(archive).Dispose();
        }

        ReadNumbers(Path.Combine(folder, StateFile));
    }

    /// <summary>Puts a state back as a checkpoint holds it.</summary>
    /// <exception cref="CycleGanException">
    /// A file of it is missing or damaged, or it is of a run with other options, which is <see cref="FaultKind.InvalidConfig"/>.
    /// </exception>
    public static void Load(string folder, TrainingState state)
    {
        var numbers = ReadNumbers(Path.Combine(folder, StateFile));
        var networks = state.Networks;
        var trained = GeneratorFile.InfoOf(ModelFile.Generator(Path.Combine(folder, "generatorAB.pt"))).Generator;
        if (trained.DifferencesFrom(networks.GeneratorAB.Options) is { Count: > 0 } differences)
        {
            throw OfOtherOptions(folder, $"its generators have {string.Join(", ", differences)}");
        }

        foreach (var (name, network) in networks.Saved)
        {
            var path = Path.Combine(folder, name + ".pt");
            using var archive = PyTorchArchive.ReadStateDict(path);
            try
            {
                StateDictLoader.Load(network, archive, path);
            }
            catch (CycleGanException fault) when (fault.Kind == FaultKind.UnreadableModel)
            {
                throw OfOtherOptions(folder, fault.Message, fault);
            }
        }

        LoadMoments(Path.Combine(folder, OptimizersFile), networks);
        foreach (var (name, optimizer) in networks.Optimizers)
        {
            optimizer.Steps = numbers.OptimizerSteps[name];
        }

        using var pools = PyTorchArchive.ReadStateDict(Path.Combine(folder, PoolsFile));
        var device = networks.GeneratorAB.parameters().First().device;
        state.PoolA.Restore(ImagesOf("A", pools, device), numbers.PoolARandom);
        state.PoolB.Restore(ImagesOf("B", pools, device), numbers.PoolBRandom);
        foreach (var (name, queue) in networks.Queues)
        {
            queue.Restore(pools.TryGetValue(name, out var features) ? features.to(device) : null);
        }

        state.PenaltyRandom = RandomSource.FromState(numbers.PenaltyRandom);
        (state.Step, state.Seconds, state.Position) = (numbers.Step, numbers.Seconds, numbers.Position);
    }

    private static CycleGanException OfOtherOptions(string folder, string why, Exception? inner = null) => new(
        FaultKind.InvalidConfig, $"The checkpoint {folder} is whole, but the run's options are not those it was trained with: {why}.", folder, inner)
        { Remedy = Remedy.RestoreOptions };

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

    private static Numbers ReadNumbers(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<Numbers>(RegularFile.ReadAllText(path), Json) is { } numbers && IsWhole(numbers)
                ? numbers
                : throw new JsonException("a number is missing, or is impossible.");
        }
        catch (Exception fault) when (fault is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new CycleGanException(FaultKind.UnreadableCheckpoint, $"The checkpoint's {path} cannot be read: {fault.Message}", path, fault);
        }
    }

    // What a file that is well-formed JSON may still lack.
    private static bool IsWhole(Numbers numbers) =>
        numbers is { Step: >= 0, Seconds: >= 0, Position: { Epoch: >= 0, Step: >= 0 }, OptimizerSteps: not null }
        && new[] { numbers.Position.State, numbers.Position.EpochState }.All(RandomSource.IsState)
        && new[] { numbers.PoolARandom, numbers.PoolBRandom, numbers.PenaltyRandom }.All(RandomSource.IsState)
        && CycleGan.OptimizerNames.All(name => numbers.OptimizerSteps.GetValueOrDefault(name, -1) >= 0);

    private static IEnumerable<KeyValuePair<string, Tensor>> PoolImages(string domain, ImagePool pool) =>
        pool.Images.Select((image, index) => new KeyValuePair<string, Tensor>($"{domain}.{index}", image));

    private static IEnumerable<Tensor> ImagesOf(string domain, IReadOnlyDictionary<string, Tensor> tensors, Device device) =>
        Enumerable.Range(0, tensors.Count)
            .TakeWhile(index => tensors.ContainsKey($"{domain}.{index}"))
            .Select(index => tensors[$"{domain}.{index}"].to(device));

    private static IEnumerable<KeyValuePair<string, Tensor>> Features(CycleGan networks) => networks.Queues
        .Where(entry => entry.Queue.Features is not null)
        .Select(entry => new KeyValuePair<string, Tensor>(entry.Name, entry.Queue.Features!));

    private static IEnumerable<KeyValuePair<string, Tensor>> Moments(CycleGan networks) =>
        networks.Optimizers.SelectMany(entry => entry.Optimizer.Moments);

    // What is not finite now stays so for ever: such a checkpoint could not be gone on from.
    private static void RefuseNonFinite(TrainingState state)
    {
        using var noGrad = no_grad();
        var tensors = state.Networks.Saved
            .SelectMany(entry => entry.Network.named_parameters().Select(
                weight => new KeyValuePair<string, Tensor>($"{entry.Name}.{weight.name}", weight.parameter)))
            .Concat(Moments(state.Networks))
            .Concat(PoolImages("poolA", state.PoolA))
            .Concat(PoolImages("poolB", state.PoolB))
            .Concat(Features(state.Networks));
        foreach (var (name, tensor) in tensors)
        {
            using var scope = NewDisposeScope();
            if (!tensor.isfinite().all().item<bool>())
            {
                throw new CycleGanException(
                    FaultKind.NonFiniteLoss, $"After step {state.Step} {name} holds numbers that are not finite, so there is no checkpoint of it.", name);
            }
        }
    }
}
