namespace CycleGanPS.Core.Threading;

/// <summary>Does work on items ahead of its use on worker threads, a bounded number at a time, and hands results out in order.</summary>
internal static class OrderedPrefetch
{
    /// <param name="items">What to work on; read by the calling thread.</param>
    /// <param name="work">Done on worker threads; a fault of it comes out where its result would have.</param>
    /// <param name="ahead">Most results made or kept in advance, which bounds memory.</param>
    /// <param name="ownThreads">A new thread for each item instead of the shared pool: for work that changes its thread.</param>
    public static IEnumerable<TResult> Run<TItem, TResult>(
        IEnumerable<TItem> items, Func<TItem, TResult> work, int ahead, CancellationToken cancellation, bool ownThreads = false)
    {
        var options = ownThreads ? TaskCreationOptions.LongRunning : TaskCreationOptions.None;
        var pending = new Queue<Task<TResult>>();
        try
        {
            foreach (var item in items)
            {
                cancellation.ThrowIfCancellationRequested();
                if (pending.Count >= ahead)
                {
                    yield return pending.Dequeue().GetAwaiter().GetResult();
                }

                pending.Enqueue(Task.Factory.StartNew(() => work(item), cancellation, options, TaskScheduler.Default));
            }

            while (pending.TryDequeue(out var next))
            {
                cancellation.ThrowIfCancellationRequested();
                yield return next.GetAwaiter().GetResult();
            }
        }
        finally
        {
            // Work that nobody waits for any more may still use what the caller is about to dispose.
            foreach (var task in pending)
            {
                ((IAsyncResult)task).AsyncWaitHandle.WaitOne();
                (task.IsCompletedSuccessfully ? task.Result as IDisposable : null)?.Dispose();
                _ = task.Exception;
            }
        }
    }
}
