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
        using (var log = LossLog.Open(comparison.Runs[1].Folder.Losses))
        {
            log.Append(LossColumn.Change(Loss(200), ("Generator", double.NaN), ("Discriminator", double.PositiveInfinity)));
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

    [BrowserTheory]
    [InlineData(1200)]
    [InlineData(390)]
    public async Task TablesFitAndNamesBreakBetweenTheirWords(int width)
    {
        using var folder = new TemporaryFolder();
        var page = folder.File("report.html");
        ComparisonReport.Save(Study(folder), page, DateTimeOffset.UnixEpoch);
        await using var browser = await Browser.OpenAsync(Browser.Find()!, page, width, 900);
        Assert.InRange(await browser.EvaluateAsync<int>("document.documentElement.scrollWidth"), 1, width);
        if (width > 1000)
        {
            // Pictures and configs have a column a run, and may go on beyond the edge.
            Assert.Equal(0, await browser.EvaluateAsync<int>(
                "[...document.querySelectorAll('[aria-label=Runs] .scroll, [aria-label=Techniques] .scroll')]"
                + ".filter(one => one.scrollWidth > one.clientWidth).length"));
        }

        // Each piece of a name, which stands between two places to break, lies in one line.
        Assert.Equal("", await browser.EvaluateAsync<string>(
            "[...document.querySelectorAll('.name')].flatMap(name => [...name.childNodes]).filter(piece => { "
            + "const range = document.createRange(); range.selectNodeContents(piece); return range.getClientRects().length > 1; })"
            + ".map(piece => piece.textContent).join()"));
    }

    [Fact]
    public void ScoresOfOtherWeightsAreMarkedAtTheirColumn()
    {
        using var folder = new TemporaryFolder();
        var page = ComparisonReport.Render(Study(folder), DateTimeOffset.UnixEpoch);
        foreach (var title in (string[])["FID", "KID &#215; 1000", "Precision", "Recall", "Crossed over"])
        {
            Assert.Contains($"<th scope=\"col\">{title}<small class=\"caution\">other weights</small></th>", page, StringComparison.Ordinal);
        }

        Assert.Contains("<th scope=\"col\">SWD</th>", page, StringComparison.Ordinal);
        Assert.Contains("compares with no published value", page, StringComparison.Ordinal);
        var standard = ComparisonReport.Render(Study(folder, "6726825d0000"), DateTimeOffset.UnixEpoch);
        Assert.DoesNotContain("other weights", standard, StringComparison.Ordinal);
    }

    [Fact]
    public void ATechniqueWithOneSeedGetsNoVerdict()
    {
        using var folder = new TemporaryFolder();
        var page = ComparisonReport.Render(Study(folder), DateTimeOffset.UnixEpoch);
        Assert.Contains("one seed, no verdict", page, StringComparison.Ordinal);
        Assert.Contains("worse, beyond chance", page, StringComparison.Ordinal);
        Assert.False(new MetricDifference(2, 1, 3, coversSeeds: false).LargerThanChance);
        Assert.True(new MetricDifference(2, 1, 3, coversSeeds: true).LargerThanChance);
        Assert.DoesNotContain("*", new MetricDifference(2, 1, 3, coversSeeds: false).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void TheTestPicturesAsTheyAreHaveScoresButNeitherSeedNorTimesNorCurvesNorAColumnOfPictures()
    {
        using var folder = new TemporaryFolder();
        var page = ComparisonReport.Render(Comparison(folder), DateTimeOffset.UnixEpoch);
        const string Row = """<tr><th scope="row"><span class="name">No <wbr/>translation</span></th><td></td><td>""";
        Assert.Contains($"{Row}234.56<small>+88.95</small></td>", page, StringComparison.Ordinal);
        Assert.Contains(
            "<td>0.03</td><td>100.0<small>0.0</small></td><td>–</td><td>–</td><td></td><td></td><td></td></tr>", page, StringComparison.Ordinal);
        Assert.Contains($"{Row}234.56</td><td>45.60</td><td>0.03</td>", page, StringComparison.Ordinal);
        Assert.Equal(4, page.Split("<polyline").Length - 1);
        Assert.DoesNotContain("""<th scope="col"><span class="name">No """, page, StringComparison.Ordinal);
        Assert.Contains("<dt>No translation</dt>", page, StringComparison.Ordinal);
        Assert.Contains("Comparison of 2 runs", page, StringComparison.Ordinal);
    }

    private static MetricDifference? Part(MetricDifference? one, double of) =>
        one is null ? null : new(one.Value / of, one.Low / of, one.High / of, one.CoversSeeds);

    // As many runs, and as long names, as the study has.
    private static ComparisonResult Study(TemporaryFolder folder, string sha256 = "0123456789abcdef")
    {
        var techniques = (string[])["Baseline", "LeakyReLU", "EdgeSmoothing", "WganGp", "LeakyReLU + EdgeSmoothing (Epochs 20)"];
        var rows = techniques.SelectMany((technique, index) => Enumerable.Range(1, technique == "WganGp" ? 1 : 2).Select(seed =>
            Row($"{technique.Replace(" ", "", StringComparison.Ordinal)}-seed{seed}", technique, 145.61 + index * seed, seed: seed, sha256: sha256))).ToList();
        return Comparison(folder) with
        {
            Runs = [.. rows.Select(row => Run(folder, row.Run, new TrainingOptions { Seed = row.Seed }, "a", RunStatus.Finished))],
            Rows = rows,
            NoTranslation = NoTranslation(),
            Techniques = [.. techniques.Select((technique, index) =>
            {
                var own = rows.Where(row => row.Technique == technique).ToArray();
                var difference = index == 0 ? null : new MetricDifference(index, index - 1.5, index + 1.5, own.Length > 1);
                return new TechniqueComparison
                {
                    Technique = technique, Runs = own.Length, Rows = own, Seeds = [.. own.Select(row => row.Seed!.Value)], Fid = own[0].Fid, FidDeviation = 2.3,
                    Kid = own[0].Kid, KidDeviation = 0.0031, CrossedOver = 0.875, CrossedOverDeviation = 0.125, DeltaCrossedOver = Part(difference, 10),
                    Swd = own[0].Swd, SwdDeviation = 1.6, MeanAbsoluteError = 0.1234, TrainingSeconds = 3725,
                    PreparationSeconds = 6.3, Reference = "Baseline", Chance = own.Length > 1 ? "images and seeds" : "images", DeltaFid = difference,
                    DeltaKid = Part(difference, 1000), DeltaSwd = difference, DeltaMeanAbsoluteError = Part(difference, 1000),
                };
            }), DoingNothing(new(1.5, 1, 2, true))],
            Photos = [],
        };
    }

    private static LossRecord Loss(long step) => new()
    {
        Epoch = 1, Step = step, Discriminator = 0.5 / step, DiscriminatorA = 0.5 / step, DiscriminatorB = 0.5 / step, Generator = 9.0 / step,
        Adversarial = 1, Cycle = 0.5, Identity = 0.5, LearningRate = 2e-4, Seconds = step, ImagesPerSecond = 1,
    };

    private static ComparedRun Run(TemporaryFolder folder, string name, TrainingOptions options, string data, RunStatus status)
    {
        var path = new RunFolder(Directory.CreateDirectory(folder.File(name)).FullName);
        using (var log = LossLog.Open(path.Losses))
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

    private static RunComparison Row(
        string name, string technique, double fid, RunStatus status = RunStatus.Finished, bool sharesData = true, int seed = 1,
        string sha256 = "sha-of-weights") => new()
    {
        Run = name, Technique = technique, Seed = seed, Status = status,
        Fid = fid, DeltaFid = fid - 145.61, Kid = 0.0271, DeltaKid = 0, Precision = 0.5, Recall = 0.25, CrossedOver = 0.875, Swd = 100, DeltaSwd = 0,
        MeanAbsoluteError = 0.1234, Psnr = 15.67,
        TrainingSeconds = 3725, PreparationSeconds = 6.3, ImagesPerSecond = 3, Epochs = 20, Steps = 123456, ImageSize = 256, SameData = sharesData,
        TestFrom = "/data/testA", TestTo = "/data/testB", FakeCount = 100, RealCount = 100, MeasuredSize = 256,
        WeightsName = "inception-of-another-training.pth", WeightsSha256 = sha256, Path = name,
    };

    private static RunComparison NoTranslation() => new()
    {
        Run = "No translation", Technique = "No translation", Fid = 234.56, DeltaFid = 88.95, Kid = 0.0456, DeltaKid = 0.0185, Precision = 0.5, Recall = 0.25,
        CrossedOver = 0.03, Swd = 100, DeltaSwd = 0, TestFrom = "/data/testA", TestTo = "/data/testB", FakeCount = 100, RealCount = 100, MeasuredSize = 256,
        WeightsName = "inception-of-another-training.pth", WeightsSha256 = "sha-of-weights",
    };

    private static TechniqueComparison DoingNothing(MetricDifference? fid = null) => new()
    {
        Technique = "No translation", Runs = 0, Rows = [NoTranslation()], Seeds = [], Fid = 234.56, Kid = 0.0456, CrossedOver = 0.03, Swd = 100,
        MeanAbsoluteError = 0.1234, Reference = "Baseline", Chance = "images and seeds", DeltaFid = fid,
    };

    private static ComparisonResult Comparison(TemporaryFolder folder)
    {
        var rows = (RunComparison[])[Row("base", "Baseline", 145.61), Row(Evil, "LeakyReLU", 143.06, RunStatus.Stopped, sharesData: false)];
        static TechniqueComparison Technique(RunComparison row, MetricDifference? fid = null, MetricDifference? kid = null) => new()
        {
            Technique = row.Technique, Runs = 1, Rows = [row], Seeds = [1], Fid = row.Fid, Kid = row.Kid, CrossedOver = row.CrossedOver, Swd = row.Swd,
            TrainingSeconds = 1, PreparationSeconds = 0, Reference = "Baseline", Chance = "images", DeltaFid = fid, DeltaKid = kid,
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
            NoTranslation = NoTranslation(),
            Techniques = [Technique(rows[0]), Technique(rows[1], new(-2.55, -4, 1, true), new(-0.01, -0.02, -0.001, true)), DoingNothing()],
            Photos = [new("first.png", Plain(10), [Plain(20), Plain(30)]), new("second.png", Plain(40), [Plain(50), Plain(60)])],
            Direction = TranslationDirection.AB,
            BootstrapDraws = 100,
        };
    }
}
