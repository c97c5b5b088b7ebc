using CycleGanPS.Shell.Host;

namespace CycleGanPS.Shell;

/// <summary>
/// A small host for PowerShell scripts where pwsh is not installed: -File PATH [arguments], -Command TEXT, or a prompt.
/// </summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");
        using var session = new Session();
        return arguments switch
        {
            ["-File", var path, .. var rest] => session.RunFile(path, rest),
            ["-Command", var text] => session.RunCommand(text),
            [] => session.RunPrompt(),
            _ => Refuse(),
        };
    }

    private static int Refuse()
    {
        Console.Error.WriteLine("Usage: cgps-host -File PATH [arguments] | -Command TEXT");
        return 64;
    }
}
