using CycleGanPS.Core.Comparison;
using CycleGanPS.Core.Models;
using CycleGanPS.Core.Options;
using CycleGanPS.Core.Runs;
using CycleGanPS.Core.Training;
using Xunit;

namespace CycleGanPS.Core.Tests.Training;

/// <summary>Evaluations between epochs: what they note, keep and end, and that training does not feel them.</summary>
public sealed class EvaluationTests : IDisposable
{
    private readonly TinyRun _tiny = new();

    public void Dispose() => _tiny.Dispose();

    /// <summary>By real measurements: what a run learns is the same, bit for bit, and its scores stand in the log.</summary>
    [Fact]
    public void TrainingDoesNotFeelThem()
    {
        using var more = new TestPhotos(_tiny);
        var plain = _tiny.Folder("plain");
        TinyRun.Train(_tiny.Options, plain, StartMode.New);
        var options = _tiny.Options with { EvaluateInterval = 1, EvaluateWith = EvaluationMeasure.PairedError };
        var watched = _tiny.Folder("watched");
        using (var evaluator = RunEvaluator.For(options, Assert.Fail, CancellationToken.None))
        {
            Train(options, watched, StartMode.New, evaluator!);
        }

        Assert.Equal(TinyRun.Results(plain), TinyRun.Results(watched));
        var scores = watched.ReadScores().ToList();
        Assert.Equal([1, 2], scores.Select(score => score.Epoch));
        Assert.Equal([5L, 10L], scores.Select(score => score.Step));
        Assert.All(scores, score => Assert.True(score is { Swd: > 0, Error: > 0 and < 1, Fid: null, Images: 3, Weights: null }));
        Assert.True(scores[0].IsBest);
        Assert.False(File.Exists(plain.Scores));
    }

    /// <summary>The error is that of the generator's file, translated and measured by hand.</summary>
    [Fact]
    public void TheErrorIsThatOfTheModelThatIsLeft()
    {
        using var more = new TestPhotos(_tiny);
        var options = _tiny.Options with { EvaluateInterval = 2, EvaluateWith = EvaluationMeasure.PairedError };
        var run = _tiny.Folder("measured");
        using var evaluator = RunEvaluator.For(options, Assert.Fail, CancellationToken.None);
        Train(options, run, StartMode.New, evaluator!);
        var error = Enumerable.Range(0, 3).Average(number =>
        {
            var photo = CycleGanPS.Core.Metrics.SlicedWassersteinMeter.Fit(Images.Read(_tiny.DataFile("testA", number)), 16);
            var truth = CycleGanPS.Core.Metrics.SlicedWassersteinMeter.Fit(Images.Read(_tiny.DataFile("testB", number)), 16);
            using var translator = CycleGanPS.Core.Inference.AnimeTranslator.Open(
                run.GeneratorAB, new() { Device = DeviceKind.Cpu }, _ => new() { Size = 16 });
            return CycleGanPS.Core.Metrics.PairedError.MeanAbsolute(truth, translator.Translate(photo));
        });
        // The photos are reduced by the same resampling either way; a level of 255 is what rounding may cost.
        Assert.Equal(error, Assert.Single(run.ReadScores()).Error!.Value, 0.004);
    }

    [Fact]
    public void TheBestIsKeptAndTheRunEndsWithoutGain()
    {
        var options = _tiny.Options with { Epochs = 9, EvaluateInterval = 1, KeepBest = true, StopAfter = 2, KeepCheckpoints = 1 };
        var run = _tiny.Folder("best");
        var evaluator = new Told(5, 3, 4, 3.5);
        Train(options, run, StartMode.New, evaluator);
        Assert.Equal([true, true, false, false], run.ReadScores().Select(score => score.IsBest));
        var record = run.Read();
        Assert.Equal((RunStatus.Finished, 20L), (record.Status, record.Step));
        Assert.Equal("epoch-0002", File.ReadAllText(Path.Combine(run.Checkpoints, "best")).Trim());
        Assert.Equal(
            ["epoch-0000", "epoch-0002", "epoch-0004"], Directory.GetDirectories(run.Checkpoints).Select(path => Path.GetFileName(path)!).Order());
        Assert.Equal(10, GeneratorFile.InfoOf(ModelFile.Generator(run.BestAB)).Steps);
        Assert.Equal(10, GeneratorFile.InfoOf(ModelFile.Generator(run.BestBA)).Steps);
        Assert.Equal(20, GeneratorFile.InfoOf(ModelFile.Generator(run.GeneratorAB)).Steps);

        // Gone on with, it stays ended, until it is given more patience.
        Train(options, run, StartMode.Resume, new Told());
        Assert.Equal(20L, run.Read().Step);
        Train(options with { StopAfter = 3 }, run, StartMode.Resume, new Told(6));
        Assert.Equal((RunStatus.Finished, 25L), (run.Read().Status, run.Read().Step));
    }

