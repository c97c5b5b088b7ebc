using System.Diagnostics;
using System.Management.Automation;

namespace CycleGanPS.Shell.Commands;

/// <summary>Waits until processes have ended.</summary>
[Cmdlet(VerbsLifecycle.Wait, "Process", DefaultParameterSetName = "Name")]
public sealed class WaitProcessCommand : ProcessCommand
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Process> _processes = [];

    [Parameter(Mandatory = true, ParameterSetName = "Id", ValueFromPipelineByPropertyName = true)]
    [Alias("PID", "ProcessId")]
    public int[]? Id { get; set; }

    [Parameter(Position = 0, Mandatory = true, ParameterSetName = "Name", ValueFromPipelineByPropertyName = true)]
    [Alias("ProcessName")]
    public string[]? Name { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "InputObject", ValueFromPipeline = true)]
    public Process[]? InputObject { get; set; }

    [Parameter(Position = 1)]
    [Alias("TimeoutSec")]
    [ValidateRange(0, 32767)]
    public int Timeout { get; set; } = -1;

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord() => _processes.AddRange(InputObject ?? Find(Name, Id));

    protected override void EndProcessing()
    {
        var watch = Stopwatch.StartNew();
        foreach (var process in _processes)
        {
            // Asked in short steps, so that Ctrl+C is heard.
            while (!process.WaitForExit(50) && !_stop.IsCancellationRequested)
            {
                if (Timeout >= 0 && watch.Elapsed.TotalSeconds >= Timeout)
                {
                    WriteError(new ErrorRecord(
                        new TimeoutException($"Process \"{process.ProcessName} ({process.Id})\" has not stopped in the specified time-out."),
                        "ProcessNotTerminated", ErrorCategory.CloseError, process));
                    break;
                }
            }

            if (PassThru)
            {
                WriteObject(process);
            }
        }
    }

    protected override void StopProcessing() => _stop.Cancel();
}
