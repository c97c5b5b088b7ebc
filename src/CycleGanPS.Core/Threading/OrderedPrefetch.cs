namespace CycleGanPS.Core.Threading;

/// <summary>Does work on items ahead of its use on worker threads, a bounded number at a time, and hands results out in order.</summary>
internal static class OrderedPrefetch
{
    /// <param name="items">What to work on; read by the calling thread.</param>
    /// <param name="work">Done on worker threads; a fault of it comes out where its result would have.</param>
    /// <param name="ahead">Most results made or kept in advance, which bounds memory.</param>
    /// <param name="cancellation">Ends it: nothing more is begun, and what is under way is waited for.</param>
    /// <param name="workers">Items worked on at once; by default as many as the shared pool has threads for.</param>
    /// <param name="lastingThreads">On threads that last instead of the shared pool's (see <see cref="LastingThreads"/>).</param>
    public static IEnumerable<TResult> Run<TItem, TResult>(
        IEnumerable<TItem> items, Func<TItem, TResult> work, int ahead, CancellationToken cancellation, int? workers = null, bool lastingThreads = false)
    {
        using var queue = new PrefetchQueue<TItem, TResult>(work, workers, lastingThreads);
        foreach (var item in items)
        {
            cancellation.ThrowIfCancellationRequested();
            if (queue.Count >= ahead)
            {
                yield return queue.Take(cancellation).Result;
            }

            queue.Add(item);
        }

        while (queue.Count > 0)
        {
            yield return queue.Take(cancellation).Result;
        }
    }
}