    /// <summary>A run that was ended before an evaluation has it when it goes on, and none twice.</summary>
    [Fact]
    public void WhatWasMissedIsMadeUpFor()
    {
        var options = _tiny.Options with { EvaluateInterval = 1 };
        var run = _tiny.Folder("missed");
        var plan = TrainingPlan.Create(options);
        foreach (var progress in new Trainer(plan, run, evaluator: new Told()).Run(StartMode.New, CancellationToken.None))
        {
            if (progress.IsEvaluating)
            {
                break;
            }
        }

        Assert.Empty(run.ReadScores());
        Assert.Equal(RunStatus.Stopped, run.Read().Status);
        Train(options, run, StartMode.Resume, new Told(2, 1));
        Assert.Equal([1, 2], run.ReadScores().Select(score => score.Epoch));
        Train(options, run, StartMode.Resume, new Told());
        Assert.Equal([2, 1], run.ReadScores().Select(score => score.Swd!.Value));
    }

    /// <summary>A run goes back to its checkpoint, and the scores after it with it.</summary>
    [Fact]
    public void ScoresAfterTheCheckpointAreTakenAnew()
    {
        var options = _tiny.Options with { Epochs = 4, EvaluateInterval = 1, CheckpointInterval = 3 };
        var run = _tiny.Folder("back");
        Train(options, run, StartMode.New, new Told(4, 3, 2, 1));
        Directory.Delete(Path.Combine(run.Checkpoints, "epoch-0004"), recursive: true);
        run.Write(run.Read() with { Status = RunStatus.Running });
        Train(options, run, StartMode.Resume, new Told(7));
        Assert.Equal([4, 3, 2, 7], run.ReadScores().Select(score => score.Swd!.Value));
    }

    [Fact]
    public void AFaultIsToldAndTheTrainingGoesOn()
    {
        var options = _tiny.Options with { EvaluateInterval = 1 };
        var run = _tiny.Folder("faulty");
        var warnings = Train(options, run, StartMode.New, new Told());
        Assert.Equal(RunStatus.Finished, run.Read().Status);
        Assert.Equal(2, warnings.Count(warning => warning.StartsWith("There is no evaluation after epoch ", StringComparison.Ordinal)));
        Assert.Empty(run.ReadScores());
    }

    [Theory]
    [InlineData(nameof(TrainingOptions.KeepBest))]
    [InlineData(nameof(TrainingOptions.StopAfter))]
    public void NothingIsKeptOrEndedWithoutThem(string key)
    {
        var options = key == nameof(TrainingOptions.KeepBest) ? _tiny.Options with { KeepBest = true } : _tiny.Options with { StopAfter = 1 };
        Assert.Equal([key], CycleGanPS.Core.Configs.TrainingOptionsValidator.Validate(options).Select(fault => fault.Key));
    }

    [Fact]
    public void EvaluationsNeedTestPictures()
    {
        var options = _tiny.Options with { EvaluateInterval = 1, TestB = null, EvaluateWeights = "weights.pth" };
        Assert.Equal(
            [nameof(options.EvaluateWeights), nameof(options.TestB)],
            CycleGanPS.Core.Configs.TrainingOptionsValidator.Validate(options).Select(fault => fault.Key));
        // One picture a side is no set.
        var fault = Assert.Throws<CycleGanException>(
            () => RunEvaluator.For(_tiny.Options with { EvaluateInterval = 1 }, Assert.Fail, CancellationToken.None));
        Assert.Equal(FaultKind.TooFewImages, fault.Kind);
    }

    private static List<string> Train(TrainingOptions options, RunFolder run, StartMode mode, IRunEvaluator evaluator)
    {
        var warnings = new List<string>();
        foreach (var progress in new Trainer(TrainingPlan.Create(options), run, evaluator: evaluator).Run(mode, CancellationToken.None))
        {
            warnings.AddRange(progress.Warnings);
        }

        return warnings;
    }

    // Scores as they are told; where there are no more, a picture that cannot be read.
    private sealed class Told(params double[] scores) : IRunEvaluator
    {
        private int _next;

        public EvaluationScores Measure(Action<string> save) => _next < scores.Length
            ? new(null, null, scores[_next++], null, 3, null)
            : throw new CycleGanException(FaultKind.UnreadableImage, "gone.", "gone.png");
    }

    // Three test pictures a side, where a tiny run has one.
    private sealed class TestPhotos : IDisposable
    {
        private readonly List<string> _files = [];

        public TestPhotos(TinyRun tiny)
        {
            foreach (var domain in new[] { "A", "B" })
            {
                foreach (var number in new[] { 1, 2 })
                {
                    var file = tiny.DataFile($"test{domain}", number);
                    File.Copy(tiny.DataFile($"train{domain}", number), file);
                    _files.Add(file);
                }
            }
        }

        public void Dispose() => _files.ForEach(File.Delete);
    }

    private static class Images
    {
        public static CycleGanPS.Core.Images.RgbImage Read(string path) => CycleGanPS.Core.Images.ImageFile.Read(path);
    }
}
