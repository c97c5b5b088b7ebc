using System.Globalization;
using CycleGanPS.Core.Reports.Html;

namespace CycleGanPS.Core.Reports;

/// <summary>What the parts of a report are built of.</summary>
internal static class ReportParts
{
    public static Markup Section(string title, Markup content) => Markup.Of($"<section aria-label=\"{title}\"><h2>{title}</h2>\n{content}</section>");

    public static Markup Table(string caption, IReadOnlyList<Markup> titles, Markup rows) => Markup.Of($"""
        <div class="scroll" tabindex="0" role="region" aria-label="{caption}"><table><caption><span>{caption}</span></caption>
        <thead><tr>{Markup.Each(titles, (title, _) => Markup.Of($"""<th scope="col">{title}</th>"""))}</tr></thead>
        <tbody>
        {rows}</tbody></table></div>
        """);

    /// <summary>A name that breaks where its parts meet, and within one only where that alone is too wide.</summary>
    public static Markup Name(string name) => Markup.Of(
        $"""<span class="name">{Markup.Join(Parts(name).Select((part, index) => Markup.Of($"{Markup.Verbatim(index == 0 ? "" : "<wbr/>")}{part}")))}</span>""");

    public static Markup Text(string text) => Markup.Of($"{text}");

    public static string Count(long count, string what) => count == 1 ? $"one {what}" : string.Create(CultureInfo.InvariantCulture, $"{count:N0} {what}s");

    /// <summary>What a name may be broken between: words, also those that are written together.</summary>
    public static IEnumerable<string> Parts(string name)
    {
        var start = 0;
        for (var place = 1; place < name.Length; place++)
        {
            if (name[place - 1] is ' ' or '-' or '_' or '+' or '.' or '/' || (char.IsLower(name[place - 1]) && char.IsUpper(name[place])))
            {
                yield return name[start..place];
                start = place;
            }
        }

        yield return name[start..];
    }

    public static string Duration(double seconds) => TimeSpan.FromSeconds(Math.Round(seconds)) switch
    {
        { TotalHours: >= 1 } time => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours} h {time.Minutes:00} min"),
        { TotalMinutes: >= 1 } time => string.Create(CultureInfo.InvariantCulture, $"{time.Minutes} min {time.Seconds:00} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.#} s"),
    };
}
