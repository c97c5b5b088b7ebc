using System.Management.Automation;

namespace CycleGanPS.Shell.Commands;

/// <summary>Gets the calls that led here.</summary>
[Cmdlet("Get", "PSCallStack")]
public sealed class GetPSCallStackCommand : PSCmdlet
{
    protected override void ProcessRecord() =>
        WriteObject(System.Management.Automation.Runspaces.Runspace.DefaultRunspace.Debugger.GetCallStack(), enumerateCollection: true);
}
