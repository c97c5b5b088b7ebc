using CycleGanPS.Core.Configs;
using CycleGanPS.Core.Options;
using CycleGanPS.Core.Runs;
using CycleGanPS.Core.Training;
using Xunit;

namespace CycleGanPS.Core.Tests.Training;

public sealed class RunRequestTests : IDisposable
{
    private static readonly TrainingOptions Trained = new() { TrainA = "/a", TrainB = "/b", Seed = 4, Precision = Precision.BFloat16 };

    private readonly TinyRun _tiny = new();

    private static RunRequest Request(TrainingOptions given) => new() { Run = new RunFolder("/nowhere/run"), Given = given };

    // Of a run that was trained with the options above.
    private RunRequest GoOn(TrainingOptions? given)
    {
        var run = _tiny.Folder("run");
        if (!run.Exists)
        {
            TinyRun.Train(_tiny.Options, run, StartMode.New, steps: 1);
            run.Write(run.Read() with { Options = OptionsTable.Write(Trained) });
        }

        return new RunRequest { Run = run, Given = given, Resume = true };
    }

    [Theory]
    [InlineData(false, false, nameof(StartMode.New))]
    [InlineData(false, true, nameof(StartMode.Replace))]
    [InlineData(true, false, nameof(StartMode.Resume))]
    [InlineData(true, true, nameof(StartMode.Resume))]
    public void TheModeIsWhatWasAskedFor(bool resume, bool replace, string expected) =>
        Assert.Equal(expected, (Request(Trained) with { Resume = resume, Replace = replace }).Mode.ToString());

    [Theory]
    [InlineData("options", nameof(StartMode.Resume))]
    [InlineData("config", nameof(StartMode.Resume))]
    [InlineData("neither", nameof(StartMode.Replace))]
    public void ARunWithoutOptionsIsBegunAnew(string there, string expected)
    {
        var run = GoOn(null).Run;
        if (there != "config")
        {
            File.Delete(run.Config);
        }

        if (there != "options")
        {
            run.Write(run.Read() with { Options = null });
        }

        Assert.Equal(expected, new RunRequest { Run = run, Given = Trained, Resume = true }.Mode.ToString());
        Assert.Equal(StartMode.Resume, new RunRequest { Run = run, Resume = true }.Mode);
    }

    [Fact]
    public void WhatIsAskedForStandsAboveTheOptions()
    {
        var options = (Request(Trained) with { Device = DeviceKind.Cpu, Seed = 9, Epochs = 3 }).Resolve();

        Assert.Equal(Trained with { Device = DeviceKind.Cpu, Seed = 9, Epochs = 3 }, options);
    }

    [Theory]
    [InlineData(15, 16, 15)]
    [InlineData(15, 15, 7)]
    [InlineData(15, 5, 2)]
    [InlineData(null, 5, null)]
    public void AShorterRunKeepsTheShapeOfItsSchedule(int? decay, int epochs, int? expected) =>
        Assert.Equal(expected, (Request(Trained with { DecayEpoch = decay }) with { Epochs = epochs }).Resolve().DecayEpoch);

    [Fact]
    public void ARunGoesOnWithItsOwnOptionsOnAnotherDevice()
    {
        Assert.Equal(Trained, GoOn(null).Resolve());
        Assert.Equal(Trained with { Device = DeviceKind.Cuda }, (GoOn(null) with { Device = DeviceKind.Cuda }).Resolve());
    }

    [Fact]
    public void GivenOptionsMayDifferInWhatComputesNothing()
    {
        var given = Trained with { Seed = null, Precision = Precision.Auto, Workers = 3, LogInterval = 1, DataRoot = "/moved" };

        Assert.Equal(given with { Seed = 4, Precision = Precision.BFloat16 }, GoOn(given).Resolve());
    }

    [Fact]
    public void GivenOptionsThatComputeSomethingElseAreRefusedByName()
    {
        var fault = Assert.Throws<CycleGanException>(() => (GoOn(Trained with { LambdaCycle = 3 }) with { Seed = 5 }).Resolve());

        Assert.Equal(FaultKind.InvalidConfig, fault.Kind);
        Assert.Equal($"The run in {_tiny.Folder("run").Path} was trained with LambdaCycle 10 instead of 3, Seed 4 instead of 5.", fault.Message);
        Assert.Equal("LambdaCycle", fault.Target);
        Assert.Equal(Remedy.ResumeAsTrained, fault.Remedy);
    }

    [Fact]
    public void ARunIsGivenOtherEpochsByItsOwnOptionsOrByOthers()
    {
        Assert.Equal(Trained with { Epochs = 40 }, (GoOn(null) with { Epochs = 40 }).Resolve());
        Assert.Equal(Trained with { Epochs = 40 }, (GoOn(Trained with { Epochs = 7 }) with { Epochs = 40 }).Resolve());
        Assert.Equal(20, (GoOn(null) with { Epochs = 40 }).Resolve().ResolvedDecayEpoch);
        Assert.Equal(Trained with { Epochs = 40, DecayEpoch = 5 }, (GoOn(Trained with { DecayEpoch = 5 }) with { Epochs = 40 }).Resolve());
    }

    [Fact]
    public void OtherEpochsInAConfigAloneAreNoReasonToTrainLonger()
    {
        var fault = Assert.Throws<CycleGanException>(() => GoOn(Trained with { Epochs = 40 }).Resolve());

        Assert.Equal((FaultKind.InvalidConfig, Remedy.ExtendRun), (fault.Kind, fault.Remedy));
        Assert.EndsWith("was trained with Epochs 20 instead of 40.", fault.Message);
    }

    [Fact]
    public void ARunThatIsPastTheNewEndIsRefused()
    {
        var request = GoOn(null) with { Epochs = 2 };
        request.Run.Write(request.Run.Read() with { Epoch = 3 });

        Assert.Equal(FaultKind.InvalidArgument, Assert.Throws<CycleGanException>(() => request.Resolve()).Kind);
    }

    [Fact]
    public void WhereThereIsNoRunThereIsNothingToGoOnWith()
    {
        var fault = Assert.Throws<CycleGanException>(() => (Request(Trained) with { Resume = true }).Resolve());

        Assert.Equal((FaultKind.PathNotFound, Remedy.LeaveOutResume), (fault.Kind, fault.Remedy));
    }

    public void Dispose() => _tiny.Dispose();
}
