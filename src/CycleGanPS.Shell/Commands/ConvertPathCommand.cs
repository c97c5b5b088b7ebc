using System.Management.Automation;

namespace CycleGanPS.Shell.Commands;

/// <summary>Gives paths as their provider writes them.</summary>
[Cmdlet(VerbsData.Convert, "Path", DefaultParameterSetName = "Path")]
[OutputType(typeof(string))]
public sealed class ConvertPathCommand : PathItemCommand
{
    protected override void ProcessRecord() => ForEachItem(WriteObject);
}
