using CycleGanPS.Core.Models;
using CycleGanPS.Core.Models.PyTorch;
using CycleGanPS.Core.Options;
using CycleGanPS.Core.Runs;
using CycleGanPS.Core.Training;
using Xunit;

namespace CycleGanPS.Core.Tests.Training;

public sealed class InitialWeightsTests : IDisposable
{
    private readonly TinyRun _tiny = new();

    private RunFolder Trained()
    {
        var run = _tiny.Folder("before");
        TinyRun.Train(_tiny.Options with { Epochs = 1 }, run, StartMode.New);
        return run;
    }

    // The networks of a run before its first step.
    private static string Begun(RunFolder run, string network) => Path.Combine(run.Checkpoints, CheckpointStore.Untrained, network);

    private static void AssertSameWeights(string expected, string actual)
    {
        using var left = PyTorchArchive.ReadStateDict(expected);
        using var right = PyTorchArchive.ReadStateDict(actual);
        Assert.All(left, entry => Assert.True(entry.Value.allclose(right[entry.Key], 0, 0), entry.Key));
    }

    [Fact]
    public void BothGeneratorsBeginWithThoseOfARun()
    {
        var (before, run, drawn) = (Trained(), _tiny.Folder("run"), _tiny.Folder("drawn"));

        TinyRun.Train(InitialWeights.Named(_tiny.Options, [before.Path]), run, StartMode.New, 1);
        TinyRun.Train(_tiny.Options, drawn, StartMode.New, 1);

        AssertSameWeights(before.GeneratorAB, Begun(run, "generatorAB.pt"));
        AssertSameWeights(before.GeneratorBA, Begun(run, "generatorBA.pt"));
        AssertSameWeights(Begun(drawn, "discriminatorA.pt"), Begun(run, "discriminatorA.pt"));
        Assert.Equal("InitialWeights", RunSummary.Read(run).Technique);
    }

    [Fact]
    public void EachGeneratorMayBeginWithAFile()
    {
        var (before, run) = (Trained(), _tiny.Folder("run"));

        TinyRun.Train(InitialWeights.Named(_tiny.Options, [before.GeneratorBA, before.GeneratorAB]), run, StartMode.New, 1);

        AssertSameWeights(before.GeneratorBA, Begun(run, "generatorAB.pt"));
        AssertSameWeights(before.GeneratorAB, Begun(run, "generatorBA.pt"));
    }

    [Fact]
    public void ARunGoesOnWithItsOwnWeightsAlsoWhenTheFirstAreGone()
    {
        var (before, run, whole) = (Trained(), _tiny.Folder("run"), _tiny.Folder("whole"));
        var options = InitialWeights.Named(_tiny.Options, [before.Path]);
        TinyRun.Train(options, whole, StartMode.New);
        TinyRun.Train(options, run, StartMode.New, 3);
        Directory.Delete(before.Path, recursive: true);

        TinyRun.Train(options, run, StartMode.Resume);

        Assert.Equal(TinyRun.Results(whole), TinyRun.Results(run));
    }

    [Fact]
    public void ARunKilledBeforeItsFirstCheckpointBeginsWithThemAgain()
    {
        var (before, run, whole) = (Trained(), _tiny.Folder("run"), _tiny.Folder("whole"));
        var options = InitialWeights.Named(_tiny.Options, [before.Path]);
        TinyRun.Train(options, whole, StartMode.New);
        TinyRun.Train(options, run, StartMode.New, 1);
        Directory.Delete(run.Checkpoints, recursive: true);
        run.Write(run.Read() with { Step = 0 });

        TinyRun.Train(options, run, StartMode.Resume);

        Assert.Equal(TinyRun.Results(whole), TinyRun.Results(run));
    }

    [Fact]
    public void ARunDoesNotReplaceTheOneThatItBeginsWith()
    {
        var before = Trained();

        var fault = Assert.Throws<CycleGanException>(
            () => TinyRun.Train(InitialWeights.Named(_tiny.Options, [before.Path]), before, StartMode.Replace));

        Assert.Equal(FaultKind.InvalidArgument, fault.Kind);
        Assert.True(File.Exists(before.GeneratorAB));
    }

    [Theory]
    [InlineData(SkipConnections.All, "which has Generator Resnet instead of SkipResnet.")]
    [InlineData(null, "which has Generator Resnet instead of Unet.")]
    public void WeightsOfAnotherKindAreRefused(SkipConnections? skips, string expected)
    {
        var (before, run) = (Trained(), _tiny.Folder("run"));
        var options = _tiny.Options with { Generator = skips is null ? GeneratorKind.Unet : GeneratorKind.SkipResnet, Skips = skips };

        var fault = Assert.Throws<CycleGanException>(() => TinyRun.Train(InitialWeights.Named(options, [before.Path]), run, StartMode.New));

        Assert.EndsWith(expected, fault.Message);
    }

    [Fact]
    public void WeightsOfAnotherShapeAreRefusedBeforeAnythingIsWritten()
    {
        var (before, run) = (Trained(), _tiny.Folder("run"));
        var options = InitialWeights.Named(_tiny.Options with { Filters = 4, ResidualBlocks = 2, Activation = Activation.LeakyReLU }, [before.Path]);

        var fault = Assert.Throws<CycleGanException>(() => TinyRun.Train(options, run, StartMode.New));

        Assert.Equal(FaultKind.InvalidConfig, fault.Kind);
        Assert.EndsWith("which has Filters 2 instead of 4, ResidualBlocks 1 instead of 2, Activation ReLU instead of LeakyReLU.", fault.Message);
        Assert.False(run.Exists);
    }

    [Fact]
    public void WeightsThatAreNotThereOrAreTooManyAreRefused()
    {
        var missing = InitialWeights.Named(_tiny.Options, ["/nowhere"]);

        Assert.Equal(FaultKind.PathNotFound, Assert.Throws<CycleGanException>(() => InitialWeights.Check(missing, _tiny.Folder("run"))).Kind);
        Assert.Equal(
            FaultKind.InvalidArgument, Assert.Throws<CycleGanException>(() => InitialWeights.Named(_tiny.Options, [_tiny.DataFile("trainA", 0)])).Kind);
    }

    public void Dispose() => _tiny.Dispose();
}
