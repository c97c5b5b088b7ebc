using CycleGanPS.Core.Comparison;
using CycleGanPS.Core.Images;
using CycleGanPS.Core.Options;
using CycleGanPS.Core.Reports;
using CycleGanPS.Core.Reports.Html;
using CycleGanPS.Core.Runs;
using Xunit;

namespace CycleGanPS.Core.Tests.Reports;

public sealed class ComparisonReportTests
{
    private const string Evil = "<script>alert(1)</script><b onclick=alert(2)>&\"'";

    [Fact]
    public void MarkupEncodesEveryValueOnce()
    {
        var inner = Markup.Of($"<b>{"<&\"'>"}</b>");
        Assert.Equal(
            "<p title=\"&lt;&amp;&quot;&#39;&gt;\"><b>&lt;&amp;&quot;&#39;&gt;</b>1.5</p>",
            Markup.Of($"<p title=\"{"<&\"'>"}\">{inner}{1.50:0.0}</p>").ToString());
    }

    [Fact]
    public void NamesOfFilesAreText()
    {
        using var folder = new TemporaryFolder();
        var page = ComparisonReport.Render(Comparison(folder), DateTimeOffset.UnixEpoch);
        Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<b onclick", page, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", page, StringComparison.Ordinal);
    }

    [Fact]
    public void EveryNumberOfARunIsShown()
    {
        using var folder = new TemporaryFolder();
        var page = ComparisonReport.Render(Comparison(folder), DateTimeOffset.UnixEpoch);
        foreach (var text in (string[])
            [
                "145.61", "−2.55", "143.06", "27.10", "may be chance", "beyond chance", "1 h 02 min", "sha-of-weights", "not finished",
                "trained on other images", "NegativeSlope",
            ])
        {
            Assert.Contains(text, page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void LossesThatAreNoNumbersAndRunsWithoutLossesDoNotBreakThePage()
    {
        using var folder = new TemporaryFolder();
        var comparison = Comparison(folder);
        File.Delete(comparison.Runs[0].Folder.Losses);
        using (var log = new LossLog(comparison.Runs[1].Folder.Losses))
        {
            log.Append(Loss(200) with { Generator = double.NaN, Discriminator = double.PositiveInfinity });
        }

        var page = ComparisonReport.Render(comparison, DateTimeOffset.UnixEpoch);
        Assert.DoesNotContain("NaN", page, StringComparison.Ordinal);
        Assert.DoesNotContain("∞", page, StringComparison.Ordinal);
    }

    [BrowserFact]
    public async Task WhatCanBeClickedDoesWhatItSays()
    {
        using var folder = new TemporaryFolder();
        var page = folder.File("report.html");
        ComparisonReport.Save(Comparison(folder), page, DateTimeOffset.UnixEpoch);
        await using var browser = await Browser.OpenAsync(Browser.Find()!, page, 1280, 900);

        // A run's tick box hides and shows its curve in both charts.
        const string Hidden = "[...document.querySelectorAll('.charts .run-1')].map(curve => getComputedStyle(curve).display).join()";
        Assert.Equal("inline,inline", await browser.EvaluateAsync<string>(Hidden));
        await browser.ClickAsync("#show-1");
        Assert.Equal("none,none", await browser.EvaluateAsync<string>(Hidden));
        Assert.Equal("inline", await browser.EvaluateAsync<string>("getComputedStyle(document.querySelector('.charts .run-0')).display"));
        await browser.ClickAsync("#show-1");
        Assert.Equal("inline,inline", await browser.EvaluateAsync<string>(Hidden));

        // A photo opens large; arrows and buttons go through the grid, round its ends; Escape closes.
        const string Shown = "document.querySelector('#viewer').open ? document.querySelector('#viewer p').textContent : 'closed'";
        Assert.Equal("closed", await browser.EvaluateAsync<string>(Shown));
        await browser.ClickAsync(".photos tbody tr:nth-child(1) td:nth-child(2) button");
        Assert.Equal("first.png, base", await browser.EvaluateAsync<string>(Shown));
        Assert.True(await browser.EvaluateAsync<bool>("document.querySelector('#viewer img').naturalWidth > 0"));
        await browser.ClickAsync("#next");
        Assert.Equal("first.png, " + Evil, await browser.EvaluateAsync<string>(Shown));
        await browser.PressAsync("ArrowDown", 40);
        Assert.Equal("second.png, " + Evil, await browser.EvaluateAsync<string>(Shown));
        await browser.PressAsync("ArrowRight", 39);
        Assert.Equal("second.png, source", await browser.EvaluateAsync<string>(Shown));
        await browser.PressAsync("ArrowLeft", 37);
        await browser.PressAsync("ArrowUp", 38);
        await browser.ClickAsync("#previous");
        Assert.Equal("first.png, base", await browser.EvaluateAsync<string>(Shown));
        await browser.PressAsync("Escape", 27);
        Assert.Equal("closed", await browser.EvaluateAsync<string>(Shown));
        Assert.Equal("first.png, base", await browser.EvaluateAsync<string>("document.activeElement.querySelector('img').alt"));

        // By keyboard alone, and closed by its button.
        await browser.PressAsync("Enter", 13);
        Assert.Equal("first.png, base", await browser.EvaluateAsync<string>(Shown));
        await browser.ClickAsync("#close");
        Assert.Equal("closed", await browser.EvaluateAsync<string>(Shown));

        Assert.Equal(0, await browser.EvaluateAsync<int>("document.querySelectorAll('b, [onclick]').length"));
        Assert.Empty(browser.Complaints);
    }

    [BrowserFact]
    public async Task ThePageFitsAPhone()
    {
        using var folder = new TemporaryFolder();
        var page = folder.File("report.html");
        ComparisonReport.Save(Comparison(folder), page, DateTimeOffset.UnixEpoch);
        await using var browser = await Browser.OpenAsync(Browser.Find()!, page, 390, 844);
        Assert.Equal(390, await browser.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        Assert.True(
            await browser.EvaluateAsync<bool>("[...document.querySelectorAll('.legend label')].every(label => label.getBoundingClientRect().height >= 32)"));
        await browser.ClickAsync(".photos button");
        Assert.True(await browser.EvaluateAsync<bool>(
            "(r => r.left >= 0 && r.right <= innerWidth && r.bottom <= innerHeight)(document.querySelector('#viewer').getBoundingClientRect())"));
        Assert.Empty(browser.Complaints);
    }

    private static LossRecord Loss(long step) => new()
    {
        Epoch = 1, Step = step, Discriminator = 0.5 / step, DiscriminatorA = 0.5 / step, DiscriminatorB = 0.5 / step, Generator = 9.0 / step,
        Adversarial = 1, Cycle = 0.5, Identity = 0.5, LearningRate = 2e-4, Seconds = step, ImagesPerSecond = 1,
    };

    private static ComparedRun Run(TemporaryFolder folder, string name, TrainingOptions options, string data, RunStatus status)
    {
        var path = new RunFolder(Directory.CreateDirectory(folder.File(name)).FullName);
        using (var log = new LossLog(path.Losses))
        {
            for (var step = 1; step <= 100; step++)
            {
                log.Append(Loss(step));
            }
        }

        return new ComparedRun(path, new RunRecord
        {
            Status = status, Seed = 1, Device = "cpu", Threads = 2, Started = DateTimeOffset.UnixEpoch, Updated = DateTimeOffset.UnixEpoch,
            DataFingerprint = data, Versions = new Dictionary<string, string> { ["CycleGanPS"] = "0.1.0" },
        }, options);
    }

    private static RunComparison Row(string name, string technique, double fid) => new()
    {
        Run = name, Technique = technique, Seed = 1, Status = RunStatus.Finished,
        Fid = fid, DeltaFid = fid - 145.61, Kid = 0.0271, DeltaKid = 0, Precision = 0.5, Recall = 0.25, Swd = 100, DeltaSwd = 0,
        TrainingSeconds = 3725, PreparationSeconds = 0, ImagesPerSecond = 3, Epochs = 20, Steps = 2000, ImageSize = 256, SameData = true,
        TestFrom = "/data/testA", TestTo = "/data/testB", FakeCount = 100, RealCount = 100, MeasuredSize = 256,
        WeightsName = "weights.pth", WeightsSha256 = "sha-of-weights", Path = name,
    };

    private static ComparisonResult Comparison(TemporaryFolder folder)
    {
        var rows = (RunComparison[])[Row("base", "Baseline", 145.61), Row(Evil, "LeakyReLU", 143.06) with { Status = RunStatus.Stopped, SameData = false }];
        static TechniqueComparison Technique(RunComparison row) => new()
        {
            Technique = row.Technique, Runs = 1, Rows = [row], Seeds = [1], Fid = row.Fid, Kid = row.Kid, Swd = row.Swd,
            TrainingSeconds = 1, PreparationSeconds = 0, Reference = "Baseline", Chance = "images",
        };
        static RgbImage Plain(byte value) => new(48, 32, [.. Enumerable.Repeat(value, 48 * 32 * 3)]);
        return new ComparisonResult
        {
            Runs =
            [
                Run(folder, "base", new TrainingOptions(), "a", RunStatus.Finished),
                Run(folder, "leaky", new TrainingOptions { Activation = Activation.LeakyReLU, NegativeSlope = 0.1 }, "b", RunStatus.Stopped),
            ],
            Rows = rows,
            Techniques = [Technique(rows[0]), Technique(rows[1]) with { DeltaFid = new(-2.55, -4, 1, true), DeltaKid = new(-0.01, -0.02, -0.001, true) }],
            Photos = [new("first.png", Plain(10), [Plain(20), Plain(30)]), new("second.png", Plain(40), [Plain(50), Plain(60)])],
            Direction = TranslationDirection.AB,
            BootstrapDraws = 100,
        };
    }
}
