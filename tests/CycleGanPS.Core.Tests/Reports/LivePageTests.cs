using CycleGanPS.Core.Reports;
using CycleGanPS.Core.Runs;
using CycleGanPS.Core.Tests.Runs;
using CycleGanPS.Core.Tests.Training;
using CycleGanPS.Core.Training;
using Xunit;

namespace CycleGanPS.Core.Tests.Reports;

public sealed class LivePageTests
{
    [Fact]
    public void ThePageFollowsTheTraining()
    {
        using var tiny = new TinyRun();
        var run = tiny.Folder("live");
        var clock = new StepClock();
        var page = new LivePage(run, clock);
        var seen = new List<string>();
        foreach (var progress in new Trainer(TrainingPlan.Create(tiny.Options), run, clock).Run(StartMode.New, CancellationToken.None))
        {
            page.StepDone(progress.Record);
            seen.Add(File.ReadAllText(run.Page));
            clock.Now += TimeSpan.FromSeconds(5);
        }

        // Samples come every three steps, and with each of them the page anew.
        Assert.Contains("step 0 of 10", seen[0], StringComparison.Ordinal);
        Assert.Contains("step 3 of 10", seen[2], StringComparison.Ordinal);
        Assert.Contains("samples/000003.png", seen[2], StringComparison.Ordinal);
        Assert.Contains("step 9 of 10", seen[8], StringComparison.Ordinal);
        Assert.All(seen, text => Assert.Contains(">Running<", text, StringComparison.Ordinal));
        var last = File.ReadAllText(run.Page);
        Assert.Contains(">Finished<", last, StringComparison.Ordinal);
        Assert.Contains("step 10 of 10", last, StringComparison.Ordinal);
        Assert.DoesNotContain("http-equiv=\"refresh\"", last, StringComparison.Ordinal);
        Assert.Null(page.TakeWarning());
    }

    [Fact]
    public void WithoutSamplesItIsMadeAnewEveryMinute()
    {
        using var fixture = new RunFixture().WithLosses(3);
        var clock = new StepClock();
        var page = new LivePage(fixture.Run, clock);
        fixture.Run.Write(fixture.Record with { Status = RunStatus.Running, Step = 30 });
        Step(40, 30);
        Assert.Contains("step 30 of", File.ReadAllText(fixture.Run.Page), StringComparison.Ordinal);
        Step(50, 31);
        Assert.Contains("step 50 of", File.ReadAllText(fixture.Run.Page), StringComparison.Ordinal);

        void Step(long step, int seconds)
        {
            clock.Now += TimeSpan.FromSeconds(seconds);
            page.StepDone(LossColumn.Change(SampleLosses.At(step), ("Seconds", step)));
        }
    }

    [Fact]
    public void ManyChangesInASecondMakeOnePage()
    {
        using var fixture = new RunFixture();
        var clock = new StepClock();
        var page = new LivePage(fixture.Run, clock);
        for (var step = 1; step <= 50; step++)
        {
            clock.Now += TimeSpan.FromMilliseconds(10);
            fixture.Run.Write(fixture.Record with { Status = RunStatus.Running, Step = step });
        }

        Assert.Contains("step 1 of", File.ReadAllText(fixture.Run.Page), StringComparison.Ordinal);
        clock.Now += TimeSpan.FromSeconds(1);
        page.StepDone(null);
        Assert.Contains("step 50 of", File.ReadAllText(fixture.Run.Page), StringComparison.Ordinal);

        // How it ends is told at once.
        fixture.Run.Write(fixture.Record with { Status = RunStatus.Stopped, Step = 51 });
        Assert.Contains(">Stopped<", File.ReadAllText(fixture.Run.Page), StringComparison.Ordinal);
    }

    [Fact]
    public void LongSilencesMakeItPatient()
    {
        using var fixture = new RunFixture().WithScores(RunFixture.Score(1, 0.1, true));
        var clock = new StepClock();
        var page = new LivePage(fixture.Run, clock);
        fixture.Run.Write(fixture.Record with { Status = RunStatus.Running });
        Assert.Contains("data-silence=\"180\"", File.ReadAllText(fixture.Run.Page), StringComparison.Ordinal);
        clock.Now += TimeSpan.FromMinutes(10);
        page.StepDone(null);
        Assert.Contains("data-silence=\"1800\"", File.ReadAllText(fixture.Run.Page), StringComparison.Ordinal);
    }

    [Fact]
    public void WhereItCannotBeWrittenTheTrainingGoesOnAndOneWarningTellsOfIt()
    {
        using var tiny = new TinyRun();
        var run = tiny.Folder("refused");
        var clock = new StepClock();
        var page = new LivePage(run, clock);
        var warnings = new List<string>();
        foreach (var progress in new Trainer(TrainingPlan.Create(tiny.Options with { SampleInterval = 1 }), run).Run(StartMode.New, CancellationToken.None))
        {
            if (progress.Step == 1)
            {
                // No file takes the place of a folder, for whomever.
                File.Delete(run.Page);
                Directory.CreateDirectory(Path.Combine(run.Page, "folder"));
            }

            clock.Now += TimeSpan.FromSeconds(5);
            page.StepDone(progress.Record);
            warnings.AddRange(page.TakeWarning() is { } warning ? [warning] : Array.Empty<string>());
        }

        warnings.AddRange(page.TakeWarning() is { } last ? [last] : Array.Empty<string>());
        Assert.Equal(RunStatus.Finished, run.Read().Status);
        Assert.Contains("index.html", Assert.Single(warnings), StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(run.Path, "*.tmp"));
    }

    [Fact]
    public void ARunThatGoesOnHasItsEarlierLosses()
    {
        using var tiny = new TinyRun();
        var run = tiny.Folder("resumed");
        TinyRun.Train(tiny.Options, run, StartMode.New, 4);
        var again = new RunFolder(run.Path);
        var page = new LivePage(again);
        foreach (var progress in new Trainer(TrainingPlan.Create(tiny.Options), again).Run(StartMode.Resume, CancellationToken.None))
        {
            page.StepDone(progress.Record);
        }

        var curve = File.ReadAllText(run.Page).Split("<polyline")[^1].Split("points=\"")[1].Split('"')[0];
        Assert.Equal(10, curve.Split(' ').Length);
    }

    [Fact]
    public void WhatTheUserWasToldIsKept()
    {
        using var tiny = new TinyRun();
        var run = tiny.Folder("warned");
        File.WriteAllText(tiny.DataFile("trainA", 2), "no picture");
        var told = TinyRun.Train(tiny.Options, run, StartMode.New);
        Assert.NotEmpty(told);
        Assert.Equal(told.Distinct(), run.Read().Warnings!.Select(warning => warning.Text));
    }

    private sealed class StepClock : TimeProvider
    {
        public TimeSpan Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

        public override long GetTimestamp() => Now.Ticks;

        public override DateTimeOffset GetUtcNow() => new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero) + Now;
    }
}
