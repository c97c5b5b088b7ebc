using CycleGanPS.Core.Configs;
using CycleGanPS.Core.Runs;
using CycleGanPS.Core.Training;
using Xunit;

namespace CycleGanPS.Core.Tests.Training;

/// <summary>Runs that are given more epochs than they were begun with.</summary>
public sealed class ExtendedRunTests : IDisposable
{
    private readonly TinyRun _tiny = new();

    // Two epochs of five steps are done.
    private RunFolder Finished(string name)
    {
        var run = _tiny.Folder(name);
        TinyRun.Train(_tiny.Options, run, StartMode.New);
        return run;
    }

    private static void Extend(RunFolder run, int epochs, int steps = int.MaxValue) =>
        TinyRun.Train(new RunRequest { Run = run, Resume = true, Epochs = epochs }.Resolve(), run, StartMode.Resume, steps);

    [Fact]
    public void TheLearningRateFollowsTheNewTotal()
    {
        var run = Finished("run");

        Extend(run, 8);

        var rates = LossLog.Read(run.Losses).GroupBy(record => record.Epoch).Select(epoch => epoch.First().LearningRate / _tiny.Options.LearningRate);
        // Until it was extended the decay set in after the first of two epochs; of eight it does so after the fourth.
        Assert.Equal([1, 1, 1, 1, 1, 0.75, 0.5, 0.25], rates.Select(rate => Math.Round(rate, 9)));
        Assert.Equal((RunStatus.Finished, 8, 40L), (run.Read().Status, run.Read().Epochs, run.Read().Step));
    }

    [Fact]
    public void TheRunRecordsWhereItWasExtended()
    {
        var run = Finished("run");
        Assert.Null(run.Read().Extensions);

        Extend(run, 3, steps: 1);
        Extend(run, 4);

        Assert.Equal([new RunExtension(10, 2, 3), new RunExtension(11, 3, 4)], run.Read().Extensions!);
        Assert.Equal(_tiny.Options with { Epochs = 4, Threads = run.Read().Threads }, run.ReadOptions(run.Read()));
        Assert.Contains("Epochs             = 4\n", File.ReadAllText(run.Config));
    }

    [Fact]
    public void WhatIsStoppedInTheAdditionalEpochsGoesOnBitForBit()
    {
        var (straight, parted) = (Finished("straight"), Finished("parted"));
        Extend(straight, 4);

        Extend(parted, 4, steps: 3);
        TinyRun.Train(new RunRequest { Run = parted, Resume = true }.Resolve(), parted, StartMode.Resume);

        Assert.Equal(TinyRun.Results(straight), TinyRun.Results(parted));
    }

    [Fact]
    public void EpochsAndCheckpointsAreTold()
    {
        var trainer = new Trainer(TrainingPlan.Create(_tiny.Options), _tiny.Folder("run"));
        foreach (var _ in trainer.Run(StartMode.New, CancellationToken.None))
        {
        }

        Assert.Equal(
            ["Checkpoint epoch-0000", "Epoch 1 of 2 is done, at step 5", "Checkpoint epoch-0001", "Epoch 2 of 2 is done, at step 10", "Checkpoint epoch-0002"],
            trainer.Remarks.Select(remark => remark.Split(" is written")[0].Split(" after")[0]));
    }

    public void Dispose() => _tiny.Dispose();
}
