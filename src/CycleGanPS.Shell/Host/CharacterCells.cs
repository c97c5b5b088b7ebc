using System.Globalization;
using System.Text;

namespace CycleGanPS.Shell.Host;

/// <summary>The columns that text takes on a terminal: East Asian characters and pictographs two, combining marks none.</summary>
internal static class CharacterCells
{
    private static readonly (int First, int Last)[] Wide =
    [
        (0x1100, 0x115F), (0x2E80, 0x303E), (0x3041, 0xA4CF), (0xAC00, 0xD7A3), (0xF900, 0xFAFF), (0xFE30, 0xFE6F),
        (0xFF00, 0xFF60), (0xFFE0, 0xFFE6), (0x1F300, 0x1F64F), (0x1F680, 0x1F6FF), (0x1F900, 0x1FAFF), (0x20000, 0x3FFFD),
    ];

    public static int Count(ReadOnlySpan<char> text)
    {
        var cells = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            cells += Count(rune);
        }

        return cells;
    }

    /// <summary>As much of the text's beginning as has room.</summary>
    public static string Fit(string text, int cells)
    {
        var length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            cells -= Count(rune);
            if (cells < 0)
            {
                break;
            }

            length += rune.Utf16SequenceLength;
        }

        return text[..length];
    }

    private static int Count(Rune rune)
    {
        // Most text by far: nothing below is wide or combines.
        if (rune.Value < 0x300)
        {
            return 1;
        }

        var category = Rune.GetUnicodeCategory(rune);
        if (category is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format)
        {
            return 0;
        }

        return Wide.Any(range => range.First <= rune.Value && rune.Value <= range.Last) ? 2 : 1;
    }
}
