using System.Text;

namespace CycleGanPS.Shell.Host;

/// <summary>Takes what would go to the screen as text, for Out-String; captures may be nested.</summary>
internal static class OutputCapture
{
    private static readonly Stack<(StringBuilder Text, int Width)> Captures = new();

    /// <summary>Columns of the innermost capture, or null where output goes to the screen.</summary>
    public static int? Width => Captures.TryPeek(out var capture) ? capture.Width : null;

    /// <summary>What is written to the screen while the action runs, without escape codes.</summary>
    public static string Of(Action action, int width)
    {
        Captures.Push((new StringBuilder(), width));
        try
        {
            action();
            return Captures.Peek().Text.ToString();
        }
        finally
        {
            Captures.Pop();
        }
    }

    /// <summary>Takes a text, if there is a capture.</summary>
    public static bool TryTake(string text)
    {
        if (!Captures.TryPeek(out var capture))
        {
            return false;
        }

        capture.Text.Append(text);
        return true;
    }
}
