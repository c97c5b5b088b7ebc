using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using CycleGanPS.Core.Configs;
using CycleGanPS.Core.Distributed;
using CycleGanPS.Core.Options;
using TorchSharp;
using static CycleGanPS.Core.Machine.Scalars;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Training;

/// <summary>
/// The ranks that train one run (data parallelism): all have the same networks, each takes its own part of every batch, and what they update by is
/// the mean of their gradients. Rank 0 leads: it keeps the run's folder, and tells the others what comes next. One process is a team of its own.
/// </summary>
internal sealed class Team(IRanks ranks)
{
    private long _bytes;
    private double _seconds;

    /// <summary>What the leader has all ranks do.</summary>
    public enum Order : byte
    {
        /// <summary>Take a step.</summary>
        Step,

        /// <summary>Take over the leader's networks and numbers.</summary>
        TakeState,

        /// <summary>Take over one's own <see cref="RankPart"/> of a checkpoint.</summary>
        TakePart,

        /// <summary>Give the leader one's own part.</summary>
        GivePart,

        /// <summary>The session is over.</summary>
        End,
    }

    /// <summary>A process that trains on its own.</summary>
    public static Team Alone { get; } = new(SingleRank.Instance);

    public int Rank => ranks.Rank;

    public int Count => ranks.Count;

    public bool IsLeader => ranks.Rank == 0;

    /// <summary>Which of the machine's GPUs this rank is to take, as far as there are so many.</summary>
    public int LocalRank => ranks.LocalRank;

    /// <summary>Whether a rank has been asked to end, as the last step has told.</summary>
    public bool IsEndWanted { get; private set; }

    /// <summary>
    /// The threads of this rank where nothing else says how many: its share of the machine, for unless they are bound to processors, ranks of one
    /// machine take them from each other.
    /// </summary>
    public int DefaultThreads(int threads) =>
        Environment.GetEnvironmentVariable("OMP_NUM_THREADS") is { Length: > 0 } ? threads : Math.Max(1, threads / ranks.LocalCount);

    /// <summary>What being several has cost so many steps of this rank, with waiting for the slowest: a sentence.</summary>
    public string Cost(long steps) => string.Create(
        CultureInfo.InvariantCulture,
        $"Of each step {1000 * _seconds / steps:0.0} ms went into averaging {_bytes / 1e6 / steps:0.0} MB of gradients over {Count} ranks.");

    /// <summary>Makes sure that all ranks are to train the same, before anything is written. Folders may have other names at each.</summary>
    /// <exception cref="CycleGanException">One has another config, other data or another version, or there are too few images for all.</exception>
    public void Agree(TrainingPlan plan)
    {
        if (Count == 1)
        {
            return;
        }

        var mine = OptionsTable.Write(plan.Options with { Device = DeviceKind.Auto, Threads = null, Workers = 1 })
            .Where(entry => !ConfigSchema.Describe(ConfigSchema.Find(entry.Key)!).IsPath)
            .ToDictionary(entry => entry.Key, entry => entry.Value.ToString());
        mine.Add("training images", plan.DataFingerprint());
        mine.Add("CycleGanPS", RunDescription.Version);
        var all = ranks.Collect(mine);
        var other = all
            .SelectMany((theirs, rank) => theirs.Keys.Union(mine.Keys).Select(key => (Rank: rank, Key: key, Value: theirs.GetValueOrDefault(key))))
            .FirstOrDefault(entry => entry.Value != mine.GetValueOrDefault(entry.Key));
        var fault = other.Key switch
        {
            null => plan.Options.OnNonFinite == NonFiniteAction.Skip
                ? "OnNonFinite = 'Skip' leaves out what is not finite at one rank alone: several ranks stop there instead."
                : plan.ImagesPerStep > Math.Max(plan.FilesA.Count, plan.FilesB.Count)
                ? $"A step of {Count} ranks takes {plan.ImagesPerStep} images of each domain, and there are {plan.FilesA.Count} and {plan.FilesB.Count}."
                : "",
            "training images" => $"Rank {other.Rank} has other training images than rank 0: all ranks need the same files.",
            var key => $"Rank {other.Rank} has {key} {other.Value ?? "not given"}, and rank 0 {mine.GetValueOrDefault(key) ?? "not given"}: "
                + "all ranks need the same config.",
        };
        fault = ranks.Share(fault);
        if (fault.Length > 0)
        {
            throw new CycleGanException(FaultKind.InvalidConfig, fault, other.Key);
        }
    }

