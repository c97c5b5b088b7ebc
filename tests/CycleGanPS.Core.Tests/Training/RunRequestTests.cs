using CycleGanPS.Core.Options;
using CycleGanPS.Core.Runs;
using CycleGanPS.Core.Training;
using Xunit;

namespace CycleGanPS.Core.Tests.Training;

public sealed class RunRequestTests
{
    private static readonly TrainingOptions Trained = new() { TrainA = "/a", TrainB = "/b", Seed = 4, Precision = Precision.BFloat16 };

    private static RunRequest Request(TrainingOptions? given) => new() { Run = new RunFolder("/nowhere/run"), Given = given };

    [Theory]
    [InlineData(false, false, StartMode.New)]
    [InlineData(false, true, StartMode.Replace)]
    [InlineData(true, false, StartMode.Resume)]
    [InlineData(true, true, StartMode.Resume)]
    public void TheModeIsWhatWasAskedFor(bool resume, bool replace, StartMode expected) =>
        Assert.Equal(expected, (Request(Trained) with { Resume = resume, Replace = replace }).Mode);

    [Theory]
    [InlineData("options", StartMode.Resume)]
    [InlineData("config", StartMode.Resume)]
    [InlineData("neither", StartMode.Replace)]
    public void ARunWithoutOptionsIsBegunAnew(string there, StartMode expected)
    {
        using var tiny = new TinyRun();
        var run = tiny.Folder("run");
        TinyRun.Train(tiny.Options, run, StartMode.New, steps: 1);
        if (there != "config")
        {
            File.Delete(run.Config);
        }

        if (there != "options")
        {
            run.Write(run.Read() with { Options = null });
        }

        Assert.Equal(expected, new RunRequest { Run = run, Given = tiny.Options, Resume = true }.Mode);
        Assert.Equal(StartMode.Resume, new RunRequest { Run = run, Resume = true }.Mode);
    }

    [Fact]
    public void WhatIsAskedForStandsAboveTheOptions()
    {
        var options = (Request(Trained) with { Device = DeviceKind.Cpu, Seed = 9, Epochs = 3 }).Resolve(null);

        Assert.Equal(Trained with { Device = DeviceKind.Cpu, Seed = 9, Epochs = 3 }, options);
    }

    [Theory]
    [InlineData(15, 16, 15)]
    [InlineData(15, 15, 7)]
    [InlineData(15, 5, 2)]
    [InlineData(null, 5, null)]
    public void AShorterRunKeepsTheShapeOfItsSchedule(int? decay, int epochs, int? expected) =>
        Assert.Equal(expected, (Request(Trained with { DecayEpoch = decay }) with { Epochs = epochs }).Resolve(null).DecayEpoch);

    [Fact]
    public void ARunGoesOnWithItsOwnOptionsOnAnotherDevice()
    {
        Assert.Equal(Trained, Request(null).Resolve(Trained));
        Assert.Equal(Trained with { Device = DeviceKind.Cuda }, (Request(null) with { Device = DeviceKind.Cuda }).Resolve(Trained));
    }

    [Fact]
    public void GivenOptionsMayDifferInWhatComputesNothing()
    {
        var given = Trained with { Seed = null, Precision = Precision.Auto, Workers = 3, LogInterval = 1, DataRoot = "/moved" };

        Assert.Equal(given with { Seed = 4, Precision = Precision.BFloat16 }, Request(given).Resolve(Trained));
    }

    [Fact]
    public void GivenOptionsThatComputeSomethingElseAreRefusedByName()
    {
        var fault = Assert.Throws<CycleGanException>(() => (Request(Trained with { LambdaCycle = 3 }) with { Seed = 5 }).Resolve(Trained));

        Assert.Equal(FaultKind.InvalidConfig, fault.Kind);
        Assert.Equal($"The run in {Request(null).Run.Path} was trained with other values of LambdaCycle, Seed.", fault.Message);
        Assert.Equal("LambdaCycle", fault.Target);
    }
}
