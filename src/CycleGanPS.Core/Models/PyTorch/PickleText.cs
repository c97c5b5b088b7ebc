using System.Globalization;
using System.Text;

namespace CycleGanPS.Core.Models.PyTorch;

/// <summary>The escaped strings of pickle protocol 0.</summary>
internal static class PickleText
{
    /// <summary>A quoted Python string literal, such as <c>'it\'s'</c>.</summary>
    public static string Unquote(string literal)
    {
        var quoted = literal.Length >= 2 && literal[0] is '\'' or '"' && literal[^1] == literal[0];
        return quoted
            ? Unescape(literal[1..^1], isQuoted: true)
            : throw new InvalidDataException("a string without its quotation marks");
    }

    /// <summary>Text in Python's raw-unicode-escape, where only <c>\u</c> and <c>\U</c> are escapes.</summary>
    public static string UnescapeUnicode(string text) => Unescape(text, isQuoted: false);

    private static string Unescape(string text, bool isQuoted)
    {
        StringBuilder result = new(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\' || i + 1 == text.Length)
            {
                result.Append(text[i]);
                continue;
            }

            var escape = text[i + 1];
            var digits = (escape, isQuoted) switch { ('u', false) => 4, ('U', false) => 8, ('x', true) => 2, _ => 0 };
            if (digits > 0)
            {
                result.Append(CodePoint(text, i + 2, digits));
                i += 1 + digits;
            }
            else if (!isQuoted)
            {
                result.Append('\\');
            }
            else
            {
                result.Append(escape switch { 'n' => '\n', 'r' => '\r', 't' => '\t', _ => escape });
                i++;
            }
        }

        return result.ToString();
    }

    private static string CodePoint(string text, int start, int digits)
    {
        var isNumber = start + digits <= text.Length
            & int.TryParse(text.AsSpan(Math.Min(start, text.Length), Math.Min(digits, text.Length - Math.Min(start, text.Length))),
                NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value);
        return isNumber && value is >= 0 and <= 0xFFFF
            ? ((char)value).ToString()
            : isNumber && Rune.IsValid(value)
                ? new Rune(value).ToString()
                : throw new InvalidDataException("a broken escape in a string");
    }
}