    /// <summary>What the leader has, at all ranks.</summary>
    public T Share<T>(T value) => ranks.Share(value);

    /// <summary>Tells the others what comes next.</summary>
    public void Tell(Order order) => ranks.Broadcast([(byte)order]);

    /// <summary>Waits for what comes next.</summary>
    public Order Await()
    {
        Span<byte> order = [0];
        ranks.Broadcast(order);
        return (Order)order[0];
    }

    /// <summary>
    /// Has the others take over the leader's networks: at the start, and again at each checkpoint, so that where machines round differently
    /// a run that goes on from one is still the run that went on from there.
    /// </summary>
    public void ShareState(TrainingState state)
    {
        if (Count > 1)
        {
            Tell(Order.TakeState);
            Exchange(state);
        }
    }

    /// <summary>What <see cref="ShareState"/> and its counterpart at the others do.</summary>
    public void Exchange(TrainingState state)
    {
        using var noGradient = no_grad();
        foreach (var tensor in state.Networks.Tensors)
        {
            using var scope = NewDisposeScope();
            var onHost = tensor.detach().cpu().contiguous();
            ranks.Broadcast(onHost.bytes);
            if (!IsLeader)
            {
                tensor.copy_(onHost);
            }
        }

        ranks.Share(StateNumbers.Of(state)).Restore(state);
    }

    /// <summary>Gives the others their parts of a checkpoint, each read when it is due.</summary>
    public void GiveParts(Func<int, RankPart> read)
    {
        if (Count > 1)
        {
            Tell(Order.TakePart);
        }

        for (var rank = 1; rank < Count; rank++)
        {
            using var scope = NewDisposeScope();
            read(rank).Give(ranks, rank);
        }
    }

    public RankPart TakePart() => RankPart.Take(ranks, 0);

    /// <summary>Takes the parts of the others for a checkpoint, one after another.</summary>
    public void TakeParts(Action<int, RankPart> write)
    {
        if (Count > 1)
        {
            Tell(Order.GivePart);
        }

        for (var rank = 1; rank < Count; rank++)
        {
            using var scope = NewDisposeScope();
            write(rank, RankPart.Take(ranks, rank));
        }
    }

    public void GivePart(TrainingState state) => RankPart.Of(state).Give(ranks, 0);

    /// <summary>Replaces the gradients that an optimizer is to update by with their means over the ranks: one buffer, one call.</summary>
    public void Average(AdamOptimizer optimizer)
    {
        if (Count == 1)
        {
            return;
        }

        var clock = Stopwatch.StartNew();
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        Tensor[] all = [.. optimizer.Gradients];
        var sum = cat([.. all.Select(gradient => gradient.reshape(-1))]).cpu();
        ranks.Sum(MemoryMarshal.Cast<byte, float>(sum.bytes));
        var mean = sum.div_(Held(Count)).to(all[0].device);
        long at = 0;
        foreach (var gradient in all)
        {
            gradient.copy_(mean.narrow(0, at, gradient.numel()).view(gradient.shape));
            at += gradient.numel();
        }

        _bytes += sizeof(float) * at;
        _seconds += clock.Elapsed.TotalSeconds;
    }

    /// <summary>Replaces the losses of a step by their means over the ranks, and tells whether this rank is to end.</summary>
    public void Average(StepLosses losses, bool isEndWanted)
    {
        if (Count > 1)
        {
            losses.Change(values =>
            {
                float[] sums = [.. values, isEndWanted ? 1 : 0];
                ranks.Sum(sums);
                IsEndWanted |= sums[^1] > 0;
                return [.. sums.SkipLast(1).Select(sum => sum / Count)];
            });
        }
    }
}
