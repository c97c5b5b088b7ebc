using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;

namespace CycleGanPS.Core.Reports.Html;

/// <summary>
/// A piece of HTML. Made from an interpolated string: what stands in the source is markup, and every value put into
/// it is encoded, unless it is itself markup. So no name of a file can become a tag by being forgotten.
/// </summary>
internal readonly struct Markup
{
    private readonly string? _text;

    private Markup(string text) => _text = text;

    /// <summary>Markup from an interpolated string, values encoded.</summary>
    public static Markup Of(Interpolated content) => new(content.ToString());

    /// <summary>Text that is markup already: style sheets and scripts of our own.</summary>
    public static Markup Verbatim(string text) => new(text);

    /// <summary>Pieces one after another.</summary>
    public static Markup Join(IEnumerable<Markup> pieces) => new(string.Concat(pieces.Select(piece => piece.ToString())));

    /// <summary>One piece for each item.</summary>
    public static Markup Each<T>(IEnumerable<T> items, Func<T, int, Markup> piece) => Join(items.Select(piece));

    public override string ToString() => _text ?? "";

    /// <summary>What the compiler builds the interpolated string with.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct Interpolated(int literalLength, int formattedCount)
    {
        private readonly StringBuilder _text = new(literalLength + 16 * formattedCount);

        public void AppendLiteral(string markup) => _text.Append(markup);

        public void AppendFormatted(Markup markup) => _text.Append(markup.ToString());

        public void AppendFormatted<T>(T value, string? format = null) => _text.Append(WebUtility.HtmlEncode(
            value is IFormattable number ? number.ToString(format, CultureInfo.InvariantCulture) : value?.ToString()));

        public override string ToString() => _text.ToString();
    }
}
