namespace CycleGanPS.Core.Distributed;

/// <summary>
/// The processes that work on one thing together, in the terms of MPI: each is a rank, from 0, and rank 0 leads. Every call but those between two
/// ranks is made by all of them, in one order, and waits for the others.
/// </summary>
internal interface IRanks
{
    /// <summary>Which one this is, from 0.</summary>
    int Rank { get; }

    /// <summary>How many there are.</summary>
    int Count { get; }

    /// <summary>Which one this is of those on its machine, from 0.</summary>
    int LocalRank { get; }

    /// <summary>How many are on this machine.</summary>
    int LocalCount { get; }

    /// <summary>Replaces each value by its sum over the ranks, the same for all of them (all-reduce).</summary>
    void Sum(Span<float> values);

    /// <summary>Gives what rank 0 has to all of them.</summary>
    void Broadcast(Span<byte> bytes);

    /// <summary>Gives another rank so many bytes as it <see cref="Receive">receives</see>.</summary>
    void Send(ReadOnlySpan<byte> bytes, int to);

    /// <summary>Takes what another rank sends.</summary>
    void Receive(Span<byte> bytes, int from);

    /// <summary>Ends all of them at once, this one among them.</summary>
    void Abort();
}
