using System.Management.Automation.Runspaces;
using System.Reflection;

namespace CycleGanPS.Shell.Host;

/// <summary>
/// Lets <c>exit</c> in a script end the process, as <c>pwsh -File</c> has it. Otherwise the engine takes it for the end of
/// that script alone. The switch for it is internal to the engine, whose version is pinned.
/// </summary>
internal static class ExitRequest
{
    private const BindingFlags Internal = BindingFlags.Instance | BindingFlags.NonPublic;

    /// <summary>Holds for the next script that the runspace runs, and for that only.</summary>
    public static void PassToHost(Runspace runspace)
    {
        var context = runspace.GetType().GetProperty("ExecutionContext", Internal)?.GetValue(runspace);
        var property = context?.GetType().GetProperty("ScriptCommandProcessorShouldRethrowExit", Internal)
            ?? throw new MissingMemberException("This version of System.Management.Automation has no way to pass on exit codes.");
        property.SetValue(context, true);
    }
}
