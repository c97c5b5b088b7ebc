namespace CycleGanPS.Shell.Host;

/// <summary>Escape codes of a terminal.</summary>
internal static class Ansi
{
    public const string Reset = "\e[0m";
    public const string EraseRest = "\e[K";
    public const string EraseBelow = "\e[J";

    // The terminal's own order of the eight colours is by bits red, green, blue; the console's is blue, green, red.
    private static readonly int[] Order = [0, 4, 2, 6, 1, 5, 3, 7];

    public static string Foreground(ConsoleColor color) => (int)color is >= 0 and < 16 ? $"\e[{Code(color, 30, 90)}m" : "";

    /// <summary>Black means the terminal's own background.</summary>
    public static string Background(ConsoleColor color) => (int)color is > 0 and < 16 ? $"\e[{Code(color, 40, 100)}m" : "";

    public static string LineUp(int lines) => lines > 0 ? $"\e[{lines}A" : "";

    public static string Right(int columns) => columns > 0 ? $"\e[{columns}C" : "";

    private static int Code(ConsoleColor color, int dark, int bright) => Order[(int)color % 8] + ((int)color < 8 ? dark : bright);
}
