using CycleGanPS.Core.Comparison;
using CycleGanPS.Core.Data;
using CycleGanPS.Core.Demo;
using CycleGanPS.Core.Images;
using CycleGanPS.Core.Metrics;
using CycleGanPS.Core.Models;
using CycleGanPS.Core.Networks;
using CycleGanPS.Core.Options;
using CycleGanPS.Core.Runs;
using CycleGanPS.Core.Tests.Metrics;
using TorchSharp;
using Xunit;

namespace CycleGanPS.Core.Tests.Comparison;

public sealed class RunComparerTests(FidMeterTests.WeightsFile weights) : IClassFixture<FidMeterTests.WeightsFile>
{
    [Fact]
    public void WithWeightsARunIsMeasuredAsByTheMeter()
    {
        using var folder = new TemporaryFolder();
        DemoDataIn(folder);
        var runs = (ComparedRun[])[Run(folder, "one", 1, Activation.ReLU), Run(folder, "two", 2, Activation.LeakyReLU)];
        var warnings = new List<string>();
        var before = LiveTensors.Count();

        var result = new RunComparer(new ComparisonOptions
        {
            TestA = folder.File("data/testA"), TestB = folder.File("data/testB"), Weights = weights.Path, BootstrapDraws = 20, PhotoCount = 2,
        }) { Warn = warnings.Add }.Compare(runs);

        // TorchSharp never counts the parameters of a disposed module off: weights and biases of eight convolutions here.
        Assert.Equal(before + runs.Length * 2 * 8, LiveTensors.Count());
        var (one, two) = (result.Rows[0], result.Rows[1]);
        Assert.Equal(0, one.DeltaFid);
        Assert.Equal(two.Fid - one.Fid, two.DeltaFid);
        Assert.Equal(64, one.WeightsSha256!.Length);
        Assert.InRange(one.Precision!.Value, 0, 1);
        Assert.Contains(warnings, text => text.Contains("KID does not lean", StringComparison.Ordinal));
        Assert.Contains(warnings, text => text.Contains("not the standard weights", StringComparison.Ordinal));

        // The pictures that the report shows are the whole translations here: measured again, they score the same.
        var paths = result.Photos.Select((photo, index) =>
        {
            var path = folder.File($"again-{index}.png");
            ImageFile.Write(photo.Translations[1], path, ImageFormat.Png);
            return path;
        }).ToList();
        using var meter = new FidMeter(weights.Path);
        var score = meter.Measure(ImageSet.FromPaths([folder.File("data/testB")], false), ImageSet.FromPaths(paths, false));
        Assert.Equal(1, two.Fid!.Value / score.Fid, 1e-6);
        Assert.Equal(two.Kid!.Value, score.Kid!.Value, 1e-9);

        var difference = result.Techniques[1].DeltaFid!;
        Assert.Equal(two.Fid - one.Fid, difference.Value);
        Assert.InRange(difference.Value, difference.Low, difference.High);
        Assert.NotNull(result.Techniques[1].DeltaKid);
    }

    [Fact]
    public void EqualModelsDifferByNothing()
    {
        using var folder = new TemporaryFolder();
        DemoDataIn(folder);
        var runs = (ComparedRun[])
        [
            Run(folder, "one", 1, Activation.ReLU),
            Run(folder, "same", 1, Activation.ReLU, new TrainingOptions { ImageSize = 32, Epochs = 7 }),
        ];
        var result = new RunComparer(new ComparisonOptions
        {
            TestA = folder.File("data/testA"), TestB = folder.File("data/testB"), Weights = weights.Path, BootstrapDraws = 20,
        }).Compare(runs);
        Assert.Equal(["Baseline (Epochs 20)", "Baseline (Epochs 7)", "No translation"], result.Techniques.Select(one => one.Technique));
        var same = result.Techniques[1];
        Assert.Equal((0.0, 0.0, 0.0, false), (same.DeltaSwd!.Value, same.DeltaSwd.Low, same.DeltaSwd.High, same.DeltaSwd.CoversSeeds));
        Assert.Equal(0, same.DeltaFid!.High, 1e-6);
        Assert.False(same.DeltaSwd.LargerThanChance);
    }

