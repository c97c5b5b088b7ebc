using System.Management.Automation;

namespace CycleGanPS.Shell.Commands;

/// <summary>Tells how long a script block takes.</summary>
[Cmdlet("Measure", "Command")]
public sealed class MeasureCommandCommand : PSCmdlet
{
    private TimeSpan _elapsed;

    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    [Parameter(Position = 0, Mandatory = true)]
    public ScriptBlock? Expression { get; set; }

    protected override void ProcessRecord()
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        if (MyInvocation.ExpectingInput)
        {
            Expression!.InvokeWithContext(null, [new PSVariable("_", InputObject)]);
        }
        else
        {
            // In the caller's scope, so that what the block sets stays set.
            InvokeCommand.InvokeScript(false, Expression, null);
        }

        _elapsed += watch.Elapsed;
    }

    protected override void EndProcessing() => WriteObject(_elapsed);
}
