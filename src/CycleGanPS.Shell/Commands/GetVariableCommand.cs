using System.Management.Automation;

namespace CycleGanPS.Shell.Commands;

/// <summary>Gets variables.</summary>
[Cmdlet(VerbsCommon.Get, "Variable")]
[OutputType(typeof(PSVariable))]
public sealed class GetVariableCommand : ItemCommand
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public string[] Name { get; set; } = ["*"];

    [Parameter]
    public SwitchParameter ValueOnly { get; set; }

    [Parameter]
    public string[]? Include { get; set; }

    [Parameter]
    public string[]? Exclude { get; set; }

    [Parameter]
    public string? Scope { get; set; }

    protected override void ProcessRecord()
    {
        var state = new ScopedState(SessionState);
        var filter = new ItemFilter(null, Include, Exclude);
        foreach (var name in Name)
        {
            Try(name, () =>
            {
                if (WildcardPattern.ContainsWildcardCharacters(name))
                {
                    var pattern = WildcardPattern.Get(name, WildcardOptions.IgnoreCase);
                    foreach (var variable in state.Variables(Scope).Where(v => pattern.IsMatch(v.Name) && filter.Keeps(v.Name)).OrderBy(v => v.Name))
                    {
                        Write(variable);
                    }
                }
                else if (state.Variable(name, Scope) is { } variable)
                {
                    Write(variable);
                }
                else
                {
                    WriteError(VariableFault.NotFound(name));
                }
            });
        }
    }

    private void Write(PSVariable variable) => WriteObject(ValueOnly ? variable.Value : variable);
}