    [Fact]
    public void WhatTheTestPicturesScoreAsTheyAreIsTheLastRowAndNeverTheReference()
    {
        using var folder = new TemporaryFolder();
        DemoDataIn(folder);
        var runs = (ComparedRun[])[Run(folder, "one", 1, Activation.ReLU), Run(folder, "other", 2, Activation.ReLU)];
        var options = new ComparisonOptions
        {
            TestA = folder.File("data/testA"), TestB = folder.File("data/testB"), Weights = weights.Path, BootstrapDraws = 20, Paired = true, PhotoCount = 2,
        };

        var result = new RunComparer(options).Compare(runs);

        var untouched = result.NoTranslation;
        Assert.Equal(["one", "other", "No translation"], result.AllRows.Select(row => row.Run));
        Assert.Equal(("No translation", null, null, null), (untouched.Technique, untouched.Seed, untouched.TrainingSeconds, untouched.Path));

        // Photos of the measured size, so that the pictures are measured as they lie there.
        using var meter = new FidMeter(weights.Path);
        var score = meter.Measure(ImageSet.FromPaths([options.TestB], false), ImageSet.FromPaths([options.TestA], false));
        Assert.Equal(1, untouched.Fid!.Value / score.Fid, 1e-6);
        Assert.Equal(score.Precision, untouched.Precision);
        Assert.Equal(new SlicedWassersteinMeter(0, default).Measure(Files(options.TestB), Files(options.TestA), 32)[^1].Swd, untouched.Swd, 1e-9);
        var errors = Files(options.TestB).Zip(Files(options.TestA), (truth, photo) => PairedErrorScore.Of(truth, photo).MeanAbsoluteError);
        Assert.Equal(errors.Average(), untouched.MeanAbsoluteError!.Value, 1e-9);
        Assert.Equal(untouched.Fid - result.Rows[0].Fid, untouched.DeltaFid);

        // Nothing about it hangs on a seed, so that the seeds of the runs are enough for a verdict.
        var summary = result.Techniques[^1];
        Assert.Equal(("No translation", 0, 0, "Baseline"), (summary.Technique, summary.Runs, summary.Seeds.Count, summary.Reference));
        Assert.Same(untouched, Assert.Single(summary.Rows));
        Assert.Equal("images and seeds", summary.Chance);
        Assert.True(summary.DeltaFid!.CoversSeeds);
        Assert.All(result.Photos, photo => Assert.Equal(2, photo.Translations.Count));
    }

    [Fact]
    public void WhatCrossesOverIsToldByTheTrainingImagesInEitherDirection()
    {
        using var folder = new TemporaryFolder();
        DemoData.Write(folder.File("data"), count: 6, testCount: 4, size: 32, seed: 1);
        File.WriteAllText(folder.File("data/trainB/face-0002.png"), "damaged");
        var runs = (ComparedRun[])[Run(folder, "one", 1, Activation.ReLU)];
        var options = new ComparisonOptions
        {
            TestA = folder.File("data/trainA"), TestB = folder.File("data/testB"), TrainA = folder.File("data/trainA"), TrainB = folder.File("data/trainB"),
            Weights = weights.Path, BootstrapDraws = 10,
        };
        var faults = new List<CycleGanException>();

        var result = new RunComparer(options) { Unreadable = faults.Add }.Compare(runs);
        var alike = new RunComparer(options with { TestA = folder.File("data/testB") }) { Unreadable = faults.Add }.Compare(runs);

        // Pictures that are themselves among those of one domain, or that were drawn as those of the other.
        Assert.Equal(folder.File("data/trainB/face-0002.png"), faults[0].Target);
        Assert.InRange(result.NoTranslation.CrossedOver!.Value, 0, 0.2);
        Assert.InRange(alike.NoTranslation.CrossedOver!.Value, 0.7, 1);
        Assert.Equal(result.NoTranslation.CrossedOver - result.Rows[0].CrossedOver, result.Techniques[1].DeltaCrossedOver!.Value);
    }

    [Fact]
    public void WithoutTrainingImagesTheRestIsMeasuredAndFoldersThatAreNamedMustBeThere()
    {
        using var folder = new TemporaryFolder();
        DemoDataIn(folder);
        var trained = new TrainingOptions { ImageSize = 32, TrainA = folder.File("gone/trainA"), TrainB = folder.File("data/trainB") };
        var elsewhere = trained with { TrainA = folder.File("data/trainA") };
        var options = new ComparisonOptions
        {
            TestA = folder.File("data/testA"), TestB = folder.File("data/testB"), Weights = weights.Path, BootstrapDraws = 0,
        };
        (RunComparison Row, List<string> Faults) Compare(ComparisonOptions chosen, params TrainingOptions[] trainings)
        {
            var faults = new List<string>();
            var runs = trainings.Select((training, index) => Run(folder, $"run-{index}", index, Activation.ReLU, training)).ToList();
            return (new RunComparer(chosen) { WithoutTraining = fault => faults.Add(fault.Message) }.Compare(runs).Rows[0], faults);
        }

        foreach (var (trainings, why) in ((TrainingOptions[], string)[])
            [([trained], "gone"), ([elsewhere, trained], "different folders as TrainA"), ([new TrainingOptions { ImageSize = 32 }], "names no TrainA")])
        {
            var (row, faults) = Compare(options, trainings);
            Assert.NotNull(row.Fid);
            Assert.Null(row.CrossedOver);
            Assert.Contains(why, Assert.Single(faults), StringComparison.Ordinal);
        }

        var (named, none) = Compare(options with { TrainA = elsewhere.TrainA, TrainB = trained.TrainB }, elsewhere, trained);
        Assert.NotNull(named.CrossedOver);
        Assert.Empty(none);
        Assert.Equal(FaultKind.PathNotFound, Assert.Throws<CycleGanException>(() => Compare(options with { TrainA = trained.TrainA }, elsewhere)).Kind);
    }

