using System.Globalization;
using CycleGanPS.Core.Reports.Html;

namespace CycleGanPS.Core.Reports;

/// <summary>What the parts of a report are built of.</summary>
internal static class ReportParts
{
    public static Markup Section(string title, Markup content) => Markup.Of($"<section aria-label=\"{title}\"><h2>{title}</h2>\n{content}</section>");

    public static Markup Table(string caption, IReadOnlyList<string> titles, Markup rows) => Markup.Of($"""
        <div class="scroll" tabindex="0" role="region" aria-label="{caption}"><table><caption><span>{caption}</span></caption>
        <thead><tr>{Markup.Each(titles, (title, _) => Markup.Of($"""<th scope="col">{title}</th>"""))}</tr></thead>
        <tbody>
        {rows}</tbody></table></div>
        """);

    public static string Count(int count, string what) => count == 1 ? $"one {what}" : string.Create(CultureInfo.InvariantCulture, $"{count} {what}s");

    public static string Duration(double seconds) => TimeSpan.FromSeconds(Math.Round(seconds)) switch
    {
        { TotalHours: >= 1 } time => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours} h {time.Minutes:00} min"),
        { TotalMinutes: >= 1 } time => string.Create(CultureInfo.InvariantCulture, $"{time.Minutes} min {time.Seconds:00} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.#} s"),
    };
}
