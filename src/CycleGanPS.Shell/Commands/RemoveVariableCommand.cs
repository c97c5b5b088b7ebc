using System.Management.Automation;

namespace CycleGanPS.Shell.Commands;

/// <summary>Removes variables.</summary>
[Cmdlet(VerbsCommon.Remove, "Variable", SupportsShouldProcess = true)]
public sealed class RemoveVariableCommand : ItemCommand
{
    [Parameter(Position = 0, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    public string[] Name { get; set; } = [];

    [Parameter]
    public string[]? Include { get; set; }

    [Parameter]
    public string[]? Exclude { get; set; }

    [Parameter]
    public string? Scope { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void ProcessRecord()
    {
        var state = new ScopedState(SessionState);
        var filter = new ItemFilter(null, Include, Exclude);
        foreach (var name in Name)
        {
            Try(name, () =>
            {
                var pattern = WildcardPattern.Get(name, WildcardOptions.IgnoreCase);
                PSVariable[] found = WildcardPattern.ContainsWildcardCharacters(name)
                    ? [.. state.Variables(Scope).Where(v => pattern.IsMatch(v.Name))]
                    : state.Variable(name, Scope) is { } one ? [one] : [];
                if (found.Length == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
                {
                    WriteError(VariableFault.NotFound(name));
                }

                foreach (var variable in found.Where(v => filter.Keeps(v.Name) && ShouldProcess("Name: " + v.Name, "Remove variable")))
                {
                    state.Remove(variable, Scope, Force);
                }
            });
        }
    }
}
