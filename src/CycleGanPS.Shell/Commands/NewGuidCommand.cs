using System.Management.Automation;

namespace CycleGanPS.Shell.Commands;

/// <summary>Makes a random identifier.</summary>
[Cmdlet("New", "Guid")]
public sealed class NewGuidCommand : PSCmdlet
{
    protected override void ProcessRecord() => WriteObject(Guid.NewGuid());
}
