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
    public static Markup Name(string name)
    {
        var pieces = Markup.Each(Parts(name, 16), (part, index) => index == 0 ? Text(part) : Markup.Of($"<wbr/>{part}"));
        return Markup.Of($"""<span class="name">{pieces}</span>""");
    }

    public static Markup Text(string text) => Markup.Of($"{text}");

    public static string Count(long count, string what) => count == 1 ? $"one {what}" : string.Create(CultureInfo.InvariantCulture, $"{count:N0} {what}s");

    /// <summary>Date and time, with the zone that they are of.</summary>
    public static string Moment(DateTimeOffset time) => time.ToString("yyyy-MM-dd HH:mm zzz", CultureInfo.InvariantCulture);

    /// <summary>What a name may be broken between: its words and, within one that is longer than so many characters, its humps.</summary>
    public static IEnumerable<string> Parts(string name, int longest) =>
        Split(name, (before, after) => before is ' ' or '-' or '_' or '+' or '.' or '/' || after is '(')
            .SelectMany(word => word.TrimEnd().Length <= longest ? [word] : Split(word, (before, after) => char.IsLower(before) && char.IsUpper(after)));

    private static IEnumerable<string> Split(string text, Func<char, char, bool> isBetween)
    {
        var start = 0;
        for (var place = 1; place < text.Length; place++)
        {
            if (isBetween(text[place - 1], text[place]))
            {
                yield return text[start..place];
                start = place;
            }
        }

        yield return text[start..];
    }

    /// <summary>Hours, minutes or seconds; empty for none.</summary>
    public static string Duration(double? seconds) => seconds is not { } given ? "" : TimeSpan.FromSeconds(Math.Round(given)) switch
    {
        { TotalHours: >= 1 } time => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours} h {time.Minutes:00} min"),
        { TotalMinutes: >= 1 } time => string.Create(CultureInfo.InvariantCulture, $"{time.Minutes} min {time.Seconds:00} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{given:0.#} s"),
    };
}
