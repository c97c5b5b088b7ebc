using CycleGanPS.Core.Models;
using CycleGanPS.Core.Networks;
using CycleGanPS.Core.Options;
using CycleGanPS.Core.Runs;
using CycleGanPS.Core.Training;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Tests.Training;

/// <summary>Running averages of the generators, and what of a run shows them.</summary>
public sealed class AveragedGeneratorsTests : IDisposable
{
    private readonly TinyRun _tiny = new();

    private TrainingOptions Options => _tiny.Options with { AverageGenerators = true };

    private static float[] Weights(string file) =>
        [.. GeneratorFile.Load(file, CPU).Generator.parameters().SelectMany(weight => weight.data<float>().ToArray())];

    [Theory]
    [InlineData(0.9, 1, 2.0 / 11)]
    [InlineData(0.9, 5, 6.0 / 15)]
    [InlineData(0.9, 100, 0.9)]
    [InlineData(0.0, 1, 0.0)]
    public void TheDecayIsWarmedUp(double decay, long update, double expected) => Assert.Equal(expected, AveragedWeights.DecayAt(decay, update));

    [Fact]
    public void AWeightsShareHalvesInFourPercentOfTheRun() => Assert.Equal(0.5, Math.Pow(AveragedWeights.DecayFor(2000), 80), 1e-12);

    [Fact]
    public void TheyBeginAtTheWeightsAndFollowThem()
    {
        using var weights = new Parameter(tensor([1f, 2f]));
        using var averages = new Parameter(zeros(2));
        var averaged = new AveragedWeights([weights], [averages], 0.75);
        Assert.Equal([1f, 2f], averages.data<float>().ToArray());
        using (no_grad())
        {
            weights.fill_(5f);
        }

        averaged.Follow(1000);

        // 0.75 · 1 + 0.25 · 5 and 0.75 · 2 + 0.25 · 5.
        Assert.Equal([2f, 2.75f], averages.data<float>().ToArray());
        Assert.False(averages.requires_grad);
    }

    [Fact]
    public void ResultsAreTheAveragesAndTheWeightsAsTrainedLieBesideThem()
    {
        var (averaged, plain) = (_tiny.Folder("averaged"), _tiny.Folder("plain"));
        TinyRun.Train(Options, averaged, StartMode.New);
        TinyRun.Train(_tiny.Options, plain, StartMode.New);

        // The averages do not touch the training.
        Assert.Equal(Weights(plain.GeneratorAB), Weights(averaged.LastAB));
        Assert.Equal(Weights(plain.GeneratorBA), Weights(averaged.LastBA));
        Assert.NotEqual(Weights(averaged.LastAB), Weights(averaged.GeneratorAB));
        Assert.False(File.Exists(plain.LastAB));
        Assert.Equal(Weights(averaged.GeneratorAB), Weights(Path.Combine(averaged.Checkpoints, "epoch-0002", "generatorAB.pt")));
        var (result, last) = (GeneratorFile.InfoOf(ModelFile.Generator(averaged.GeneratorAB)), GeneratorFile.InfoOf(ModelFile.Generator(averaged.LastAB)));
        Assert.Equal(AveragedWeights.DecayFor(10), result.AverageDecay);
        Assert.Null(last.AverageDecay);
        Assert.Equal(result.AverageDecay, ModelSummary.Read(averaged.GeneratorAB)[0].AverageDecay);
        Assert.NotEqual(
            File.ReadAllBytes(Path.Combine(plain.Samples, "000009.png")), File.ReadAllBytes(Path.Combine(averaged.Samples, "000009.png")));
    }

    [Fact]
    public void ARunThatIsTrainedLongerKeepsItsDecay()
    {
        var run = _tiny.Folder("run");
        TinyRun.Train(Options, run, StartMode.New);
        var decay = AveragedWeights.DecayFor(10);
        Assert.Equal(decay, run.ReadOptions(run.Read()).AverageDecay);

        var given = new RunRequest { Run = run, Given = Options, Resume = true, Epochs = 4 }.Resolve();
        TinyRun.Train(given, run, StartMode.Resume);

        Assert.Equal((decay, 20L), (run.ReadOptions(run.Read()).AverageDecay!.Value, run.Read().Step));
        Assert.Contains("AverageDecay       = 0.1767", File.ReadAllText(run.Config));
    }

    [Fact]
    public void WhatWasTrainedWithoutDoesNotGoOnWithThem()
    {
        var run = _tiny.Folder("run");
        TinyRun.Train(_tiny.Options, run, StartMode.New, steps: 1);
        // As an earlier version wrote it.
        var table = run.Read().Options!.Where(entry => !entry.Key.StartsWith("Average", StringComparison.Ordinal)).ToDictionary();
        run.Write(run.Read() with { Options = table });

        var fault = Assert.Throws<CycleGanException>(() => new RunRequest { Run = run, Given = Options, Resume = true }.Resolve());

        Assert.Equal((FaultKind.InvalidConfig, Remedy.ResumeAsTrained), (fault.Kind, fault.Remedy));
        Assert.EndsWith("was trained with AverageGenerators False instead of True.", fault.Message);
        Assert.Equal(
            _tiny.Options with { Threads = run.Read().Threads }, new RunRequest { Run = run, Given = _tiny.Options, Resume = true }.Resolve());
    }

    [Fact]
    public void TheyBeginAtTheWeightsThatARunBeginsWith()
    {
        var (first, second) = (_tiny.Folder("first"), _tiny.Folder("second"));
        TinyRun.Train(_tiny.Options, first, StartMode.New, steps: 2);

        TinyRun.Train(Options with { InitialWeights = first.Path }, second, StartMode.New, steps: 1);

        Assert.Equal(Weights(first.GeneratorAB), Weights(Path.Combine(second.Checkpoints, "epoch-0000", "generatorAB.pt")));
    }

    public void Dispose() => _tiny.Dispose();
}
