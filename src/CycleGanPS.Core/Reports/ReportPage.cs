using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using CycleGanPS.Core.Reports.Html;

namespace CycleGanPS.Core.Reports;

/// <summary>
/// An HTML page that needs nothing but itself: no network. It reads without scripts. Its own policy lets no script run but ours.
/// </summary>
internal sealed class ReportPage
{
    /// <summary>Style sheets of our own, one after another.</summary>
    public required string Style { get; init; }

    /// <summary>The script of our own.</summary>
    public required string Script { get; init; }

    /// <summary>Where pictures may come from, beside the page itself.</summary>
    public string Pictures { get; init; } = "data:";

    /// <summary>What else stands in the head.</summary>
    public Markup Head { get; init; }

    /// <summary>One of the files that this assembly holds.</summary>
    public static string Resource(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"CycleGanPS.Core.Reports.{name}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    /// <summary>The text of the page.</summary>
    public string Render(string title, Markup body) => Markup.Of($"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" content="{Policy}">
        <title>{title}</title>
        {Head}<style>{Markup.Verbatim(Style)}</style>
        </head>
        <body>
        {body}
        <script>{Markup.Verbatim(Script)}</script>
        </body>
        </html>

        """).ToString();

    private Markup Policy => Markup.Verbatim(
        $"default-src 'none'; img-src {Pictures}; style-src '{Hash(Style)}'; script-src '{Hash(Script)}'");

    private static string Hash(string text) => "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
