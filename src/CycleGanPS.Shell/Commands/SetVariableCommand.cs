using System.Management.Automation;

namespace CycleGanPS.Shell.Commands;

/// <summary>Sets variables, and makes those that are not there.</summary>
[Cmdlet(VerbsCommon.Set, "Variable", SupportsShouldProcess = true)]
[OutputType(typeof(PSVariable))]
public sealed class SetVariableCommand : ItemCommand
{
    private readonly List<object?> _piped = [];

    [Parameter(Position = 0, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    public string[] Name { get; set; } = [];

    [Parameter(Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    public object? Value { get; set; }

    [Parameter]
    public string? Description { get; set; }

    [Parameter]
    public ScopedItemOptions? Option { get; set; }

    [Parameter]
    public string? Scope { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        if (MyInvocation.ExpectingInput)
        {
            _piped.Add(Value);
        }
    }

    protected override void EndProcessing()
    {
        var value = !MyInvocation.ExpectingInput ? Value : _piped.Count == 1 ? _piped[0] : _piped.ToArray();
        var state = new ScopedState(SessionState);
        foreach (var name in Name)
        {
            Try(name, () =>
            {
                if (!ShouldProcess($"Name: {name} Value: {value}", "Set variable"))
                {
                    return;
                }

                // Without a scope the current one is meant, though a variable is found in those around it.
                var variable = state.Variable(name, Scope ?? "Local");
                if (variable is null || (Option is not null && Force))
                {
                    variable = new PSVariable(name, value, Option ?? ScopedItemOptions.None);
                    state.Set(variable, Scope, Force);
                }
                else
                {
                    var isLocked = variable.Options.HasFlag(ScopedItemOptions.ReadOnly) && Force;
                    if (isLocked)
                    {
                        state.Set(new PSVariable(name, value, variable.Options), Scope, true);
                    }
                    else
                    {
                        variable.Value = value;
                        variable.Options = Option ?? variable.Options;
                    }
                }

                variable.Description = Description ?? variable.Description;
                if (PassThru)
                {
                    WriteObject(variable);
                }
            });
        }
    }
}
