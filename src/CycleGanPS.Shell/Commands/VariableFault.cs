using System.Management.Automation;

namespace CycleGanPS.Shell.Commands;

/// <summary>The errors of the commands over variables.</summary>
internal static class VariableFault
{
    public static ErrorRecord NotFound(string name) => new(
        new ItemNotFoundException($"Cannot find a variable with the name '{name}'."), "VariableNotFound", ErrorCategory.ObjectNotFound, name);

    public static ErrorRecord Exists(string name) => new(
        new SessionStateException($"A variable with name '{name}' already exists."), "VariableAlreadyExists", ErrorCategory.ResourceExists, name);
}
