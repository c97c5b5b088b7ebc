namespace CycleGanPS.Core.Distributed;

/// <summary>A process on its own.</summary>
internal sealed class SingleRank : IRanks
{
    public static IRanks Instance { get; } = new SingleRank();

    public int Rank => 0;

    public int Count => 1;

    public int LocalRank => 0;

    public int LocalCount => 1;

    public void Sum(Span<float> values)
    {
    }

    public void Broadcast(Span<byte> bytes)
    {
    }

    public void Send(ReadOnlySpan<byte> bytes, int to) => throw new InvalidOperationException("There is no other rank.");

    public void Receive(Span<byte> bytes, int from) => throw new InvalidOperationException("There is no other rank.");

    public void Abort()
    {
    }
}
