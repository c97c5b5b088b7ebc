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
        if (CommandLine.Parse(arguments) is not { } commandLine)
        {
            Console.Error.WriteLine("Usage: cgps-host -File PATH [arguments] | -Command TEXT");
            return ExitCodes.Usage;
        }

        using var session = new Session();
        return commandLine switch
        {
            { File: { } file } => session.RunFile(file, commandLine.Arguments),
            { Command: { } command } => session.RunCommand(command),
            _ => new Prompt(session).Run(),
        };
    }
}