    [Fact]
    public void TrainingImagesAreEvenlySpreadAndAsManyOfEachDomain()
    {
        var names = Enumerable.Range(0, 10).Select(index => $"{index}").ToList();
        Assert.Equal(["1", "3", "6", "8"], TrainingPictures.Spread(names, 4));
        Assert.Equal(names, TrainingPictures.Spread(names, 10));
        using var folder = new TemporaryFolder();
        DemoData.Write(folder.File("data"), count: 5, testCount: 2, size: 32, seed: 1);
        File.Delete(folder.File("data/trainB/face-0001.png"));
        var pictures = TrainingPictures.Find([], new ComparisonOptions
        {
            TrainA = folder.File("data/trainA"), TrainB = folder.File("data/trainB"), Direction = TranslationDirection.BA,
        });
        Assert.Equal((4, 4), (pictures.From.Count, pictures.To.Count));
        Assert.All(pictures.From, path => Assert.Equal(folder.File("data/trainB"), Path.GetDirectoryName(path)));
    }

    [Fact]
    public void PicturesThatCannotBeReadAreLeftOutForAllRunsAndOfPairsBoth()
    {
        using var folder = new TemporaryFolder();
        DemoData.Write(folder.File("data"), count: 2, testCount: 5, size: 32, seed: 1);
        File.WriteAllText(folder.File("data/testA/face-0001.png"), "damaged");
        File.WriteAllText(folder.File("data/testB/face-0003.png"), "damaged");
        var faults = new List<CycleGanException>();
        var runs = (ComparedRun[])[Run(folder, "one", 1, Activation.ReLU), Run(folder, "two", 2, Activation.ReLU)];
        var options = new ComparisonOptions
        {
            TestA = folder.File("data/testA"), TestB = folder.File("data/testB"), Weights = weights.Path, BootstrapDraws = 10,
        };

        var rows = new RunComparer(options) { Unreadable = faults.Add }.Compare(runs).Rows;
        var paired = new RunComparer(options with { Paired = true }) { Unreadable = faults.Add }.Compare(runs).Rows;

        Assert.All(rows, row => Assert.Equal((4, 4), (row.FakeCount, row.RealCount)));
        Assert.All(paired, row => Assert.Equal((3, 4), (row.FakeCount, row.RealCount)));
        var named = (string[])[folder.File("data/testA/face-0001.png"), folder.File("data/testB/face-0003.png")];
        Assert.Equal([.. named, .. named], faults.Select(fault => fault.Target));
        Assert.Throws<CycleGanException>(() => new RunComparer(options).Compare(runs));
    }

    [Fact]
    public void APictureThatOneRunCannotTranslateIsLeftOutForAllRuns()
    {
        using var folder = new TemporaryFolder();
        DemoData.Write(folder.File("data"), count: 2, testCount: 5, size: 32, seed: 1);
        var thin = folder.File("data/testA/face-0002.png");
        // 256,000 pixels long at 16 pixels, which a PNG holds, and 1,024,000 at 64, which it does not.
        ImageFile.Write(new RgbImage(16000, 1, new byte[3 * 16000]), thin, ImageFormat.Png);
        var faults = new List<CycleGanException>();
        var runs = (ComparedRun[])
        [
            Run(folder, "one", 1, Activation.ReLU, new TrainingOptions { ImageSize = 16 }),
            Run(folder, "large", 2, Activation.ReLU, new TrainingOptions { ImageSize = 64 }),
        ];
        var options = new ComparisonOptions
        {
            TestA = folder.File("data/testA"), TestB = folder.File("data/testB"), Weights = weights.Path, BootstrapDraws = 10, Paired = true,
            PhotoCount = 5,
        };

        var result = new RunComparer(options) { Unreadable = faults.Add }.Compare(runs);
        File.Delete(thin);
        File.Delete(folder.File("data/testB/face-0002.png"));
        var without = new RunComparer(options).Compare(runs);

        var fault = Assert.Single(faults);
        Assert.Equal(thin, fault.Target);
        Assert.Contains(thin, fault.Message, StringComparison.Ordinal);
        Assert.All(result.Rows, row => Assert.Equal((4, 5), (row.FakeCount, row.RealCount)));
        Assert.Equal(without.Photos.Select(photo => photo.Name), result.Photos.Select(photo => photo.Name));
        Assert.Equal(without.Rows.Select(row => row.MeanAbsoluteError), result.Rows.Select(row => row.MeanAbsoluteError));
    }

