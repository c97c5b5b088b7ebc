namespace CycleGanPS.Shell.Host;

/// <summary>What the streams around this process can show.</summary>
internal static class Terminal
{
    private static readonly bool IsCapable = Environment.GetEnvironmentVariable("TERM") is not "dumb";
    private static readonly bool WantsColors = IsCapable && Environment.GetEnvironmentVariable("NO_COLOR") is null;

    /// <summary>Whether output may hold colours.</summary>
    public static bool ShowsColors { get; } = WantsColors && !Console.IsOutputRedirected;

    /// <summary>Whether errors may hold colours.</summary>
    public static bool ShowsErrorColors { get; } = WantsColors && !Console.IsErrorRedirected;

    /// <summary>Whether somebody sees progress, and nothing records it.</summary>
    public static bool ShowsProgress { get; } = IsCapable && !Console.IsOutputRedirected && !Console.IsErrorRedirected;
}
