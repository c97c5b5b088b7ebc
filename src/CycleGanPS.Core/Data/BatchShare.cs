namespace CycleGanPS.Core.Data;

/// <summary>
/// Which samples of a step are one rank's. Of every update's batch, which all ranks make together, it has the images at its place; so several ranks
/// train on what one process with their batches together would.
/// </summary>
/// <param name="Rank">Which one, from 0.</param>
/// <param name="Ranks">How many there are.</param>
/// <param name="BatchSize">Images of an update at one rank.</param>
internal readonly record struct BatchShare(int Rank, int Ranks, int BatchSize)
{
    /// <summary>Those of a step's samples.</summary>
    public SamplePlan[] Of(IEnumerable<SamplePlan> samples)
    {
        var (first, size) = (Rank * BatchSize, BatchSize);
        return [.. samples.Chunk(Ranks * BatchSize).SelectMany(update => update.Skip(first).Take(size))];
    }
}
