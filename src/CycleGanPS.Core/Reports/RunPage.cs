using System.Globalization;
using System.Reflection;
using CycleGanPS.Core.Reports.Html;
using CycleGanPS.Core.Runs;
using static CycleGanPS.Core.Reports.ReportParts;

namespace CycleGanPS.Core.Reports;

/// <summary>
/// Runs as one HTML page, made of their folders alone: how they stand, samples, losses, scores and config. It needs no network and
/// reads without scripts; with them the samples are a time-lapse, curves can be zoomed, and the page of a run that is trained refreshes itself.
/// </summary>
internal static class RunPage
{
    // In bytes of a page, over all its runs.
    private const long RoomForPictures = 3_000_000;

    /// <summary>The page that lies in the run's folder: its samples are those beside it.</summary>
    /// <param name="story">The run.</param>
    /// <param name="now">When the page is made.</param>
    /// <param name="life">How soon it is made anew, as long as the run is trained.</param>
    public static string Live(RunStory story, DateTimeOffset now, PageLife life)
    {
        var isAlive = story.Record.Status == RunStatus.Running;
        var page = new ReportPage
        {
            Style = Style,
            Script = Script,
            // 'self' stands for no file: a page from the disk is its own origin.
            Pictures = "'self' file: data:",
            Head = isAlive ? Markup.Of($"<noscript><meta http-equiv=\"refresh\" content=\"{life.Refresh.TotalSeconds:0}\"></noscript>\n") : default,
        };
        return page.Render(
            isAlive ? string.Create(CultureInfo.InvariantCulture, $"{story.Summary.PercentComplete:0} % · {story.Folder.Name}") : story.Folder.Name,
            Markup.Of($"""
            <main>
            {RunArticle.Of(story, 0, SampleFrames.Refer(story.Folder), now, isAlive ? life : null)}
            </main>
            {Footer([story], now)}
            """));
    }

    /// <summary>One or several runs as a file that holds all that it shows.</summary>
    public static string Whole(IReadOnlyList<RunStory> stories, DateTimeOffset now)
    {
        var page = new ReportPage { Style = Style, Script = Script };
        var articles = Markup.Each(stories, (story, index) =>
            RunArticle.Of(story, index, SampleFrames.Embed(story.Folder, RoomForPictures / stories.Count), now, life: null));
        return page.Render(stories.Count == 1 ? stories[0].Folder.Name : $"{stories.Count} CycleGAN runs", Markup.Of($"""
            <main>
            {(stories.Count == 1 ? default : RunOverview.Of(stories))}
            {articles}
            </main>
            {Footer(stories, now)}
            """));
    }

    private static string Style => ReportPage.Resource("report.css") + ReportPage.Resource("run.css");

    private static string Script => ReportPage.Resource("run.js");

    private static Markup Footer(IReadOnlyList<RunStory> stories, DateTimeOffset now)
    {
        var versions = stories.SelectMany(story => story.Record.Versions).GroupBy(pair => pair.Key)
            .Select(group => $"{group.Key} {string.Join(" and ", group.Select(pair => pair.Value).Distinct())}");
        var writer = typeof(RunPage).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0];
        return Markup.Of($"<footer><p>Made {Moment(now)} by CycleGanPS {writer}. Trained with {string.Join(", ", versions)}.</p></footer>");
    }
}
