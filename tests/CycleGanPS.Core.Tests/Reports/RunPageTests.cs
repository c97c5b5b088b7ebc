using CycleGanPS.Core.Options;
using CycleGanPS.Core.Reports;
using CycleGanPS.Core.Runs;
using Xunit;

namespace CycleGanPS.Core.Tests.Reports;

public sealed class RunPageTests
{
    private static readonly DateTimeOffset Now = new(2030, 1, 2, 5, 0, 0, TimeSpan.Zero);
    private static readonly PageLife Life = new(TimeSpan.FromSeconds(20), TimeSpan.FromMinutes(3));

    [Fact]
    public void ItTellsHowTheRunStands()
    {
        using var fixture = new RunFixture().WithLosses().WithSamples(4)
            .WithScores(RunFixture.Score(1, 0.2, true), RunFixture.Score(2, 0.0314, true), RunFixture.Score(3, 0.05, false));
        var record = fixture.Record with { Status = RunStatus.Running };
        record = record.Warned(30, ["A discriminator is no longer deceived."]) with { Extensions = [new(200, 5, 10)] };
        var story = RunStory.Of(fixture.Run, record, LossTrace.Read(fixture.Run));
        var page = RunPage.Live(story, Now, Life);
        foreach (var text in (string[])
            [
                "40 %: step 400 of 1,000, epoch 4 of 10", "5 min 00 s, until 05:05", "KID &#215; 1000 31.40, after epoch 2", "3 min 20 s", "cpu, 2 threads",
                "100 + 90, 256 pixels", "TorchSharp 0.107.0", "After step 30: A discriminator is no longer deceived.", "samples/000040.png", "Step 40, epoch 1",
                "After step 200 it was given 10 epochs in place of 5.", "<title>40 % &#183; run</title>", "data-silence=\"180\"", "data-refresh=\"20\"",
                "with weights.pth",
            ])
        {
            Assert.Contains(text, page, StringComparison.Ordinal);
        }

        // 100 images of one domain a step of half a second.
        Assert.Contains("2 images a second", page, StringComparison.Ordinal);
    }

