using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;

namespace CycleGanPS.Shell.Host;

/// <summary>What a session begins with: the engine's own commands, and ours for those that it comes without.</summary>
internal static class InitialState
{
    public static InitialSessionState Create()
    {
        var state = InitialSessionState.CreateDefault2();
        state.ThreadOptions = PSThreadOptions.UseCurrentThread;
        if (OperatingSystem.IsWindows())
        {
            state.ExecutionPolicy = Microsoft.PowerShell.ExecutionPolicy.RemoteSigned;
        }

        foreach (var type in Assembly.GetExecutingAssembly().GetTypes())
        {
            if (type.GetCustomAttribute<CmdletAttribute>() is { } cmdlet)
            {
                Add(state, type, $"{cmdlet.VerbName}-{cmdlet.NounName}");
            }
        }

        return state;
    }

    private static void Add(InitialSessionState state, Type type, string name)
    {
        state.Commands.Add(new SessionStateCmdletEntry(name, type, helpFileName: null));
        foreach (var alias in type.GetCustomAttribute<AliasAttribute>()?.AliasNames ?? [])
        {
            state.Commands.Add(new SessionStateAliasEntry(alias, name));
        }
    }
}
