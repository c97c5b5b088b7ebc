using CycleGanPS.Core.Threading;

namespace CycleGanPS.Core.Images;

/// <summary>
/// The one step by which pictures of a set are read: on worker threads ahead of their use, in order. One that cannot be read is told of and
/// left out, and the rest go on.
/// </summary>
internal static class ReadOrReport
{
    /// <param name="items">Pictures, or pairs of them.</param>
    /// <param name="read">Reads one, on a worker thread; its <see cref="CycleGanException"/> names the file.</param>
    /// <param name="report">Told, on the caller's thread, of each that cannot be read; null ends with the first.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="CycleGanException">One cannot be read, and nobody is told.</exception>
    public static IEnumerable<TResult> Run<TItem, TResult>(
        IEnumerable<TItem> items, Func<TItem, TResult> read, Action<CycleGanException>? report, CancellationToken cancellation)
    {
        foreach (var (result, fault) in OrderedPrefetch.Run(items, Try, 2 * Environment.ProcessorCount, cancellation))
        {
            if (fault is null)
            {
                yield return result!;
            }
            else
            {
                (report ?? throw fault).Invoke(fault);
            }
        }

        (TResult? Result, CycleGanException? Fault) Try(TItem item)
        {
            try
            {
                return (read(item), null);
            }
            catch (CycleGanException fault)
            {
                return (default, fault);
            }
        }
    }
}
