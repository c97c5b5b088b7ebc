using CycleGanPS.Core.Images;
using CycleGanPS.Core.Models;
using CycleGanPS.Core.Models.PyTorch;
using CycleGanPS.Core.Options;
using CycleGanPS.Core.Runs;
using CycleGanPS.Core.Training;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Tests.Training;

/// <summary>A run that takes A → B → A alone, the way back on small pictures; its steps are held to PyTorch in <see cref="CycleGanStepTests"/>.</summary>
public sealed class WeakCycleTests
{
    [Fact]
    public void LeavesOutWhatDrawsDomainA()
    {
        using var tiny = new TinyRun();
        var run = tiny.Folder("weak");
        TinyRun.Train(tiny.Options with { Cycle = CycleKind.Weak, CycleReduction = 2 }, run, StartMode.New);

        var records = LossLog.Read(run.Losses).ToList();
        Assert.Equal(10, records.Count);
        Assert.All(records, record => Assert.Null(record.DiscriminatorA));
        Assert.All(records, record => Assert.Equal(record.DiscriminatorB, record.Discriminator));
        Assert.All(records, record => Assert.Equal(record.Generator, record.Adversarial + (10 * record.Cycle) + (5 * record.Identity), 1e-4));
        Assert.NotEmpty(LossPlot.Render(records));

        Assert.Equal((16, "WeakCycle"), Described(run.GeneratorAB));
        Assert.Equal((8, "WeakCycle"), Described(run.GeneratorBA));

        // It never learns, and generator BA does.
        Assert.True(HasKept(run, "discriminatorA.pt"));
        Assert.False(HasKept(run, "discriminatorB.pt"));
        Assert.False(HasKept(run, "generatorBA.pt"));
    }

    [Fact]
    public void ASampleSheetShowsTheOneWay()
    {
        using var tiny = new TinyRun();
        int HeightOf(TrainingOptions options, string name)
        {
            var run = tiny.Folder(name);
            TinyRun.Train(options, run, StartMode.New, 3);
            return ImageFile.Read(Path.Combine(run.Samples, "000003.png")).Height;
        }

        Assert.InRange(
            HeightOf(tiny.Options with { Cycle = CycleKind.Weak, CycleReduction = 2 }, "weak"), 32, HeightOf(tiny.Options, "full") - 32);
    }

    [Fact]
    public void TakesLessMemoryAndNoThreadsOfItsOwn()
    {
        var full = new TrainingOptions { ImageSize = 64, Filters = 16, ResidualBlocks = 3 };
        var weak = full with { Cycle = CycleKind.Weak };

        Assert.True(TrainingPlan.EstimateBytes(weak) < TrainingPlan.EstimateBytes(full));
        Assert.True(SideBySide.Suits(full, CPU));
        Assert.False(SideBySide.Suits(weak, CPU));
        // A size that is suggested is one that is allowed.
        Assert.Contains("ImageSize 192", MemoryAdvice.WhatFits(weak with { ImageSize = 256 }, TrainingPlan.EstimateBytes(weak with { ImageSize = 255 })));
    }

    private static (int?, string?) Described(string model)
    {
        var info = GeneratorFile.InfoOf(ModelFile.Generator(model));
        return (info.ImageSize, info.Technique);
    }

    private static bool HasKept(RunFolder run, string file)
    {
        using var untrained = PyTorchArchive.ReadStateDict(Path.Combine(run.Checkpoints, "epoch-0000", file));
        using var trained = PyTorchArchive.ReadStateDict(Path.Combine(run.Checkpoints, "epoch-0002", file));
        return untrained.All(entry => entry.Value.allclose(trained[entry.Key], 0, 0));
    }
}
