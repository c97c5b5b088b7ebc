using CycleGanPS.Core.Objectives;
using CycleGanPS.Core.Options;
using CycleGanPS.Core.Reports;
using CycleGanPS.Core.Runs;
using CycleGanPS.Core.Tests.Reports;
using CycleGanPS.Core.Tests.Training;
using CycleGanPS.Core.Training;
using Xunit;

namespace CycleGanPS.Core.Tests.Runs;

public sealed class RunSummaryTests
{
    [Fact]
    public void AStepWithCriticsCountsAllItsImages()
    {
        using var tiny = new TinyRun();
        var record = Record(tiny) with { Seconds = 10, Step = 40 };

        Assert.Equal(8, record.PaceWith(tiny.Options with { BatchSize = 2 }));
        Assert.Equal(20, record.PaceWith(tiny.Options.WithObjective(AdversarialLossKind.WassersteinGp)));
        Assert.Equal(0, (record with { Seconds = 0 }).PaceWith(tiny.Options));
    }

    [Fact]
    public void ARunThatIsTrainedStandsWhereItsLogDoes()
    {
        using var fixture = new RunFixture().WithLosses(60).WithScores(RunFixture.Score(1, 0.2, true), RunFixture.Score(2, 0.1, true));
        RunSummary Of(RunStatus status) => RunStory.Of(fixture.Run, fixture.Record with { Status = status }, LossTrace.Read(fixture.Run)).Summary;

        // Its record was written at step 400 of 1,000, after 200 seconds.
        var running = Of(RunStatus.Running);
        Assert.Equal((600, 60.0, TimeSpan.FromSeconds(300), 6), (running.Step, running.PercentComplete, running.Elapsed, running.Epoch));
        Assert.Equal(TimeSpan.FromSeconds(200), running.Remaining);
        Assert.Equal(("Kid", 0.1, 2), (running.BestMeasure, running.BestScore, running.BestEpoch));
        Assert.Equal(2, running.ImagesPerSecond);

        // What was trained after the last checkpoint is not there any more.
        var stopped = Of(RunStatus.Interrupted);
        Assert.Equal((400, 40.0, TimeSpan.FromSeconds(200)), (stopped.Step, stopped.PercentComplete, stopped.Elapsed));
        Assert.Equal(TimeSpan.FromSeconds(300), stopped.Remaining);
        Assert.Null(Of(RunStatus.Finished).Remaining);
    }

    [Fact]
    public void ItsPaceIsThatOfLate()
    {
        using var fixture = new RunFixture();
        var losses = new LossTrace();
        for (var step = 1; step <= 300; step++)
        {
            // The last 150 steps took ten times as long.
            losses.Add(LossColumn.Change(SampleLosses.At(step), ("Seconds", step <= 150 ? step : 150 + 10 * (step - 150))));
        }

        var summary = RunStory.Of(fixture.Run, fixture.Record with { Status = RunStatus.Running, Step = 300 }, losses).Summary;
        Assert.Equal(TimeSpan.FromSeconds(7000), summary.Remaining);
    }

    private static RunRecord Record(TinyRun tiny)
    {
        var run = tiny.Folder("pace");
        TinyRun.Train(tiny.Options, run, StartMode.New, steps: 1);
        return run.Read();
    }
}
