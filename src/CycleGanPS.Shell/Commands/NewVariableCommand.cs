using System.Management.Automation;

namespace CycleGanPS.Shell.Commands;

/// <summary>Makes a variable.</summary>
[Cmdlet(VerbsCommon.New, "Variable", SupportsShouldProcess = true)]
[OutputType(typeof(PSVariable))]
public sealed class NewVariableCommand : ItemCommand
{
    [Parameter(Position = 0, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    public string Name { get; set; } = "";

    [Parameter(Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    public object? Value { get; set; }

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
        var state = new ScopedState(SessionState);
        if (!Force && state.Variable(Name, Scope ?? "Local") is not null)
        {
            WriteError(VariableFault.Exists(Name));
        }
        else if (ShouldProcess($"Name: {Name} Value: {Value}", "New variable"))
        {
            var variable = new PSVariable(Name, Value, Option) { Description = Description ?? "" };
            state.Set(variable, Scope, Force);
            if (PassThru)
            {
                WriteObject(variable);
            }
        }
    });
}
