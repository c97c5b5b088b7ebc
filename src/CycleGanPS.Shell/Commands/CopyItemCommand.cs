using System.Management.Automation;

namespace CycleGanPS.Shell.Commands;

/// <summary>Copies items.</summary>
[Cmdlet(VerbsCommon.Copy, "Item", DefaultParameterSetName = "Path", SupportsShouldProcess = true)]
public sealed class CopyItemCommand : PathItemCommand
{
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    public string Destination { get; set; } = ".";

    [Parameter]
    public SwitchParameter Recurse { get; set; }

    [Parameter]
    public SwitchParameter Container { get; set; } = true;

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
        var container = Container ? CopyContainers.CopyTargetContainer : CopyContainers.CopyChildrenOfTargetContainer;
        ForEachItem(path =>
        {
            if (filter.Keeps(SessionState.Path.ParseChildName(path)) && ShouldProcess($"Item: {path} Destination: {Destination}", "Copy Item"))
            {
                var copies = InvokeProvider.Item.Copy([path], Destination, Recurse, container, Force, literalPath: true);
                if (PassThru)
                {
                    WriteObject(copies, enumerateCollection: true);
                }
            }
        });
    }
}
