using CycleGanPS.Core.Threading;
using Xunit;

namespace CycleGanPS.Core.Tests.Threading;

public sealed class PrefetchQueueTests
{
    [Fact]
    public void ResultsComeInTheOrderOfTheItemsWhicheverIsQuicker()
    {
        using var first = new ManualResetEventSlim();
        using var queue = new PrefetchQueue<int, int>(item =>
        {
            if (item == 0)
            {
                first.Wait();
            }
            else
            {
                first.Set();
            }

            return 10 * item;
        }, lastingThreads: true);
        queue.Add(0);
        queue.Add(1);
        Assert.Equal((0, 0), (queue.Take().Item, queue.Count - 1));
        Assert.Equal(10, queue.Take().Result);
    }

    [Fact]
    public void LastingThreadsAreUsedAgain()
    {
        HashSet<int> Threads() => [.. OrderedPrefetch.Run(
            Enumerable.Range(0, 20), _ => Environment.CurrentManagedThreadId, ahead: 4, CancellationToken.None, workers: 2, lastingThreads: true)];

        // Others may use some of them meanwhile, but no run leaves threads behind.
        var all = new HashSet<int>();
        for (var run = 0; run < 20; run++)
        {
            all.UnionWith(Threads());
        }

        Assert.InRange(all.Count, 1, 12);
    }

    [Fact]
    public void AFaultBelongsToItsItem()
    {
        using var queue = new PrefetchQueue<int, int>(item => item == 1 ? throw new IOException("one") : item);
        for (var item = 0; item < 3; item++)
        {
            queue.Add(item);
        }

        Assert.Equal(0, queue.Take().Result);
        Assert.Equal("one", queue.Peek().Fault!.Message);
        var faulty = queue.Take();
        Assert.Equal(1, faulty.Item);
        Assert.Throws<IOException>(() => faulty.Result);
        Assert.Equal((2, null), (queue.Peek().Result, queue.Take().Fault));
    }

    [Fact]
    public void NoMoreIsUnderWayThanThereAreWorkers()
    {
        var (now, most) = (0, 0);
        var items = OrderedPrefetch.Run(Enumerable.Range(0, 40), item =>
        {
            InterlockedMax(ref most, Interlocked.Increment(ref now));
            Thread.Sleep(1);
            Interlocked.Decrement(ref now);
            return item;
        }, ahead: 12, CancellationToken.None, workers: 2).ToList();
        Assert.Equal(Enumerable.Range(0, 40), items);
        Assert.InRange(most, 1, 2);
    }

    [Fact]
    public void NoMoreIsReadThanIsToBeAhead()
    {
        var read = 0;
        var items = Enumerable.Range(0, 40).Select(item => read = item + 1);
        foreach (var item in OrderedPrefetch.Run(items, item => item, ahead: 5, CancellationToken.None))
        {
            // The one in hand, and those ahead of it.
            Assert.InRange(read, item, item + 6);
        }

        Assert.Equal(40, read);
    }

    [Fact]
    public void DisposingDropsWhatIsNotBegunAndWaitsForWhatIs()
    {
        using var begun = new ManualResetEventSlim();
        var (started, ended) = (0, 0);
        var queue = new PrefetchQueue<int, Resource>(_ =>
        {
            Interlocked.Increment(ref started);
            begun.Set();
            Thread.Sleep(50);
            Interlocked.Increment(ref ended);
            return new Resource();
        }, workers: 1);
        for (var item = 0; item < 50; item++)
        {
            queue.Add(item);
        }

        begun.Wait();
        queue.Dispose();
        Assert.Equal(started, ended);
        Assert.InRange(ended, 1, 10);
        Assert.Equal(0, Resource.Open);
    }

    [Fact]
    public void CancellationEndsTheWaitAndLeavesNothingRunning()
    {
        using var stop = new CancellationTokenSource();
        using var released = new ManualResetEventSlim();
        var (started, ended) = (0, 0);
        void Enumerate()
        {
            foreach (var _ in OrderedPrefetch.Run(Enumerable.Range(0, 10), _ =>
            {
                Interlocked.Increment(ref started);
                stop.Cancel();
                released.Wait(TimeSpan.FromMilliseconds(50));
                return Interlocked.Increment(ref ended);
            }, ahead: 3, stop.Token))
            {
                Assert.Fail("Nothing is to come after a cancellation.");
            }
        }

        Assert.ThrowsAny<OperationCanceledException>(Enumerate);
        Assert.Equal(started, ended);
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = Volatile.Read(ref most); value > seen;)
        {
            seen = Interlocked.CompareExchange(ref most, value, seen);
        }
    }

    private sealed class Resource : IDisposable
    {
        private static int _open;

        public Resource() => Interlocked.Increment(ref _open);

        public static int Open => Volatile.Read(ref _open);

        public void Dispose() => Interlocked.Decrement(ref _open);
    }
}
