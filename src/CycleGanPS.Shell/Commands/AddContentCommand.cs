using System.Management.Automation;

namespace CycleGanPS.Shell.Commands;

/// <summary>Writes at the end of a file.</summary>
[Cmdlet(VerbsCommon.Add, "Content", DefaultParameterSetName = "Path", SupportsShouldProcess = true)]
public sealed class AddContentCommand : ContentWriterCommand
{
    private protected override bool Appends => true;
}
