using System.Collections.Concurrent;
using CycleGanPS.Core.Distributed;

namespace CycleGanPS.Core.Tests.Distributed;

/// <summary>Ranks that are threads of this process: what MPI does between processes, without any.</summary>
internal sealed class ThreadRanks : IRanks
{
    private readonly Shared _shared;

    private ThreadRanks(int rank, Shared shared) => (Rank, _shared) = (rank, shared);

    public int Rank { get; }

    public int Count => _shared.Sums.Length;

    public int LocalRank => Rank;

    public int LocalCount => Count;

    /// <summary>Does work at so many ranks at once, and gives what each gives; a fault of one ends the others.</summary>
    public static T[] Run<T>(int count, Func<IRanks, T> work)
    {
        using var shared = new Shared(count);
        var results = new T[count];
        var faults = new ConcurrentQueue<Exception>();
        var threads = Enumerable.Range(0, count).Select(rank => new Thread(() =>
        {
            try
            {
                results[rank] = work(new ThreadRanks(rank, shared));
            }
            catch (Exception fault)
            {
                faults.Enqueue(fault);
                shared.Aborted.Cancel();
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        return faults.TryDequeue(out var first) ? throw first : results;
    }

    public void Sum(Span<float> values)
    {
        _shared.Sums[Rank] = values.ToArray();
        Wait();
        for (var index = 0; index < values.Length; index++)
        {
            values[index] = 0;
            foreach (var part in _shared.Sums)
            {
                values[index] += part[index];
            }
        }

        Wait();
    }

    public void Broadcast(Span<byte> bytes)
    {
        if (Rank == 0)
        {
            _shared.Broadcast = bytes.ToArray();
        }

        Wait();
        _shared.Broadcast.CopyTo(bytes);
        Wait();
    }

    public void Send(ReadOnlySpan<byte> bytes, int to) => _shared.Messages[(Rank, to)].Add(bytes.ToArray(), _shared.Aborted.Token);

    public void Receive(Span<byte> bytes, int from) => _shared.Messages[(from, Rank)].Take(_shared.Aborted.Token).CopyTo(bytes);

    public void Abort() => _shared.Aborted.Cancel();

    private void Wait() => _shared.Barrier.SignalAndWait(_shared.Aborted.Token);

    private sealed class Shared(int count) : IDisposable
    {
        public float[][] Sums { get; } = new float[count][];

        public byte[] Broadcast { get; set; } = [];

        public Barrier Barrier { get; } = new(count);

        public CancellationTokenSource Aborted { get; } = new();

        public Dictionary<(int From, int To), BlockingCollection<byte[]>> Messages { get; } = (
            from source in Enumerable.Range(0, count)
            from target in Enumerable.Range(0, count)
            select (source, target)).ToDictionary(pair => pair, _ => new BlockingCollection<byte[]>());

        public void Dispose()
        {
            Barrier.Dispose();
            Aborted.Dispose();
        }
    }
}
