using System.Management.Automation;

namespace CycleGanPS.Shell.Commands;

/// <summary>Gets the host.</summary>
[Cmdlet("Get", "Host")]
public sealed class GetHostCommand : PSCmdlet
{
    protected override void ProcessRecord() => WriteObject(Host);
}
