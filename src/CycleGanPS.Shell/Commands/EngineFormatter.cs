using System.Reflection;
using Microsoft.PowerShell.Commands.Internal.Format;

namespace CycleGanPS.Shell.Commands;

/// <summary>
/// Gives a formatting command the engine's formatter of a shape. The engine keeps both to itself: the Format commands of
/// pwsh are as thin as ours, but stand in an assembly that may see them.
/// </summary>
internal static class EngineFormatter
{
    /// <param name="command">The command, before it has begun.</param>
    /// <param name="shape">A name of the engine's FormatShape: Table, List, Wide or Complex.</param>
    public static void Use(FrontEndCommandBase command, string shape)
    {
        const BindingFlags Hidden = BindingFlags.Instance | BindingFlags.NonPublic;
        var engine = typeof(FrontEndCommandBase).Assembly;
        var shapes = engine.GetType("Microsoft.PowerShell.Commands.Internal.Format.FormatShape", throwOnError: true)!;
        var formatter = engine.GetType("Microsoft.PowerShell.Commands.Internal.Format.InnerFormatShapeCommand", throwOnError: true)!
            .GetConstructor(Hidden, [shapes])!.Invoke([Enum.Parse(shapes, shape)]);
        typeof(FrontEndCommandBase).GetField("implementation", Hidden)!.SetValue(command, formatter);
    }
}
