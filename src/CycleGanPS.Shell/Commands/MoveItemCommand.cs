using System.Management.Automation;

namespace CycleGanPS.Shell.Commands;

/// <summary>Moves items.</summary>
[Cmdlet(VerbsCommon.Move, "Item", DefaultParameterSetName = "Path", SupportsShouldProcess = true)]
public sealed class MoveItemCommand : PathItemCommand
{
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    public string Destination { get; set; } = ".";

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public string? Filter { get; set; }

    [Parameter]
    public string[]? Include { get; set; }

    [Parameter]
    public string[]? Exclude { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        var filter = new ItemFilter(Filter, Include, Exclude);
        ForEachItem(path =>
        {
            if (filter.Keeps(SessionState.Path.ParseChildName(path)) && ShouldProcess($"Item: {path} Destination: {Destination}", "Move Item"))
            {
                var moved = InvokeProvider.Item.Move([path], Destination, Force, literalPath: true);
                if (PassThru)
                {
                    WriteObject(moved, enumerateCollection: true);
                }
            }
        });
    }
}
