using CycleGanPS.Core.Objectives;
using CycleGanPS.Core.Options;
using CycleGanPS.Core.Runs;
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

    private static RunRecord Record(TinyRun tiny)
    {
        var run = tiny.Folder("pace");
        TinyRun.Train(tiny.Options, run, StartMode.New, steps: 1);
        return run.Read();
    }
}
