using System.Management.Automation;

namespace CycleGanPS.Shell.Commands;

/// <summary>Renames an item.</summary>
[Cmdlet(VerbsCommon.Rename, "Item", DefaultParameterSetName = "ByPath", SupportsShouldProcess = true)]
public sealed class RenameItemCommand : ItemCommand
{
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = "ByPath", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public string? Path { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "ByLiteralPath", ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP")]
    public string? LiteralPath { get; set; }

    [Parameter(Position = 1, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    public string NewName { get; set; } = "";

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord() => Try(LiteralPath ?? Path!, () =>
    {
        foreach (var path in ProviderPaths(LiteralPath ?? Path!, LiteralPath is not null))
        {
            if (ShouldProcess($"Item: {path} Destination: {NewName}", "Rename Item"))
            {
                // The engine takes the path for a pattern.
                var renamed = InvokeProvider.Item.Rename(WildcardPattern.Escape(path), NewName, Force);
                if (PassThru)
                {
                    WriteObject(renamed, enumerateCollection: true);
                }
            }
        }
    });
}
