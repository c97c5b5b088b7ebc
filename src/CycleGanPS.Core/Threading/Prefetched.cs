namespace CycleGanPS.Core.Threading;

/// <summary>An item whose work is done, well or with a fault.</summary>
internal readonly struct Prefetched<TItem, TResult>(TItem item, Task<TResult> done)
{
    /// <summary>What was worked on.</summary>
    public TItem Item { get; } = item;

    /// <summary>What the work threw; null where it went well.</summary>
    public Exception? Fault => done.IsCanceled ? new OperationCanceledException() : done.Exception?.InnerException;

    /// <summary>What came of it; throws the fault where there is one.</summary>
    public TResult Result => done.GetAwaiter().GetResult();
}
