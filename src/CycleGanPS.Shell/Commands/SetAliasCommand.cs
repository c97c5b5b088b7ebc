using System.Management.Automation;

namespace CycleGanPS.Shell.Commands;

/// <summary>Makes an alias or changes it.</summary>
[Cmdlet(VerbsCommon.Set, "Alias", SupportsShouldProcess = true)]
[OutputType(typeof(AliasInfo))]
public sealed class SetAliasCommand : ItemCommand
{
    [Parameter(Position = 0, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    public string Name { get; set; } = "";

    [Parameter(Position = 1, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    public string Value { get; set; } = "";

    [Parameter]
    public string? Description { get; set; }

    [Parameter]
    public ScopedItemOptions Option { get; set; }

    [Parameter]
    public string? Scope { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord() => Try(Name, () =>
    {
        if (ShouldProcess($"Name: {Name} Value: {Value}", "Set Alias"))
        {
            var alias = new ScopedState(SessionState).SetAlias(Name, Value, Option, Scope, Force);
            alias.Description = Description ?? "";
            if (PassThru)
            {
                WriteObject(alias);
            }
        }
    });
}
