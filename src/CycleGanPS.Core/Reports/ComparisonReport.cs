using System.Globalization;
using System.Reflection;
using CycleGanPS.Core.Comparison;
using CycleGanPS.Core.Files;
using CycleGanPS.Core.Images;
using CycleGanPS.Core.Metrics;
using CycleGanPS.Core.Options;
using CycleGanPS.Core.Reports.Html;
using CycleGanPS.Core.Runs;
using static CycleGanPS.Core.Reports.ReportParts;

namespace CycleGanPS.Core.Reports;

/// <summary>
/// A comparison as one HTML page that needs nothing but itself: no network, no other file. It reads without scripts;
/// with them photos can be seen large. Its own policy lets no script run but ours.
/// </summary>
internal static class ComparisonReport
{
    private const int PhotoSide = 256;

    /// <summary>Writes the page, whole or not at all.</summary>
    /// <exception cref="CycleGanException">The file cannot be written, or a run's losses are damaged.</exception>
    public static void Save(ComparisonResult comparison, string path, DateTimeOffset made) => AtomicFile.WriteText(path, Render(comparison, made));

    /// <summary>The text of the page.</summary>
    public static string Render(ComparisonResult comparison, DateTimeOffset made)
    {
        var series = ReportSeries.Of(comparison);
        var page = new ReportPage { Style = ReportPage.Resource("report.css") + Toggles(series), Script = ReportPage.Resource("comparison.js") };
        return page.Render($"Comparison of {comparison.Rows.Count} CycleGAN runs", Markup.Of($"""
            <main>
            <h1>Comparison of {Count(comparison.Rows.Count, "run")}</h1>
            <p>{Introduction(comparison)}</p>
            {Notes(comparison)}
            {MeasureTables.Runs(comparison.AllRows)}
            {MeasureTables.Techniques(comparison.Techniques)}
            {Curves(series)}
            {PhotoTable(comparison)}
            {Differences(comparison)}
            {Meaning(comparison)}
            </main>
            {Footer(comparison, made)}
            {Viewer(comparison)}
            """));
    }

    private static Markup Introduction(ComparisonResult comparison)
    {
        var first = comparison.Rows[0];
        return Markup.Of(
            $"{Count(first.FakeCount, "test picture")} of <code>{first.TestFrom}</code> went through the generator {comparison.Direction} of each run, "
            + $"and the results were held against {Count(first.RealCount, "real picture")} of <code>{first.TestTo}</code>, "
            + $"all as squares of {first.MeasuredSize} pixels. Smaller is better but for precision, recall and what has crossed over. "
            + $"Differences are to the first run, {first.Run}.");
    }

    private static Markup Notes(ComparisonResult comparison)
    {
        var notes = new List<string>();
        notes.AddRange(comparison.Rows.Where(row => row.Status != RunStatus.Finished)
            .Select(row => $"{row.Run} is not finished ({row.Status}): its numbers are those of its newest model."));
        notes.AddRange(comparison.Rows.Where(row => row.SameData == false)
            .Select(row => $"{row.Run} was trained on other images than {comparison.Rows[0].Run}: the difference may be that of the data."));
        if (comparison.Rows[0].WeightsSha256 is null)
        {
            notes.Add("There were no Inception weights, so FID, KID, precision, recall and the share that has crossed over are empty.");
        }
        else if (FidCautions.FewInAReport(Math.Min(comparison.Rows[0].FakeCount, comparison.Rows[0].RealCount)) is { } few)
        {
            notes.Add(few);
        }

        if (comparison.Rows[0] is { WeightsSha256: not null, CrossedOver: null })
        {
            notes.Add("There were no training images to tell by, so the share that has crossed over is empty.");
        }

        return notes.Count == 0 ? default : Markup.Of($"<ul>{Markup.Each(notes, (note, _) => Markup.Of($"<li>{note}</li>"))}</ul>");
    }

    private static Markup Curves(IReadOnlyList<ReportSeries> series)
    {
        var generators = LossCurves.Draw(series, "Generator loss", record => record.Generator);
        var discriminators = LossCurves.Draw(series, "Discriminator loss", record => record.Discriminator);
        var scales = Markup.Of(
            $"Smoothed. Losses of different adversarial objectives have different scales: they say whether a run learns, not which run is better.");
        return Section("Losses", Markup.Of($"""
            <fieldset class="curves"><legend class="soft">Runs shown</legend>
            <ul class="legend">{Markup.Each(series, (one, _) => Toggle(one))}</ul>
            <div class="charts">
            <figure>{generators}<figcaption>Generators: adversarial, cycle and identity loss with their weights</figcaption></figure>
            <figure>{discriminators}<figcaption>Discriminators: mean of both domains</figcaption></figure>
            </div></fieldset>
            <p class="soft">{scales}</p>
            """));
    }

    private static Markup Toggle(ReportSeries one)
    {
        var line = Markup.Of($"""<line class="curve colour-{one.Colour} dash-{one.Dash}" x1="1" x2="39" y1="6" y2="6"/>""");
        return Markup.Of(
            $"""<li><label><input type="checkbox" class="show" id="show-{one.Index}" checked>"""
            + $"""<svg viewBox="0 0 40 12" aria-hidden="true">{line}</svg>{Name(one.Row.Run)}</label></li>""");
    }

