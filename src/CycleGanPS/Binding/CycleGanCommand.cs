using System.Management.Automation;
using CycleGanPS.Core;
using CycleGanPS.Core.Machine;

namespace CycleGanPS.Binding;

/// <summary>
/// What all cmdlets share: a fault that leaves them is an error record that ends the pipeline, and whatever stops them (Ctrl+C, a
/// cmdlet further down that has enough, a signal to end the process) is one cancellation that their work heeds.
/// </summary>
public abstract class CycleGanCommand : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Termination.Hold? _hold;

    protected CycleGanCommand() => Bars = new ProgressBars(this);

    /// <summary>Cancelled when the pipeline is stopped.</summary>
    protected CancellationToken Cancellation => _stop.Token;

    /// <summary>How far the cmdlet is; taken away when it ends, however it does.</summary>
    private protected ProgressBars Bars { get; }

    /// <summary>Before the first input.</summary>
    protected virtual void Begin()
    {
    }

    /// <summary>For each input, or once where none comes through the pipeline.</summary>
    protected virtual void Process()
    {
    }

    /// <summary>After the last input.</summary>
    protected virtual void End()
    {
    }

    protected sealed override void BeginProcessing()
    {
        _hold = Termination.Begin(_stop.Cancel);
        OrEnd(Begin);
    }

    protected sealed override void ProcessRecord() => OrEnd(Process);

    protected sealed override void EndProcessing()
    {
        OrEnd(End);
        // Now, and not with what else the pipeline has still to do.
        Bars.Complete();
    }

    protected sealed override void StopProcessing() => _stop.Cancel();

    /// <summary>Does work on other threads while this one, which alone may write, shows about four times a second how far it is.</summary>
    /// <param name="work">What to do; it has ended when this method does, however that is.</param>
    /// <param name="progress">Shows how far it is.</param>
    protected T Await<T>(Func<CancellationToken, Task<T>> work, Action progress)
    {
        var task = Task.Run(() => work(Cancellation), CancellationToken.None);
        try
        {
            while (!task.WaitQuietly(250))
            {
                progress();
            }
        }
        catch
        {
            _stop.Cancel();
            task.WaitQuietly(Timeout.Infinite);
            throw;
        }

        return task.GetAwaiter().GetResult();
    }

    /// <summary>Runs something for one item of several: its fault becomes that item's error record, and the rest go on.</summary>
    protected void Guard(string item, Action action)
    {
        try
        {
            action();
        }
        catch (Exception fault) when (ErrorRecords.IsExpected(fault))
        {
            WriteError(ErrorRecords.From(fault, item));
        }
    }

    /// <summary>One picture of a set cannot be used: an error of its own, and the rest go on.</summary>
    private protected void LeaveOut(CycleGanException fault) => WriteError(ErrorRecords.From(fault));

    public void Dispose()
    {
        try
        {
            Bars.Complete();
            Dispose(disposing: true);
        }
        finally
        {
            // Last, so that the process does not end before, and in any case, so that it does end.
            _hold?.Dispose();
        }

        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        _stop.Dispose();
        NativeSettings.ReturnFreeMemory();
    }

    // A fault of a user's making ends the pipeline with its error record; a stop ends it without a word.
    private protected void OrEnd(Action work)
    {
        try
        {
            work();
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        catch (Exception fault) when (ErrorRecords.IsExpected(fault))
        {
            ThrowTerminatingError(ErrorRecords.From(fault));
        }

        if (_hold is { IsTerminating: true })
        {
            throw new PipelineStoppedException();
        }
    }
}