    [Fact]
    public void AModelThatTranslatesNoPictureIsItsRunsFault()
    {
        using var folder = new TemporaryFolder();
        DemoDataIn(folder);
        foreach (var file in Directory.GetFiles(folder.File("data/testA")))
        {
            ImageFile.Write(new RgbImage(16000, 1, new byte[3 * 16000]), file, ImageFormat.Png);
        }

        var runs = (ComparedRun[])
        [
            Run(folder, "large", 1, Activation.ReLU, new TrainingOptions { ImageSize = 64 }),
            Run(folder, "one", 2, Activation.ReLU, new TrainingOptions { ImageSize = 16 }),
        ];
        var options = new ComparisonOptions { TestA = folder.File("data/testA"), TestB = folder.File("data/testB"), BootstrapDraws = 0 };
        var faults = new List<(string Run, string Message)>();

        var rows = new RunComparer(options) { Unusable = (run, fault) => faults.Add((run.Folder.Name, fault.Message)) }.Compare(runs).Rows;

        Assert.Equal("one", Assert.Single(rows).Run);
        var (named, message) = Assert.Single(faults);
        Assert.Equal("large", named);
        Assert.Contains("translates none of the test pictures; of the first: ", message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheQuickDistanceFollowsTheMeasuredOne()
    {
        var random = new RandomSource(1, "test");
        RgbImage Noise(int offset, int range) => new(
            32, 32, [.. Enumerable.Range(0, 3 * 32 * 32).Select(index => (byte)(offset + random.NextInt(range) * (index / 96 % 2)))]);
        var near = Enumerable.Range(0, 6).Select(_ => PatchDescriptors.Draw(Noise(100, 60), random)).ToList();
        var alike = Enumerable.Range(0, 6).Select(_ => PatchDescriptors.Draw(Noise(100, 60), random)).ToList();
        var mixed = alike.Take(3).Concat(Enumerable.Range(0, 3).Select(_ => PatchDescriptors.Draw(Noise(20, 235), random))).ToList();
        double[] ones = [1, 1, 1, 1, 1, 1], twos = [2, 2, 2, 2, 2, 2], firstHalf = [2, 2, 2, 0, 0, 0];
        var same = new SlicedWassersteinSpread(near, near, 0);
        var other = new SlicedWassersteinSpread(near, mixed, 0);
        Assert.Equal(0, same.Distance(ones, ones), 1e-9);
        Assert.Equal(other.Distance(ones, ones), other.Distance(twos, ones), 1e-9);
        Assert.True(other.Distance(ones, firstHalf) != other.Distance(ones, ones));
        Assert.True(other.Distance(ones, ones) > same.Distance(ones, firstHalf));
    }

    private static IReadOnlyList<string> Files(string folder) => ImageFolder.List(folder);

    private static void DemoDataIn(TemporaryFolder folder) =>
        DemoData.Write(folder.File("data"), count: 2, testCount: 2, size: 32, seed: 1);

    private static ComparedRun Run(TemporaryFolder folder, string name, int seed, Activation activation, TrainingOptions? options = null)
    {
        options = (options ?? new TrainingOptions { ImageSize = 32 }) with { Filters = 4, ResidualBlocks = 1, Activation = activation };
        var run = new RunFolder(Directory.CreateDirectory(folder.File(name)).FullName);
        torch.random.manual_seed(seed);
        using var generator = new ResnetGenerator(options.ToGeneratorOptions());
        GeneratorFile.Save(run.GeneratorAB, generator, new GeneratorInfo { Generator = options.ToGeneratorOptions(), ImageSize = options.ImageSize });
        return new ComparedRun(run, new RunRecord
        {
            Status = RunStatus.Finished, Seed = seed, Device = "cpu", Threads = 2, Started = DateTimeOffset.UnixEpoch, Updated = DateTimeOffset.UnixEpoch,
            DataFingerprint = "data", Versions = new Dictionary<string, string>(),
        }, options);
    }
}
