using System.Management.Automation;

namespace CycleGanPS.Shell.Commands;

/// <summary>Runs text as a script in the caller's scope.</summary>
[Cmdlet("Invoke", "Expression")]
public sealed class InvokeExpressionCommand : PSCmdlet
{
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    public string Command { get; set; } = "";

    protected override void ProcessRecord() => InvokeCommand.InvokeScript(
        Command, false, System.Management.Automation.Runspaces.PipelineResultTypes.Output, null);
}
