using CycleGanPS.Core.Models;
using CycleGanPS.Core.Models.PyTorch;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Training;

/// <summary>
/// The files of a <see cref="TrainingState"/>: the networks, the optimizers' moments, the image pools with the queues of batch heads of each
/// rank, and the numbers beside them. <see cref="CheckpointStore"/> says where they lie.
/// </summary>
internal static class Checkpoint
{
    private const string StateFile = "state.json";
    private const string OptimizersFile = "optimizers.pt";

    /// <summary>Writes the files of a checkpoint into a folder.</summary>
    /// <exception cref="CycleGanException">A weight, moment or stored fake is not a finite number, or the disk refuses.</exception>
    public static void Write(string folder, TrainingState state, Func<string, GeneratorInfo> describe, Team? team = null)
    {
        RefuseNonFinite(state);
        var networks = state.Networks;
        WriteGenerators(folder, networks, describe);
        PyTorchArchive.Write(Path.Combine(folder, "discriminatorA.pt"), networks.DiscriminatorA.state_dict());
        PyTorchArchive.Write(Path.Combine(folder, "discriminatorB.pt"), networks.DiscriminatorB.state_dict());
        PyTorchArchive.Write(Path.Combine(folder, OptimizersFile), Moments(networks));
        PyTorchArchive.Write(Path.Combine(folder, PoolsFile(0)), RankPart.Of(state).Tensors);
        var others = new List<ulong[][]>();
        team?.TakeParts((rank, part) =>
        {
            PyTorchArchive.Write(Path.Combine(folder, PoolsFile(rank)), part.Tensors);
            others.Add([part.PoolARandom, part.PoolBRandom]);
        });
        var numbers = StateNumbers.Of(state) with { OtherPoolRandoms = others.Count > 0 ? [.. others] : null };
        numbers.Write(Path.Combine(folder, StateFile));
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

        StateNumbers.Read(Path.Combine(folder, StateFile));
    }

    /// <summary>Puts a state back as a checkpoint holds it.</summary>
    /// <exception cref="CycleGanException">
    /// A file of it is missing or damaged, or it is of a run with other options, which is <see cref="FaultKind.InvalidConfig"/>.
    /// </exception>
    public static void Load(string folder, TrainingState state)
    {
        var numbers = StateNumbers.Read(Path.Combine(folder, StateFile));
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
        numbers.Restore(state);
        using var pools = PyTorchArchive.ReadStateDict(Path.Combine(folder, PoolsFile(0)));
        new RankPart(pools, numbers.PoolARandom, numbers.PoolBRandom).Restore(state);
    }

    /// <summary>The part of a checkpoint that is another rank's, in tensors of the dispose scope around the call.</summary>
    /// <exception cref="CycleGanException">A file of it is missing or damaged, or it is of fewer ranks.</exception>
    public static RankPart PartOf(string folder, int rank)
    {
        var numbers = StateNumbers.Read(Path.Combine(folder, StateFile));
        var randoms = numbers.OtherPoolRandoms?.ElementAtOrDefault(rank - 1)
            ?? throw OfOtherOptions(folder, $"it is of {1 + (numbers.OtherPoolRandoms?.Length ?? 0)} ranks");
        using var pools = PyTorchArchive.ReadStateDict(Path.Combine(folder, PoolsFile(rank)));
        return new RankPart(pools.ToDictionary(entry => entry.Key, entry => entry.Value.clone()), randoms[0], randoms[1]);
    }

    private static string PoolsFile(int rank) => rank == 0 ? "pools.pt" : $"pools.rank{rank}.pt";

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
            .Concat(RankPart.Of(state).Tensors.Select(entry => new KeyValuePair<string, Tensor>("pools." + entry.Key, entry.Value)));
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
