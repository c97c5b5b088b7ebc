using System.Globalization;
using CycleGanPS.Core.Reports.Html;
using CycleGanPS.Core.Runs;
using static CycleGanPS.Core.Reports.ReportParts;

namespace CycleGanPS.Core.Reports;

/// <summary>All about one run, within a page.</summary>
internal static class RunArticle
{
    /// <param name="story">The run.</param>
    /// <param name="index">Its place in the page.</param>
    /// <param name="frames">Its samples.</param>
    /// <param name="now">When the page is made.</param>
    /// <param name="life">Of a page that is made anew as long as the run is trained.</param>
    public static Markup Of(RunStory story, int index, SampleFrames frames, DateTimeOffset now, PageLife? life)
    {
        var summary = story.Summary;
        return Markup.Of($"""
            <article class="run" id="run-{index}">
            <h1>{Name(summary.Name)}</h1>
            <p class="state"><span class="chip {Class(summary.Status)}">{summary.Status}</span> {summary.Technique}</p>
            <progress max="100" value="{summary.PercentComplete}" aria-label="Progress">{summary.PercentComplete} %</progress>
            {Life(life, now)}
            {Error(summary)}
            {Facts(story, summary, now)}
            {Warnings(story)}
            {Samples(story, frames)}
            {RunCharts.Losses(story)}
            {RunCharts.Scores(story)}
            {RunConfig.Of(story)}
            </article>
            """);
    }

    /// <summary>The class that colours a status.</summary>
    public static string Class(RunStatus status) => status.ToString().ToLowerInvariant();

    // What a script needs to tell that a page is no longer made anew.
    private static Markup Life(PageLife? life, DateTimeOffset now) => life is null ? default : Markup.Of(
        $"""<div class="life soft" data-written="{now.ToUnixTimeMilliseconds()}" data-refresh="{life.Refresh.TotalSeconds:0}" """
        + $"""data-silence="{life.Silence.TotalSeconds:0}"><p role="status">As of {Moment(now)}.</p> """
        + $"""<label hidden><input type="checkbox" class="refresh" checked> Refresh by itself</label></div>""");

    private static Markup Error(RunSummary summary) => summary.Error is null || summary.Status != RunStatus.Failed
        ? default
        : Markup.Of($"""<p class="alert" role="alert"><strong>It ended with an error.</strong> {summary.Error}</p>""");

    private static Markup Facts(RunStory story, RunSummary summary, DateTimeOffset now)
    {
        var facts = new List<(string Term, string Text)>
        {
            ("Progress", string.Create(
                CultureInfo.InvariantCulture,
                $"{summary.PercentComplete:0.#} %: step {summary.Step:N0} of {summary.Steps:N0}, epoch {summary.Epoch} of {summary.Epochs}")),
        };
        if (summary.Remaining is { } left)
        {
            var end = now + left;
            var until = summary.Status != RunStatus.Running ? " of training"
                : ", until " + end.ToString(end.Date == now.Date ? "HH:mm" : "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
            facts.Add(("Time left", Duration(left.TotalSeconds) + until));
        }

        if (story.Best is { } best)
        {
            facts.Add(("Best score", $"{best.Measure.Title} {best.Measure.Show(best.Value)}, after epoch {best.Score.Epoch}"));
        }

        var preparation = story.Record.PreparationSeconds > 0 ? $", and {Duration(story.Record.PreparationSeconds)} of edge smoothing before" : "";
        facts.Add(("Trained for", Duration(summary.Elapsed.TotalSeconds) + preparation));
        facts.Add(("Speed", string.Create(CultureInfo.InvariantCulture, $"{summary.ImagesPerSecond:0.##} images a second")));
        facts.Add(("Started", Moment(summary.Started)));
        facts.Add(("Pictures", string.Create(
            CultureInfo.InvariantCulture, $"{story.Record.ImagesA:N0} + {story.Record.ImagesB:N0}, {summary.ImageSize} pixels")));
        facts.Add(("Device", $"{summary.Device}, {Count(story.Record.Threads, "thread")}"));
        facts.Add(("Seed", summary.Seed.ToString(CultureInfo.InvariantCulture)));
        return Markup.Of($"""<dl class="facts">{Markup.Each(facts, (fact, _) => Markup.Of($"<div><dt>{fact.Term}</dt><dd>{fact.Text}</dd></div>"))}</dl>""");
    }

    private static Markup Warnings(RunStory story) => story.Record.Warnings is not { Count: > 0 } warnings ? default : Section("Warnings", Markup.Of($"""
        <ul class="warnings">{Markup.Each(warnings, (warning, _) => Markup.Of(
            $"<li>{(warning.Step == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"After step {warning.Step:N0}: "))}{warning.Text}</li>"))}</ul>
        """));

    private static Markup Samples(RunStory story, SampleFrames frames)
    {
        if (frames.Shown.Count == 0)
        {
            return Section("Samples", Markup.Of($"<p>There are no samples{(story.Options.SampleInterval > 0 ? " yet" : ": the run makes none")}.</p>"));
        }

        var last = frames.Shown.Count - 1;
        var some = frames.All > frames.Shown.Count
            ? Markup.Of($"""<p class="soft">{frames.Shown.Count} of {frames.All:N0} sample sheets, evenly spread.</p>""")
            : default;
        return Section("Samples", Markup.Of($"""
            <div class="frames">{Markup.Each(frames.Shown, Frame)}</div>
            <div class="reel" hidden><button type="button" class="play" aria-pressed="false">Play</button>
            <input type="range" class="slide" min="0" max="{last}" step="1" value="{last}" aria-label="Sample sheet"></div>
            {some}
            """));

        // On paper the course is shown by three of them, and without scripts the newest is.
        Markup Frame(SampleFrame frame, int place)
        {
            var classes = $"frame{(place == last ? " shown" : "")}{(place == 0 || place == last || place == last / 2 ? " kept" : "")}";
            var when = string.Create(CultureInfo.InvariantCulture, $"Step {frame.Step:N0}, epoch {story.EpochOf(frame.Step)}");
            return Markup.Of(
                $"""<figure class="{classes}"><img src="{frame.Source}" width="{frames.Size.Width}" height="{frames.Size.Height}" """
                + $"""alt="{when}: pictures above, what a generator makes of them below"{Loading(place)}>"""
                + $"""<figcaption>{when}</figcaption></figure>""");
        }

        Markup Loading(int place) => place == last ? default : Markup.Verbatim(" loading=\"lazy\"");
    }
}
