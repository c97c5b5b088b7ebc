using CycleGanPS.Core.Data;
using CycleGanPS.Core.Options;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Training;

/// <summary>
/// All that a run needs to go on, bit for bit: what has no place here is not resumed. <see cref="Checkpoint"/> writes and reads it.
/// </summary>
internal sealed class TrainingState : IDisposable
{
    private readonly TimeProvider _time;
    private readonly Team _team;
    private double _secondsBefore;
    private long? _begun;

    /// <summary>The state before the first step: a function of the options, the seed and the rank alone.</summary>
    public TrainingState(TrainingOptions options, int seed, Device device, TimeProvider? time = null, Team? team = null)
    {
        _time = time ?? TimeProvider.System;
        _team = team ?? Team.Alone;
        Networks = new CycleGan(options, seed, device);
        var rank = _team.IsLeader ? "" : $"/{_team.Rank}";
        PoolA = new ImagePool(options.PoolSize, new RandomSource(seed, "poolA" + rank));
        PoolB = new ImagePool(options.PoolSize, new RandomSource(seed, "poolB" + rank));
        PenaltyRandom = new RandomSource(seed, "penalty");
        Position = DataPosition.Start(seed);
    }

    /// <summary>The networks, the optimizers with their moments and counters, and the queues of batch heads.</summary>
    public CycleGan Networks { get; }

    /// <summary>Earlier fakes of each domain, and the random source that chooses among them.</summary>
    public ImagePool PoolA { get; }

    public ImagePool PoolB { get; }

    /// <summary>Where the gradient penalties' coefficients and DiffAugment's draws come from.</summary>
    public RandomSource PenaltyRandom { get; internal set; }

    /// <summary>The epoch, the batch in it, and the random state of the data's order.</summary>
    public DataPosition Position { get; internal set; }

    /// <summary>Steps done.</summary>
    public long Step { get; internal set; }

    /// <summary>Seconds of training over all sessions, by a clock that only ever goes forward: setting the time of day changes nothing.</summary>
    public double Seconds
    {
        get => _secondsBefore + (_begun is { } begun ? _time.GetElapsedTime(begun).TotalSeconds : 0);
        internal set => _secondsBefore = value;
    }

    /// <summary>From now on time counts as training.</summary>
    public void StartClock() => _begun = _time.GetTimestamp();

    /// <summary>Until the clock is started again, time does not count.</summary>
    public void StopClock() => (_secondsBefore, _begun) = (Seconds, null);

    /// <summary>That many numbers of [0, 1) from it. All ranks draw those of all, and each takes its own.</summary>
    public float[] DrawCoefficients(int count)
    {
        var all = Enumerable.Range(0, count * _team.Count).Select(_ => (float)PenaltyRandom.NextDouble()).ToArray();
        return all[(_team.Rank * count)..((_team.Rank + 1) * count)];
    }

    public void Dispose()
    {
        PoolA.Dispose();
        PoolB.Dispose();
        Networks.Dispose();
    }
}
