using System.Management.Automation;

namespace CycleGanPS;

/// <summary>What all cmdlets share that do one thing from beginning to end: paths, faults and Ctrl+C.</summary>
public abstract class CycleGanCommand : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Cancelled when the user stops the pipeline.</summary>
    protected CancellationToken Cancellation => _stop.Token;

    /// <summary>Does the cmdlet's work; a fault that leaves it ends the pipeline with its error record.</summary>
    protected abstract void Run();

    protected sealed override void ProcessRecord() => this.OrEnd(Run);

    protected sealed override void StopProcessing() => _stop.Cancel();

    public void Dispose()
    {
        _stop.Dispose();
        GC.SuppressFinalize(this);
    }
}
