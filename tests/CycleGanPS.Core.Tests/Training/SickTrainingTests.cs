using CycleGanPS.Core.Models.PyTorch;
using CycleGanPS.Core.Objectives;
using CycleGanPS.Core.Options;
using CycleGanPS.Core.Runs;
using CycleGanPS.Core.Tests.Runs;
using CycleGanPS.Core.Training;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Tests.Training;

public sealed class SickTrainingTests
{
    // A run whose discriminator has come to weights of 1e30: its next losses are infinite.
    private static RunFolder Diverged(TinyRun tiny)
    {
        var run = tiny.Folder("run");
        TinyRun.Train(tiny.Options, run, StartMode.New, 4);
        var checkpoint = Path.Combine(run.Checkpoints, "step-000004");
        var path = Path.Combine(checkpoint, "discriminatorA.pt");
        using (var weights = PyTorchArchive.ReadStateDict(path))
        {
            foreach (var weight in weights.Values)
            {
                using var huge = 1e30.ToScalar();
                weight.fill_(huge);
            }

            PyTorchArchive.Write(path, weights);
        }

        File.Delete(Path.Combine(checkpoint, CheckpointManifest.FileName));
        CheckpointManifest.Write(checkpoint, 4);
        return run;
    }

    [Fact]
    public void ALossThatIsNotFiniteEndsTheRunAndNamesTheLastGoodCheckpoint()
    {
        using var tiny = new TinyRun();
        var run = Diverged(tiny);

        var fault = Assert.Throws<CycleGanException>(() => TinyRun.Train(tiny.Options, run, StartMode.Resume));

        Assert.Equal(FaultKind.NonFiniteLoss, fault.Kind);
        Assert.Matches("^Step 5 gave DiscriminatorA (NaN|infinite)", fault.Message);
        Assert.Contains("The last good checkpoint is step-000004.", fault.Message);
        Assert.Contains("OnNonFinite = 'Skip'", fault.Message);
        Assert.Equal(RunStatus.Failed, run.Read().Status);
        Assert.Equal([1L, 2, 3, 4], LossLog.Read(run.Losses).Select(record => record.Step));
        Assert.DoesNotContain(Directory.EnumerateDirectories(run.Checkpoints), path => path.EndsWith("step-000005", StringComparison.Ordinal));
    }

    [Fact]
    public void SkippedStepsAreToldAndCountedAndEndTheRunWhenTheyDoNotEnd()
    {
        using var tiny = new TinyRun();
        var run = Diverged(tiny);
        var warnings = new List<string>();
        var options = tiny.Options with { OnNonFinite = NonFiniteAction.Skip, Epochs = 9 };

        var fault = Assert.Throws<CycleGanException>(() =>
        {
            foreach (var progress in new Trainer(TrainingPlan.Create(options), run).Run(StartMode.Resume, CancellationToken.None))
            {
                warnings.AddRange(progress.Warnings);
            }
        });

        Assert.Equal(FaultKind.NonFiniteLoss, fault.Kind);
        Assert.Contains("11 steps in a row, up to step 15,", fault.Message);
        Assert.Equal(10, warnings.Count);
        Assert.Contains("Step 14", warnings[^1]);
        Assert.Contains("10 of at most 10 in a row", warnings[^1]);
    }

    [Fact]
    public void TheRecordsThatLedThereAreTold()
    {
        var health = new TrainingHealth(new TrainingOptions());
        for (var step = 1; step <= 5; step++)
        {
            health.Note(Record(step * 10, 0.25));
        }

        var sick = LossColumn.Change(SampleLosses.At(57), ("DiscriminatorA", double.NaN));
        var fault = Assert.Throws<CycleGanException>(() => health.Check(sick, 57, 0, "epoch-0005"));

        Assert.Contains("Step 57 gave DiscriminatorA NaN.", fault.Message);
        Assert.Contains("step 30: Discriminator 0.25, Generator 5; step 40: Discriminator 0.25, Generator 5; step 50:", fault.Message);
    }

    [Fact]
    public void AnUpdateThatIsLeftOutChangesNothing()
    {
        var options = new TrainingOptions { ImageSize = 16, Filters = 2, ResidualBlocks = 1, PoolSize = 2, OnNonFinite = NonFiniteAction.Skip };
        using var networks = new CycleGan(options, 1, CPU);
        using var poolA = new Core.Data.ImagePool(2, new Core.Data.RandomSource(0, "a"));
        using var poolB = new Core.Data.ImagePool(2, new Core.Data.RandomSource(0, "b"));
        var step = new CycleGanStep(networks, options, poolA, poolB, count => new float[count]);
        using var good = rand(1, 3, 16, 16);
        using var bad = full(1, 3, 16, 16, float.NaN);
        var before = networks.Networks.SelectMany(entry => entry.Network.parameters()).Select(weight => weight.detach().clone()).ToList();

        step.Run(bad, good, new(1e-3, 1e-3)).Dispose();

        Assert.Equal(3, step.UpdatesLeftOut);
        Assert.Empty(poolA.Images);
        Assert.Equal(0, networks.GeneratorOptimizer.Steps);
        Assert.All(networks.Networks.SelectMany(entry => entry.Network.parameters()).Zip(before), pair => Assert.True(pair.First.allclose(pair.Second, 0, 0)));

        step.Run(good, good, new(1e-3, 1e-3)).Dispose();
        Assert.Equal(0, step.UpdatesLeftOut);
        before.ForEach(tensor => tensor.Dispose());
    }

