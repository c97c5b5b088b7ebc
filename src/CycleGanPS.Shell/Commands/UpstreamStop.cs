using System.Management.Automation;
using System.Reflection;

namespace CycleGanPS.Shell.Commands;

/// <summary>Ends the commands upstream of one that has all it asked for.</summary>
internal static class UpstreamStop
{
    // The engine keeps the type to itself, though every Select-Object needs it.
    private static readonly ConstructorInfo _constructor = typeof(PSObject).Assembly
        .GetType("System.Management.Automation.StopUpstreamCommandsException", throwOnError: true)!
        .GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)[0];

    public static Exception For(Cmdlet requester) => (Exception)_constructor.Invoke([requester]);
}
