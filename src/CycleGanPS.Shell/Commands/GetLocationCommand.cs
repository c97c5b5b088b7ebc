using System.Management.Automation;

namespace CycleGanPS.Shell.Commands;

/// <summary>Gets the current location, or a stack of them.</summary>
[Cmdlet(VerbsCommon.Get, "Location", DefaultParameterSetName = "Location")]
[OutputType(typeof(PathInfo), typeof(PathInfoStack))]
public sealed class GetLocationCommand : PSCmdlet
{
    [Parameter(ParameterSetName = "Stack")]
    public SwitchParameter Stack { get; set; }

    [Parameter(ParameterSetName = "Stack")]
    public string StackName { get; set; } = "";

    protected override void ProcessRecord() =>
        WriteObject(Stack || StackName.Length > 0 ? SessionState.Path.LocationStack(StackName) : SessionState.Path.CurrentLocation);
}
