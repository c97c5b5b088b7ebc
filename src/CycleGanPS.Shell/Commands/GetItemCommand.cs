using System.Management.Automation;

namespace CycleGanPS.Shell.Commands;

/// <summary>Gets the items at paths.</summary>
[Cmdlet(VerbsCommon.Get, "Item", DefaultParameterSetName = "Path")]
public sealed class GetItemCommand : PathItemCommand
{
    [Parameter]
    public string? Filter { get; set; }

    [Parameter]
    public string[]? Include { get; set; }

    [Parameter]
    public string[]? Exclude { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void ProcessRecord()
    {
        var filter = new ItemFilter(Filter, Include, Exclude);
        foreach (var path in Paths)
        {
            Try(path, () =>
            {
                foreach (var item in InvokeProvider.Item.Get([path], Force, IsLiteral))
                {
                    if (filter.Keeps(item))
                    {
                        WriteObject(item);
                    }
                }
            });
        }
    }
}
