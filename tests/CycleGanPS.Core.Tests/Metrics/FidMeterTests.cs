using CycleGanPS.Core.Data;
using CycleGanPS.Core.Distributed;
using CycleGanPS.Core.Images;
using CycleGanPS.Core.Metrics;
using CycleGanPS.Core.Models.PyTorch;
using Xunit;

namespace CycleGanPS.Core.Tests.Metrics;

public sealed class FidMeterTests : IClassFixture<FidMeterTests.WeightsFile>
{
    private static readonly ImageSet Real = ImageSet.FromPaths([Fixtures.Path("metrics", "swd", "real")], false);
    private static readonly ImageSet Fake = ImageSet.FromPaths([Fixtures.Path("metrics", "swd", "fake")], false);

    private readonly WeightsFile _weights;

    public FidMeterTests(WeightsFile weights) => _weights = weights;

    [Fact]
    public void Folders_give_every_measure_and_name_the_weights()
    {
        var warnings = new List<string>();
        using var meter = new FidMeter(_weights.Path) { Warn = warnings.Add, BootstrapDraws = 20 };

        var score = meter.Measure(Real, Fake);

        Assert.Equal((4, 3), (score.RealCount, score.FakeCount));
        Assert.True(score.Fid > 0);
        Assert.InRange(score.Fid, score.FidLow!.Value, score.FidHigh!.Value);
        Assert.InRange(score.Kid!.Value, score.KidLow!.Value, score.KidHigh!.Value);
        Assert.Equal(3, score.KidSubsetSize);
        Assert.InRange(score.Precision!.Value, 0, 1);
        Assert.Equal("seeded.pth", score.WeightsName);
        Assert.Equal(64, score.WeightsSha256.Length);
        Assert.Contains(warnings, text => text.Contains("not the standard weights", StringComparison.Ordinal));
        Assert.Contains(warnings, text => text.Contains("below 2048", StringComparison.Ordinal));
    }

    [Fact]
    public void Statistics_of_a_folder_stand_for_the_folder()
    {
        using var folder = new TemporaryFolder();
        using var meter = new FidMeter(_weights.Path);
        var expected = meter.Measure(Real, Fake).Fid;

        var summary = meter.Export(Real, folder.File("real.npz"));
        var statistics = ImageSet.FromPaths([folder.File("real.npz")], false);
        var score = meter.Measure(statistics, Fake);

        Assert.Equal(4, summary.Count);
        Assert.Equal(1, score.Fid / expected, 1e-6);
        Assert.Null(score.Kid);
        using var clean = new FidMeter(_weights.Path) { Resize = FeatureResize.Clean };
        Assert.Equal(FaultKind.WeightsRejected, Assert.Throws<CycleGanException>(() => clean.Measure(statistics, Fake)).Kind);
    }

    /// <summary>Shards that were measured apart add up to what one process measures: the score is the same to 1e-9 of it.</summary>
    [Fact]
    public void Shards_add_up_to_the_whole()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("photos"));
        var random = new RandomSource(5, "photos");
        for (var number = 0; number < 19; number++)
        {
            var side = number < 14 ? 40 : 56;
            var pixels = Enumerable.Range(0, side * side * 3).Select(_ => (byte)random.NextInt(256)).ToArray();
            ImageFile.Write(new RgbImage(side, side, pixels), folder.File($"photos/{number}.png"), ImageFormat.Png);
        }

        using var meter = new FidMeter(_weights.Path);
        var whole = ImageSet.FromPaths([folder.File("photos")], false);
        meter.Export(whole, folder.File("whole.npz"));
        var parts = new List<string>();
        foreach (var number in Enumerable.Range(1, 3))
        {
            var (part, images) = ShardedSet.Of(new Shard(number, 3), whole.Images, whole.Root);
            parts.Add(folder.File(part.Shard.NameFile("all.npz")));
            Assert.Null(meter.ExportedBefore(parts[^1], part));
            Assert.Equal(images.Count, meter.Export(whole.With(images), parts[^1], part).Count);
            Assert.Equal(images.Count, meter.ExportedBefore(parts[^1], part)!.Count);
            Assert.Null(meter.ExportedBefore(parts[^1], part with { Files = 18 }));
        }

        Assert.Equal(19, FidStatistics.Merge(parts, folder.File("merged.npz")).Count);
        double Distance(string statistics) => meter.Measure(ImageSet.FromPaths([folder.File(statistics)], false), Fake).Fid;
        Assert.Equal(1, Distance("merged.npz") / Distance("whole.npz"), 1e-9);
        var fault = Assert.Throws<CycleGanException>(() => FidStatistics.Merge([parts[0], parts[2]], folder.File("no.npz")));
        Assert.Contains("of 3 shards one is missing: 2", fault.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.File("no.npz")));
    }

    [Fact]
    public void A_set_is_at_no_distance_from_itself()
    {
        using var meter = new FidMeter(_weights.Path);

        Assert.Equal(0, meter.Measure(Real, Real).Fid, 1e-6);
    }

    [Fact]
    public void Pictures_that_cannot_be_read_are_named_and_left_out()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("broken.png"), "no picture");
        var faults = new List<CycleGanException>();
        using var meter = new FidMeter(_weights.Path) { Unreadable = faults.Add };

        var score = meter.Measure(ImageSet.FromPaths([.. Real.Images, folder.File("broken.png")], false), Fake);

        Assert.Equal(4, score.RealCount);
        Assert.Contains("broken.png", Assert.Single(faults).Message);
        Assert.Equal(FaultKind.TooFewImages, Assert.Throws<CycleGanException>(
            () => meter.Measure(ImageSet.FromPaths([Real.Images[0]], false), Fake)).Kind);
    }

    [Fact]
    public void Stopping_ends_a_measurement_between_batches()
    {
        using var stop = new CancellationTokenSource();
        using var meter = new FidMeter(_weights.Path, stop.Token) { BatchSize = 1, Progress = (_, _, _) => stop.Cancel() };

        Assert.ThrowsAny<OperationCanceledException>(() => meter.Measure(Real, Fake));
    }

    public sealed class WeightsFile : IDisposable
    {
        private readonly TemporaryFolder _folder = new();

        public WeightsFile()
        {
            using var weights = SeededInception.Weights();
            PyTorchArchive.Write(Path, weights);
        }

        public string Path => _folder.File("seeded.pth");

        public void Dispose() => _folder.Dispose();
    }
}
