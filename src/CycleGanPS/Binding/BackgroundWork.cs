namespace CycleGanPS.Binding;

/// <summary>Waiting for tasks on a pipeline's thread.</summary>
internal static class BackgroundWork
{
    /// <summary>Whether a task has ended within so many milliseconds; how it ended is told by its result alone.</summary>
    public static bool WaitQuietly(this Task task, int milliseconds) => ((IAsyncResult)task).AsyncWaitHandle.WaitOne(milliseconds);
}
