namespace CycleGanPS.Core.Threading;

/// <summary>
/// Work on worker threads whose results are taken in the order in which it was given. How much is under way is up to the
/// caller, who bounds <see cref="Count"/> and so memory. The queue itself is for one thread.
/// </summary>
/// <typeparam name="TItem">What is worked on.</typeparam>
/// <typeparam name="TResult">What comes of it; what nobody takes is disposed, where it can be.</typeparam>
internal sealed class PrefetchQueue<TItem, TResult> : IDisposable
{
    private readonly Func<TItem, TResult> _work;
    private readonly TaskScheduler _scheduler;
    private readonly CancellationTokenSource _stop = new();
    private readonly Queue<(TItem Item, Task<TResult> Task)> _pending = new();

    /// <param name="work">Done on worker threads; a fault of it is its item's alone.</param>
    /// <param name="workers">Items worked on at once; by default as many as the shared pool has threads for.</param>
    /// <param name="lastingThreads">On threads that last instead of the shared pool's (see <see cref="LastingThreads"/>).</param>
    public PrefetchQueue(Func<TItem, TResult> work, int? workers = null, bool lastingThreads = false)
    {
        _work = work;
        var threads = lastingThreads ? LastingThreads.Shared : TaskScheduler.Default;
        _scheduler = workers is { } most ? new ConcurrentExclusiveSchedulerPair(threads, most).ConcurrentScheduler : threads;
    }

    /// <summary>Items that were given and not taken yet.</summary>
    public int Count => _pending.Count;

    /// <summary>Whether the next item is done, so that taking it does not wait.</summary>
    public bool IsNextDone => _pending.TryPeek(out var next) && next.Task.IsCompleted;

    /// <summary>Begins the work on an item.</summary>
    public void Add(TItem item) => _pending.Enqueue((item, Task.Factory.StartNew(() => _work(item), _stop.Token, TaskCreationOptions.None, _scheduler)));

    /// <summary>Waits for the next item, and takes it out.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled, before or meanwhile; the item stays.</exception>
    public Prefetched<TItem, TResult> Take(CancellationToken cancellation = default)
    {
        var next = Peek(cancellation);
        _pending.Dequeue();
        return next;
    }

    /// <summary>Waits for the next item, and leaves it in its place.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled, before or meanwhile.</exception>
    public Prefetched<TItem, TResult> Peek(CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        var (item, task) = _pending.Peek();
        // Not by the task's own wait, which may run the work on this thread, and throws what is the item's.
        WaitHandle.WaitAny([((IAsyncResult)task).AsyncWaitHandle, cancellation.WaitHandle]);
        cancellation.ThrowIfCancellationRequested();
        return new Prefetched<TItem, TResult>(item, task);
    }

    /// <summary>Begins nothing any more, and waits for what is under way: it may use what the caller disposes next.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        while (_pending.TryDequeue(out var next))
        {
            ((IAsyncResult)next.Task).AsyncWaitHandle.WaitOne();
            (next.Task.IsCompletedSuccessfully ? next.Task.Result as IDisposable : null)?.Dispose();
            _ = next.Task.Exception;
        }

        _stop.Dispose();
    }
}
