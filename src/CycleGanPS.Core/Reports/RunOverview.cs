using CycleGanPS.Core.Reports.Html;
using static CycleGanPS.Core.Reports.ReportParts;

namespace CycleGanPS.Core.Reports;

/// <summary>Several runs at a glance, with links to what a page has of each.</summary>
internal static class RunOverview
{
    public static Markup Of(IReadOnlyList<RunStory> stories)
    {
        var curves = stories.Select((story, index) => (story, index)).Where(entry => entry.story.Losses.Last is not null)
            .Select(entry => new ChartCurve(
                $"colour-{entry.index % ReportSeries.Colours} dash-{entry.index / ReportSeries.Colours % ReportSeries.Dashes}",
                entry.story.Folder.Name, LossCurves.Smooth(entry.story.Losses.Records, record => record.Generator)))
            .ToList();
        var chart = curves.Count == 0 ? default : Markup.Of($"""
            <figure class="all charts">{Chart.Draw($"Generator loss of {curves.Count} runs over training steps", curves)}
            <figcaption>Generators: whole loss, smoothed. Different adversarial losses have different scales.
            <ul class="legend">{Markup.Each(curves, (curve, _) => Markup.Of(
                $"<li>{RunCharts.Sample(curve.Classes)}{Name(curve.Title)}</li>"))}</ul></figcaption></figure>
            """);
        return Markup.Of($"""
            <section aria-label="All runs"><h1>{stories.Count} CycleGAN runs</h1>
            {Table(
                "Each name leads to what there is of the run.",
                [Text("Run"), Text("Status"), Text("Done"), Text("Epoch"), Text("Trained"), Text("Left"), Text("Best"), Text("After epoch"), Text("Technique")],
                Markup.Each(stories, Row))}
            {chart}
            </section>
            """);
    }

    private static Markup Row(RunStory story, int index)
    {
        var summary = story.Summary;
        var best = story.Best is { } found ? $"{found.Measure.Short} {found.Measure.Show(found.Value)}" : "";
        return Markup.Of($"""
            <tr><th scope="row"><a href="#run-{index}">{Name(summary.Name)}</a></th>
            <td><span class="chip {RunArticle.Class(summary.Status)}">{summary.Status}</span></td>
            <td>{Math.Floor(summary.PercentComplete)} %</td><td>{summary.Epoch} of {summary.Epochs}</td><td>{Duration(summary.Elapsed.TotalSeconds)}</td>
            <td>{Duration(summary.Remaining?.TotalSeconds)}</td><td>{best}</td><td>{summary.BestEpoch}</td><td class="text">{Name(summary.Technique)}</td></tr>

            """);
    }
}
