using System.Management.Automation;

namespace CycleGanPS;

/// <summary>Work on other threads, with the pipeline's thread, which alone may write, showing how far it is.</summary>
internal static class BackgroundWork
{
    /// <summary>Waits for the work and shows its progress about four times a second.</summary>
    public static T Await<T>(this PSCmdlet cmdlet, Task<T> work, Func<ProgressRecord> progress)
    {
        while (!((IAsyncResult)work).AsyncWaitHandle.WaitOne(250))
        {
            cmdlet.WriteProgress(progress());
        }

        var last = progress();
        last.RecordType = ProgressRecordType.Completed;
        cmdlet.WriteProgress(last);
        return work.GetAwaiter().GetResult();
    }
}