    [Fact]
    public void AFailedRunTellsItsError()
    {
        using var fixture = new RunFixture();
        var page = RunPage.Whole([RunStory.Of(fixture.Run, fixture.Record with { Status = RunStatus.Failed, Error = "The <disk> is full." }, new())], Now);
        Assert.Contains("The &lt;disk&gt; is full.", page, StringComparison.Ordinal);
        Assert.Contains("role=\"alert\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public void NamesAreText()
    {
        using var fixture = new RunFixture(RunFixture.Evil.Replace('/', ' '), new() { TrainA = "/data/" + RunFixture.Evil });
        fixture.WithLosses().WithSamples(2).Run.Write(fixture.Record.Warned(1, [RunFixture.Evil]));
        foreach (var page in (string[])[RunPage.Live(fixture.Story, Now, Life), RunPage.Whole([fixture.Story, fixture.Story], Now)])
        {
            Assert.DoesNotContain("<img src=x", page, StringComparison.Ordinal);
            Assert.Contains("&lt;img ", page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void ARunWithoutAnythingHasAPage()
    {
        using var fixture = new RunFixture();
        var story = RunStory.Of(fixture.Run, fixture.Record with { Status = RunStatus.Running, Step = 0, Seconds = 0, Epoch = 0 }, new());
        foreach (var page in (string[])[RunPage.Live(story, Now, Life), RunPage.Whole([story], Now), RunPage.Whole([story, story], Now)])
        {
            Assert.Contains("There are no samples yet.", page, StringComparison.Ordinal);
            Assert.Contains("No losses were recorded yet.", page, StringComparison.Ordinal);
            Assert.DoesNotContain("Time left", page, StringComparison.Ordinal);
            Assert.DoesNotContain("<h2>Scores</h2>", page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void ARunOfAnEarlyVersionHasAPage()
    {
        using var fixture = new RunFixture().WithLosses();
        fixture.Run.Write(fixture.Record with { Options = null });
        Assert.Throws<CycleGanException>(() => fixture.Story);
        var story = RunStory.Read(fixture.Run, _ => new TrainingOptions { Filters = 12 });
        Assert.Contains("<th scope=\"row\">Filters</th><td>12</td><td>64</td>", RunPage.Whole([story], Now), StringComparison.Ordinal);
    }

    [Fact]
    public void OfThousandsOfSamplesAFewAreShownTheFirstAndTheLastAmongThem()
    {
        using var fixture = new RunFixture().WithSamples(3000);
        var frames = SampleFrames.Refer(fixture.Run);
        Assert.Equal(3000, frames.All);
        Assert.InRange(frames.Shown.Count, 50, 200);
        Assert.Equal((10, 30_000), (frames.Shown[0].Step, frames.Shown[^1].Step));
        var gaps = frames.Shown.Zip(frames.Shown.Skip(1), (one, next) => next.Step - one.Step).ToList();
        Assert.InRange(gaps.Max() - gaps.Min(), 0, 10);
        var page = RunPage.Whole([fixture.Story], Now);
        Assert.Contains("of 3,000 sample sheets", page, StringComparison.Ordinal);
        Assert.InRange(page.Length, 1, 1_000_000);
    }

    [Fact]
    public void PicturesThatAreHardToPackAreMadeSmallerUntilThePageIsSmall()
    {
        using var fixture = new RunFixture().WithSamples(40, 400, isNoise: true);
        var page = RunPage.Whole([fixture.Story], Now);
        Assert.InRange(page.Length, 500_000, 3_200_000);
        Assert.Contains("Step 10, epoch", page, StringComparison.Ordinal);
        Assert.Contains("Step 400, epoch", page, StringComparison.Ordinal);
        // All runs share the room.
        Assert.InRange(RunPage.Whole([fixture.Story, fixture.Story, fixture.Story], Now).Length, 500_000, 3_500_000);
    }

    [Fact]
    public void ASheetThatCannotBeReadIsLeftOut()
    {
        using var fixture = new RunFixture().WithSamples(3);
        File.WriteAllText(Path.Combine(fixture.Run.Samples, "000030.png"), "no picture");
        File.WriteAllText(Path.Combine(fixture.Run.Samples, "mine.png"), "the user's");
        Assert.Equal([10L, 20L], SampleFrames.Embed(fixture.Run, 1_000_000).Shown.Select(frame => frame.Step));
        Assert.Equal([10L, 20L, 30L], SampleFrames.Refer(fixture.Run).Shown.Select(frame => frame.Step));
    }

    [Fact]
    public void LossesThatAreNoNumbersDoNotBreakThePage()
    {
        using var fixture = new RunFixture().WithLosses(3);
        using (var log = LossLog.Open(fixture.Run.Losses))
        {
            log.Append(LossColumn.Change(fixture.Story.Losses.Last!, ("Step", 200), ("Generator", double.NaN), ("DiscriminatorB", double.PositiveInfinity)));
        }

        var page = RunPage.Whole([fixture.Story], Now);
        Assert.DoesNotContain("NaN,", page, StringComparison.Ordinal);
        Assert.DoesNotContain("∞,", page, StringComparison.Ordinal);
    }

    [BrowserFact]
    public async Task TheSliderThePlayButtonAndTheZoomDoWhatTheySay()
    {
        using var fixture = new RunFixture().WithLosses().WithSamples(5).WithScores(RunFixture.Score(1, 0.2, true), RunFixture.Score(2, 0.1, true));
        var page = fixture.Run.Page;
        File.WriteAllText(page, RunPage.Live(fixture.Story, Now, Life));
        await using var browser = await Browser.OpenAsync(Browser.Find()!, page, 1280, 900);

        const string Shown = "[...document.querySelectorAll('.frame')].filter(frame => getComputedStyle(frame).display !== 'none')"
            + ".map(frame => frame.querySelector('figcaption').textContent).join()";
        Assert.Equal("Step 50, epoch 1", await browser.EvaluateAsync<string>(Shown));
        Assert.True(await browser.EvaluateAsync<bool>("document.querySelector('.frame.shown img').naturalWidth > 0"));
        await browser.EvaluateAsync<bool>("document.querySelector('.slide').focus() || true");
        await browser.PressAsync("ArrowLeft", 37);
        Assert.Equal("Step 40, epoch 1", await browser.EvaluateAsync<string>(Shown));
        Assert.Equal("Step 40, epoch 1", await browser.EvaluateAsync<string>("document.querySelector('.slide').getAttribute('aria-valuetext')"));
        await browser.PressAsync("Home", 36);
        Assert.Equal("Step 10, epoch 1", await browser.EvaluateAsync<string>(Shown));
        await browser.ClickAsync(".play");
        Assert.Equal("Pause", await browser.EvaluateAsync<string>("document.querySelector('.play').textContent"));
        Assert.Equal("Step 50, epoch 1", await browser.EvaluateAsync<string>(
            "new Promise(done => { const look = () => document.querySelector('.play').textContent === 'Play' "
            + $"? done({Shown}) : setTimeout(look, 50); look(); }})"));

        // All charts show the same part, by what is dragged over and by buttons.
        const string Range = "document.querySelector('.range').textContent";
        const string Curve = "[...document.querySelectorAll('.run .charts polyline')].map(line => line.getAttribute('points')).join('|')";
        var whole = await browser.EvaluateAsync<string>(Curve);
        await browser.DragAsync(".charts > figure > svg", 0.3, 0.6);
        var dragged = await browser.EvaluateAsync<string>(Range);
        Assert.Matches(@"^Steps 9[678] to 23[345]$", dragged);
        Assert.NotEqual(whole, await browser.EvaluateAsync<string>(Curve));
        Assert.Contains("200", await browser.EvaluateAsync<string>("document.querySelectorAll('.axis')[2].textContent"), StringComparison.Ordinal);
        await browser.ClickAsync("[data-zoom=in]");
        Assert.NotEqual(dragged, await browser.EvaluateAsync<string>(Range));
        await browser.ClickAsync("[data-zoom=out]");
        await browser.ClickAsync("[data-zoom=later]");
        Assert.Matches(@"^Steps 16\d to 30\d$", await browser.EvaluateAsync<string>(Range));
        await browser.ClickAsync("[data-zoom=all]");
        Assert.Equal("", await browser.EvaluateAsync<string>(Range));

        const string Raw = "getComputedStyle(document.querySelector('.raw')).display";
        Assert.Equal("inline", await browser.EvaluateAsync<string>(Raw));
        await browser.ClickAsync(".unsmoothed");
        Assert.Equal("none", await browser.EvaluateAsync<string>(Raw));
        Assert.Empty(browser.Complaints);
    }

    [BrowserFact]
    public async Task APageOfARunThatLivesRefreshesItselfAndKeepsWhatWasChosen()
    {
        using var fixture = new RunFixture().WithLosses().WithSamples(5);
        var page = fixture.Run.Page;
        var often = new PageLife(TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        void Write(long step) => File.WriteAllText(page, RunPage.Live(
            RunStory.Of(fixture.Run, fixture.Record with { Status = RunStatus.Running, Step = step }, LossTrace.Read(fixture.Run)), DateTimeOffset.Now, often));
        Write(500);
        await using var browser = await Browser.OpenAsync(Browser.Find()!, page, 1280, 600);
        await browser.EvaluateAsync<bool>("document.querySelector('.slide').focus() || true");
        await browser.PressAsync("Home", 36);
        await browser.ClickAsync("[data-zoom=in]");
        await browser.EvaluateAsync<bool>("(document.querySelectorAll('details')[0].open = true, scrollTo(0, 400), window.first = true)");
        var zoomed = await browser.EvaluateAsync<string>("document.querySelector('.range').textContent");
        Write(600);
        while (!await browser.EvaluateAsync<bool>("document.readyState === 'complete' && document.body.textContent.includes('step 600') && !window.first"))
        {
            await Task.Delay(50);
        }

        Assert.Equal("Step 10, epoch 1", await browser.EvaluateAsync<string>("document.querySelector('.frame.shown figcaption').textContent"));
        Assert.Equal(zoomed, await browser.EvaluateAsync<string>("document.querySelector('.range').textContent"));
        Assert.InRange(await browser.EvaluateAsync<double>("scrollY"), 399, 401);
        Assert.True(await browser.EvaluateAsync<bool>("document.querySelectorAll('details')[0].open"));
        Assert.Equal("Running", await browser.EvaluateAsync<string>("document.querySelector('.chip').textContent"));

        // Who reads may stop it.
        await browser.ClickAsync(".refresh");
        await browser.EvaluateAsync<bool>("(window.first = true)");
        await Task.Delay(2500);
        Assert.True(await browser.EvaluateAsync<bool>("window.first === true"));
        Assert.Empty(browser.Complaints);
    }

    [BrowserFact]
    public async Task APageThatIsNoLongerWrittenSaysSo()
    {
        using var fixture = new RunFixture().WithLosses();
        var story = RunStory.Of(fixture.Run, fixture.Record with { Status = RunStatus.Running }, LossTrace.Read(fixture.Run));
        var before = DateTimeOffset.Now - 2 * Life.Silence;
        File.WriteAllText(fixture.Run.Page, RunPage.Live(story, before, Life));
        await using var browser = await Browser.OpenAsync(Browser.Find()!, fixture.Run.Page, 1280, 900);
        Assert.Equal("No sign of life", await browser.EvaluateAsync<string>("document.querySelector('.chip').textContent"));
        var said = await browser.EvaluateAsync<string>("document.querySelector('.life p').textContent");
        Assert.StartsWith("No sign of life since ", said, StringComparison.Ordinal);
        Assert.Empty(browser.Complaints);

        // One that is finished neither refreshes itself nor wonders.
        File.WriteAllText(fixture.Run.Page, RunPage.Live(fixture.Story, before, Life));
        await using var other = await Browser.OpenAsync(Browser.Find()!, fixture.Run.Page, 1280, 900);
        Assert.Equal("Finished,0", await other.EvaluateAsync<string>(
            "document.querySelector('.chip').textContent + ',' + document.querySelectorAll('.life, meta[http-equiv=refresh]').length"));
    }

    [BrowserTheory]
    [InlineData(390, false)]
    [InlineData(390, true)]
    [InlineData(1280, true)]
    public async Task ItFitsAndIsReadable(int width, bool isDark)
    {
        using var fixture = new RunFixture(
            "EdgeSmoothing-with-a-name-that-is-rather-long_and-goes-on-and-on-12345", new() { TrainA = "/" + new string('x', 200) });
        fixture.WithLosses().WithSamples(3).WithScores(RunFixture.Score(1, 0.2, true), RunFixture.Score(2, 0.1, true));
        fixture.Run.Write(fixture.Record.Warned(1, [new string('w', 300)]));
        var page = fixture.Run.Page;
        File.WriteAllText(page, RunPage.Whole([fixture.Story, fixture.Story], Now));
        await using var browser = await Browser.OpenAsync(Browser.Find()!, page, width, 900);
        if (isDark)
        {
            await browser.PreferDarkAsync();
        }

        await browser.EvaluateAsync<bool>("(document.querySelectorAll('details').forEach(one => { one.open = true; }), true)");
        Assert.InRange(await browser.EvaluateAsync<int>("document.documentElement.scrollWidth"), 1, width);
        Assert.True(await browser.EvaluateAsync<bool>(
            "[...document.querySelectorAll('button, summary')].every(one => one.getBoundingClientRect().height >= 36)"));
        // Of each text the colour and that of the page are 4.5 apart, as WCAG has it.
        Assert.Equal("", await browser.EvaluateAsync<string>(
            "(() => { const linear = one => (one /= 255) <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4; "
            + "const light = text => { const [r, g, b] = text.match(/[\\d.]+/g).map(linear); return 0.2126 * r + 0.7152 * g + 0.0722 * b; }; "
            + "const paper = light(getComputedStyle(document.body).backgroundColor); "
            + "return [...document.querySelectorAll('h1, h2, dt, dd, td, th, figcaption, .chip, a, button')].filter(one => { "
            + "const ink = light(getComputedStyle(one).color); return (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05) < 4.5; })"
            + ".map(one => one.className || one.tagName).join(); })()"));
        Assert.Equal(isDark, await browser.EvaluateAsync<bool>("getComputedStyle(document.body).backgroundColor === 'rgb(22, 22, 28)'"));

        // Each thing that can be worked has a name, and each link leads somewhere.
        Assert.Equal(0, await browser.EvaluateAsync<int>(
            "[...document.querySelectorAll('button, input, [role=img], [role=group], progress')]"
            + ".filter(one => !(one.textContent.trim() || one.ariaLabel || one.labels?.length)).length"));
        Assert.Equal(0, await browser.EvaluateAsync<int>("[...document.querySelectorAll('a')].filter(link => !document.querySelector(link.hash)).length"));
        Assert.Empty(browser.Complaints);
    }
}