    private static LossRecord Record(long step, double discriminator) =>
        LossColumn.Change(
            SampleLosses.At(step), ("Discriminator", discriminator), ("DiscriminatorA", discriminator), ("DiscriminatorB", 0.3), ("Generator", 5));

    [Fact]
    public void ACollapsedDiscriminatorIsToldOnce()
    {
        var health = new TrainingHealth(new TrainingOptions());
        // The sixteenth record interrupts the collapse.
        var warnings = Enumerable.Range(1, 116).Select(step => health.Note(Record(step, step == 16 ? 0.2 : 1e-4))).ToList();

        Assert.Contains("below 0.001 for 20 records", Assert.Single(warnings, warning => warning is not null));
        Assert.Equal(35, warnings.FindIndex(warning => warning is not null));
    }

    [Fact]
    public void ADiscriminatorThatDoesNotLearnIsNotTakenForACollapsedOne()
    {
        var health = new TrainingHealth(new TrainingOptions { Cycle = CycleKind.Weak });
        LossRecord Of(long step, double loss) => LossColumn.Record(new Dictionary<string, double> { ["Step"] = step, ["DiscriminatorB"] = loss });
        Assert.All(Enumerable.Range(1, 50), step => Assert.Null(health.Note(Of(step, 0.3))));
        Assert.Null(health.Check(Of(51, 0.3), 51, 0, null));
        Assert.Contains(Enumerable.Range(52, 20).Select(step => health.Note(Of(step, 1e-4))), warning => warning is not null);
    }

    [Fact]
    public void AWassersteinCriticMayPassZero()
    {
        var health = new TrainingHealth(new TrainingOptions().WithObjective(AdversarialLossKind.WassersteinGp));
        Assert.All(Enumerable.Range(1, 50), step => Assert.Null(health.Note(Record(step, 0))));
    }

    [Fact]
    public void APictureOfOneColourIsToldOnceForEachGenerator()
    {
        var health = new TrainingHealth(new TrainingOptions());
        Assert.Null(health.NotePicture("generatorAB", 0.3));
        Assert.Contains("generatorAB", health.NotePicture("generatorAB", 0.001));
        Assert.Null(health.NotePicture("generatorAB", 0.001));
        Assert.Contains("generatorBA", health.NotePicture("generatorBA", 0.001));
    }

    [Fact]
    public void TheLibrarysOwnWordsForNoMemoryAreKnown()
    {
        // A tensor of 4 exabytes, which no machine has.
        var fault = Record(() => zeros(1L << 60).Dispose());

        Assert.NotNull(fault);
        Assert.True(MemoryAdvice.IsOutOfMemory(fault), fault.ToString());
        Assert.False(MemoryAdvice.IsOutOfMemory(new InvalidOperationException("out of memory")));
    }

    [Fact]
    public void WhatDoesNotFitIsWarnedOfAndWhatCannotFitIsRefused()
    {
        using var tiny = new TinyRun();
        var plan = TrainingPlan.Create(tiny.Options);
        var needed = plan.EstimatedBytes;

        Assert.Null(MemoryAdvice.Check(plan, needed));
        Assert.Contains("and there are", MemoryAdvice.Check(plan, needed - 1));
        Assert.NotNull(MemoryAdvice.Check(plan, needed / 2));
        Assert.Equal(FaultKind.OutOfMemory, Assert.Throws<CycleGanException>(() => MemoryAdvice.Check(plan, (needed / 2) - 1)).Kind);
    }

    private static Exception? Record(Action action) => Xunit.Record.Exception(action);

    [Theory]
    [InlineData(4, 256, 64, 6_000_000_000, "BatchSize 2")]
    [InlineData(1, 512, 64, 6_000_000_000, "ImageSize 368")]
    [InlineData(1, 256, 64, 2_500_000_000, "ImageSize 192")]
    [InlineData(1, 256, 64, 10_000_000, "Not even")]
    public void SizesThatFitAreNamedAndDoFit(int batch, int size, int filters, long bytes, string expected)
    {
        var options = new TrainingOptions { BatchSize = batch, ImageSize = size, Filters = filters };
        var advice = MemoryAdvice.WhatFits(options, bytes);

        Assert.Contains(expected, advice);
        foreach (System.Text.RegularExpressions.Match match in System.Text.RegularExpressions.Regex.Matches(
            advice, @"(BatchSize|ImageSize|Filters|ResidualBlocks) (\d+)"))
        {
            var value = int.Parse(match.Groups[2].Value, System.Globalization.CultureInfo.InvariantCulture);
            var changed = match.Groups[1].Value switch
            {
                "BatchSize" => options with { BatchSize = value },
                "ImageSize" => options with { ImageSize = value },
                "Filters" => options with { Filters = value },
                _ => options with { ResidualBlocks = value },
            };
            Assert.InRange(TrainingPlan.EstimateBytes(changed), 0, bytes);
        }
    }
}