    // A tick box hides its run by the style sheet alone, so this needs no script.
    private static string Toggles(IReadOnlyList<ReportSeries> series) => string.Concat(series.Select(one => string.Create(
        CultureInfo.InvariantCulture, $".curves:has(#show-{one.Index}:not(:checked)) .run-{one.Index} {{ display: none; }}\n")));

    private static Markup PhotoTable(ComparisonResult comparison) => comparison.Photos.Count == 0 ? default : Section("Test pictures", Markup.Of($"""
        <div class="scroll" tabindex="0" role="region" aria-label="Test pictures"><table class="photos">{Markup.Of(
            $"<caption><span>The same pictures through every model. Select one to see it large.</span></caption>")}
        <thead><tr><th scope="col">source</th>{Markup.Each(comparison.Rows, (row, _) => Markup.Of($"""<th scope="col">{Name(row.Run)}</th>"""))}</tr></thead>
        <tbody>
        {Markup.Each(comparison.Photos, (photo, _) => Markup.Of($"""
            <tr><td>{Picture(photo.Source, $"{photo.Name}, source")}</td>{Markup.Each(
                photo.Translations, (translation, run) => Markup.Of($"<td>{Picture(translation, $"{photo.Name}, {comparison.Rows[run].Run}")}</td>"))}</tr>

            """))}
        </tbody></table></div>
        """));

    private static Markup Picture(RgbImage image, string name)
    {
        var jpeg = ImageFile.Encode(EmbeddedPicture.Shrunk(image, PhotoSide), ImageFormat.Jpeg, 88);
        return Markup.Of($"""<button type="button"><img src="{Markup.Verbatim(EmbeddedPicture.Address(jpeg))}" alt="{name}"></button>""");
    }

    private static Markup Differences(ComparisonResult comparison)
    {
        var keys = ConfigSchema.Keys
            .Where(key => comparison.Runs.Select(run => key.GetValue(run.Options)).Distinct().Count() > 1).ToList();
        return Section("Config", keys.Count == 0
            ? Markup.Of($"<p>All runs have the same config.</p>")
            : Table(
                "The keys in which the configs differ.",
                [Text("Key"), .. comparison.Rows.Select(row => Name(row.Run))],
                Markup.Each(keys, (key, _) => Markup.Of($"""
                    <tr><th scope="row">{key.Name}</th>{Markup.Each(comparison.Runs, (run, _) => Value(key, run))}</tr>

                    """))));
    }

    private static Markup Value(PropertyInfo key, ComparedRun run) =>
        Markup.Of($"<td>{Convert.ToString(key.GetValue(run.Options) ?? "–", CultureInfo.InvariantCulture)}</td>");

    private static Markup Meaning(ComparisonResult comparison) => Section("What the numbers mean", Markup.Of($"""
        <dl>
        {Markup.Each(Measures.All.Select(measure => measure.Meaning).OfType<(string Term, string Text)>(), (meaning, _) => Markup.Of($"""
            <dt>{Markup.Verbatim(meaning.Term)}</dt><dd>{Markup.Verbatim(meaning.Text)}</dd>

            """))}<dt>{TechniqueGroups.NoTranslation}</dt><dd>{Untouched}</dd>
        <dt>Beyond chance</dt><dd>{Chance(comparison)}</dd>
        </dl>
        """));

    private static Markup Untouched => Markup.Of(
        $"The test pictures as they are, measured as if a run had made them. A run whose distances are no smaller has learnt nothing that they can tell, "
        + $"and one that beats this row without crossing over has left the pictures alone.");

    private static Markup Chance(ComparisonResult comparison) => Markup.Of(
        $"Test pictures{(comparison.Techniques.Any(one => one.Chance == "images and seeds") ? " and seeds" : "")} were drawn anew "
        + $"{comparison.BootstrapDraws} times, the same pictures for all runs (Efron and Tibshirani 1993). The interval holds the middle 95 % of the "
        + $"differences; where zero lies outside, the difference is larger than such draws explain. With one seed of a technique no verdict is given: "
        + $"the interval knows the test pictures only, and nothing of how far another seed would come out elsewhere. With two or three seeds it knows "
        + $"little of that, and of many verdicts one in twenty is itself chance.");

    private static Markup Footer(ComparisonResult comparison, DateTimeOffset made)
    {
        var first = comparison.Rows[0];
        var versions = comparison.Runs.SelectMany(run => run.Record.Versions).GroupBy(pair => pair.Key)
            .Select(group => $"{group.Key} {string.Join(" and ", group.Select(pair => pair.Value).Distinct())}");
        var weights = first.WeightsName is null
            ? Markup.Of($"No Inception weights.")
            : Markup.Of($"Inception weights {first.WeightsName}, SHA-256 <code>{first.WeightsSha256}</code>.");
        return Markup.Of($"""
            <footer><p>Made {made:yyyy-MM-dd HH:mm zzz} by CycleGanPS. Trained with {string.Join(", ", versions)}.</p>
            <p>{weights}</p></footer>
            """);
    }

    private static Markup Viewer(ComparisonResult comparison) => comparison.Photos.Count == 0 ? default : Markup.Of(
        $"""<dialog id="viewer" aria-label="Picture"><img src="data:," alt=""><p aria-live="polite"></p><div>"""
        + $"""<button type="button" id="previous" aria-label="Previous picture">←</button>"""
        + $"""<button type="button" id="close">Close</button>"""
        + $"""<button type="button" id="next" aria-label="Next picture">→</button></div></dialog>""");
}
