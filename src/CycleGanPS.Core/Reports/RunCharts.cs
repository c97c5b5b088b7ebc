using CycleGanPS.Core.Reports.Html;
using CycleGanPS.Core.Runs;
using static CycleGanPS.Core.Reports.ReportParts;

namespace CycleGanPS.Core.Reports;

/// <summary>A run's losses and scores as charts, which a script can zoom together.</summary>
internal static class RunCharts
{
    private const int MostScores = 200;

    /// <summary>What the generators and what the discriminators minimise.</summary>
    public static Markup Losses(RunStory story)
    {
        var records = story.Losses.Records;
        if (records.Count == 0)
        {
            return Section("Losses", Markup.Of($"<p>No losses were recorded yet.</p>"));
        }

        var left = PanelCurve.LeftOf([records]);
        var (judges, judge) = left == LossPanel.Critics ? ("Critics", "Critic losses") : ("Discriminators", "Discriminator losses");
        return Section("Losses", Markup.Of($"""
            {Zoom}
            <div class="charts">
            {Panel("Generators", "Generator losses", LossPanel.Generators)}
            {Panel(judges, judge, left)}
            </div>
            <p><label><input type="checkbox" class="unsmoothed" checked> Show the losses as they are, faint, behind the smoothed ones</label></p>
            """));

        Markup Panel(string title, string name, LossPanel panel)
        {
            var curves = PanelCurve.Of(records, panel)
                .Select((curve, place) => (curve.Label, curve.Value, Classes: $"{Colour(curve.Ink)} dash-{place}")).ToList();
            var smooth = curves.Select(curve => new ChartCurve(curve.Classes, curve.Label, LossCurves.Smooth(records, curve.Value))).ToList();
            var raw = curves.Select(curve => new ChartCurve(
                $"{curve.Classes} raw", curve.Label, [.. records.Select(record => ((double)record.Step, curve.Value(record)))]));
            var course = smooth.Select(curve => (curve.Title, Values: curve.Points.Select(point => point.Value).Where(double.IsFinite).ToList()))
                .Where(curve => curve.Values.Count > 0)
                .Select(curve => FormattableString.Invariant($"{curve.Title} from {curve.Values[0]:G3} to {curve.Values[^1]:G3}"));
            return Markup.Of($"""
                <figure>{Chart.Draw($"{name} over training steps: {string.Join(", ", course)}", [.. raw, .. smooth], LastStep(story))}
                <figcaption>{title}<ul class="legend">{Markup.Each(curves, (curve, _) => Markup.Of(
                    $"""<li>{Sample(curve.Classes)}{curve.Label}</li>"""))}</ul></figcaption></figure>
                """);
        }
    }

    /// <summary>What evaluations gave; nothing where there were none.</summary>
    public static Markup Scores(RunStory story)
    {
        var measures = ScoreMeasure.All.Where(measure => story.Scores.Any(score => measure.Value(score) is not null)).ToList();
        if (measures.Count == 0)
        {
            return default;
        }

        var shown = Chart.Thin(story.Scores, MostScores);
        var weights = story.Scores.Select(score => score.Weights).OfType<string>().Distinct().ToList();
        var note = weights.Count == 0 ? "" : $" FID and KID with {string.Join(" and ", weights)}.";
        return Section("Scores", Markup.Of($"""
            <p class="soft">Of {Count(story.Scores[^1].Images, "test picture")}, lower is better.{note}</p>
            <div class="charts">
            {Markup.Each(measures, (measure, _) => Picture(measure))}
            </div>
            <details><summary>All numbers</summary>{Table(
                shown.Count < story.Scores.Count ? $"{shown.Count} of {story.Scores.Count} evaluations." : "All evaluations.",
                [Text("Epoch"), Text("Step"), .. measures.Select(measure => Text(measure.Title)), Text("Best so far")],
                Markup.Each(shown, (score, _) => Markup.Of($"""
                    <tr><th scope="row">{score.Epoch}</th><td>{score.Step}</td>{Markup.Each(
                        measures, (measure, _) => Markup.Of($"<td>{measure.Show(measure.Value(score))}</td>"))}<td>{(score.IsBest ? "yes" : "")}</td></tr>

                    """)))}</details>
            """));

        Markup Picture(ScoreMeasure measure)
        {
            IReadOnlyList<(double Step, double Value)> points = [.. story.Scores.Where(score => measure.Value(score) is not null).Select(Point)];
            var best = story.Best is { } found && found.Measure == measure
                ? [new ChartCurve("colour-1 best", $"best, after epoch {found.Score.Epoch}", [Point(found.Score)]) { HasMarks = true }]
                : Array.Empty<ChartCurve>();
            var curve = new ChartCurve("colour-0", measure.Title, Chart.Thin(points, MostScores)) { HasMarks = points.Count <= 60 };
            var lowest = points.Min(point => point.Value);
            var said = FormattableString.Invariant($"{measure.Title} from {points[0].Value:G4} to {points[^1].Value:G4}, lowest {lowest:G4}");
            var picture = Chart.Draw(said, [curve, .. best], LastStep(story), fromZero: false);
            return Markup.Of($"<figure>{picture}<figcaption>{measure.Title}{Marked(best)}</figcaption></figure>");

            (double Step, double Value) Point(ScoreRecord score) => (score.Step, measure.Scale * measure.Value(score)!.Value);
        }

        static Markup Marked(ChartCurve[] best) => best.Length == 0 ? default : Markup.Of($"; the large mark is the {best[0].Title}");
    }

    /// <summary>A piece of a curve, for a legend.</summary>
    public static Markup Sample(string classes) => Markup.Of(
        $"""<svg viewBox="0 0 40 12" aria-hidden="true"><line class="curve {classes}" x1="1" x2="39" y1="6" y2="6"/></svg>""");

    // All charts of a run end there.
    private static double LastStep(RunStory story) => Math.Max(story.Losses.Last?.Step ?? 1, story.Scores.Select(score => score.Step).LastOrDefault());

    private static string Colour(LossInk ink) => ink switch
    {
        LossInk.Blue => "colour-0",
        LossInk.Vermilion => "colour-1",
        LossInk.Green => "colour-2",
        _ => "colour-5",
    };

    private static Markup Zoom => Markup.Of($"""
        <div class="zoom" role="group" aria-label="Part of the run that the curves show" hidden>
        <button type="button" data-zoom="in">Zoom in</button><button type="button" data-zoom="out">Zoom out</button>
        <button type="button" data-zoom="earlier">Earlier</button><button type="button" data-zoom="later">Later</button>
        <button type="button" data-zoom="all">Whole run</button><span class="soft range" role="status"></span></div>
        """);
}
