using System.Management.Automation;

namespace CycleGanPS.Binding;

/// <summary>What PowerShell itself heeds when a cmdlet tells something; for what is told to the host past it.</summary>
internal static class Preferences
{
    /// <summary>Whether a cmdlet is to be silent; asked on the thread of its pipeline.</summary>
    /// <param name="cmdlet">The cmdlet.</param>
    /// <param name="stream">The stream: Progress or Warning.</param>
    public static bool AreSilent(PSCmdlet cmdlet, string stream) =>
        LanguagePrimitives.TryConvertTo<ActionPreference>(
            cmdlet.MyInvocation.BoundParameters.TryGetValue($"{stream}Action", out var given) ? given : cmdlet.GetVariableValue($"{stream}Preference"),
            out var preference)
        && preference is ActionPreference.SilentlyContinue or ActionPreference.Ignore;
}
