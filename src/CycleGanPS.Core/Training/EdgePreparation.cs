using CycleGanPS.Core.Images.Edges;

namespace CycleGanPS.Core.Training;

/// <summary>Smooths the edges of domain B's images before the first step of a session.</summary>
internal static class EdgePreparation
{
    /// <summary>Works on other threads, and tells ten times a second how far it is, and at last that it is done.</summary>
    public static IEnumerable<PreparationProgress> Run(EdgeSmoothedImages images, RunJournal journal, TimeProvider time, CancellationToken cancellation)
    {
        var begun = time.GetTimestamp();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var work = Task.Run(() => images.Prepare(stop.Token), stop.Token);
        try
        {
            while (!((IAsyncResult)work).AsyncWaitHandle.WaitOne(100))
            {
                yield return new PreparationProgress(images.Done, images.Files.Count);
            }
        }
        finally
        {
            stop.Cancel();
            ((IAsyncResult)work).AsyncWaitHandle.WaitOne();
            journal.PreparationEnded(time.GetElapsedTime(begun));
        }

        if (!work.IsCanceled)
        {
            work.GetAwaiter().GetResult();
        }

        yield return new PreparationProgress(images.Done, images.Files.Count);
        if (!cancellation.IsCancellationRequested)
        {
            journal.PreparationDone();
        }
    }
}
