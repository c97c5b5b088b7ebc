using System.Management.Automation;

namespace CycleGanPS.Shell.Commands;

/// <summary>Removes items.</summary>
[Cmdlet(VerbsCommon.Remove, "Item", DefaultParameterSetName = "Path", SupportsShouldProcess = true)]
public sealed class RemoveItemCommand : PathItemCommand
{
    [Parameter]
    public string? Filter { get; set; }

    [Parameter]
    public string[]? Include { get; set; }

    [Parameter]
    public string[]? Exclude { get; set; }

    [Parameter]
    public SwitchParameter Recurse { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void ProcessRecord()
    {
        var filter = new ItemFilter(Filter, Include, Exclude);
        foreach (var path in Paths)
        {
            Try(path, () =>
            {
                foreach (var item in InvokeProvider.Item.Get([path], Force, IsLiteral).Where(filter.Keeps))
                {
                    Remove((string)item.Properties["PSPath"].Value);
                }
            });
        }
    }

    private void Remove(string path) => Try(path, () =>
    {
        // The engine asks before a container with children goes; an unattended host cannot be asked.
        if (!Recurse && InvokeProvider.ChildItem.HasChild(path, Force, literalPath: true)
            && !ShouldContinue(
                $"The item at {path} has children and the Recurse parameter was not specified. "
                + "If you continue, all children will be removed with the item. Are you sure you want to continue?", "Confirm"))
        {
            return;
        }

        if (ShouldProcess(SessionState.Path.GetUnresolvedProviderPathFromPSPath(path), "Remove Item"))
        {
            InvokeProvider.Item.Remove([path], recurse: true, Force, literalPath: true);
        }
    });
}
