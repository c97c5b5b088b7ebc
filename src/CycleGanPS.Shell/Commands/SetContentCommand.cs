using System.Management.Automation;

namespace CycleGanPS.Shell.Commands;

/// <summary>Writes a file anew.</summary>
[Cmdlet(VerbsCommon.Set, "Content", DefaultParameterSetName = "Path", SupportsShouldProcess = true)]
public sealed class SetContentCommand : ContentWriterCommand
{
    private protected override bool Appends => false;
}
