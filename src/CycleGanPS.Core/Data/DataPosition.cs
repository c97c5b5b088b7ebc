namespace CycleGanPS.Core.Data;

/// <summary>
/// Where the order of the training data stands: enough to go on with exactly the samples that an uninterrupted
/// run would have seen next.
/// </summary>
/// <param name="Epoch">The epoch, from 0.</param>
/// <param name="Step">Batches of this epoch already taken.</param>
/// <param name="EpochState">The random state at the beginning of the epoch, from which its order was drawn.</param>
/// <param name="State">The random state now.</param>
internal sealed record DataPosition(int Epoch, int Step, ulong[] EpochState, ulong[] State)
{
    public static DataPosition Start(int seed)
    {
        var state = new RandomSource(seed, "data").State;
        return new DataPosition(0, 0, state, state);
    }
}
