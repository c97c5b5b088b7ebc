using CycleGanPS.Core.Metrics;
using Xunit;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Tests.Metrics;

public class FidStatisticsTests
{
    [Fact]
    public void Reads_a_file_of_pytorch_fid()
    {
        var statistics = FidStatistics.Read(Fixtures.Path("metrics", "statistics-pytorch-fid.npz"));

        using var features = tensor([.. SeededInception.Uniform("real").Take(300 * 8).Select(value => (float)value)], [300, 8]);
        Assert.Equal(0, statistics.Count);
        Assert.Null(statistics.Resize);
        Assert.All(statistics.Mean.Zip(Matrices.Of(features).Mean()), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
        Assert.Equal((8, 8), (statistics.Covariance.Rows, statistics.Covariance.Columns));
    }

    [Fact]
    public void Reads_packed_float32_and_Fortran_order()
    {
        var file = NpzFile.Read(Fixtures.Path("metrics", "statistics-fortran.npz"), "mu", "sigma");

        var sigma = file.Arrays["sigma"];
        Assert.Equal(1, sigma.Values[1]);
        Assert.Equal(8, sigma.Values[sigma.Shape[1]]);
        Assert.False(file.Arrays["mu"].IsInteger);
    }

    [Fact]
    public void Leaves_further_arrays_of_a_file_alone()
    {
        var plain = FidStatistics.Read(Fixtures.Path("metrics", "statistics-pytorch-fid.npz"));
        var further = FidStatistics.Read(Fixtures.Path("metrics", "statistics-further.npz"));

        Assert.Equal(0, Matrices.Difference(plain.Covariance, further.Covariance), 1e-15);
    }

    [Fact]
    public void Rounding_to_float32_makes_no_covariance_a_bad_one()
    {
        // Of five pictures, so that half of the eigenvalues are zero but for rounding.
        var statistics = FidStatistics.Read(Fixtures.Path("metrics", "statistics-float32.npz"));
        Assert.Equal((8, 8), (statistics.Covariance.Rows, statistics.Covariance.Columns));
    }

    [Theory]
    [InlineData("statistics-object.npz", "objects are not read")]
    [InlineData("statistics-shape.npz", "mu has 3 numbers and its sigma is 2×2")]
    [InlineData("statistics-nan.npz", "be finite")]
    [InlineData("statistics-negative.npz", "sigma is no covariance")]
    [InlineData("statistics-asymmetric.npz", "sigma is no covariance")]
    [InlineData("statistics-fortran.npz", "sigma is no covariance")]
    [InlineData("statistics-array.npy", "single NumPy array (.npy)")]
    [InlineData("swd.json", "cannot be read")]
    public void Says_what_is_wrong_with_a_bad_file(string file, string text)
    {
        var fault = Assert.Throws<CycleGanException>(() => FidStatistics.Read(Fixtures.Path("metrics", file)));

        Assert.Equal(FaultKind.UnreadableStatistics, fault.Kind);
        Assert.Contains(text, fault.Message);
    }

    [Fact]
    public void Merged_parts_are_the_whole()
    {
        using var folder = new TemporaryFolder();
        using var features = rand(50, 6);
        Write(folder.File("whole.npz"), features);
        Write(folder.File("one.npz"), features[..20]);
        Write(folder.File("two.npz"), features[20..]);

        var summary = FidStatistics.Merge([folder.File("one.npz"), folder.File("two.npz")], folder.File("merged.npz"));

        Assert.Equal((50, "weights.pth", FeatureResize.Clean), (summary.Count, summary.WeightsName, summary.Resize));
        var whole = FidStatistics.Read(folder.File("whole.npz"));
        var merged = FidStatistics.Read(folder.File("merged.npz"));
        Assert.Equal(50, merged.Count);
        Assert.All(whole.Mean.Zip(merged.Mean), pair => Assert.Equal(pair.First, pair.Second, 1e-14));
        Assert.Equal(0, Matrices.Difference(whole.Covariance, merged.Covariance), 1e-14);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.3)]
    public void Statistics_of_equal_pictures_are_read(double value)
    {
        using var folder = new TemporaryFolder();
        using var features = (rand(1, 6) * value).repeat(7, 1);
        Write(folder.File("equal.npz"), features);

        Assert.Equal(7, FidStatistics.Read(folder.File("equal.npz")).Count);
    }

    [Fact]
    public void Parts_without_sums_or_of_other_weights_are_not_merged()
    {
        using var folder = new TemporaryFolder();
        using var features = rand(10, 8);
        Write(folder.File("ours.npz"), features);
        Write(folder.File("other.npz"), features, "ffff");

        var noSums = Assert.Throws<CycleGanException>(() => FidStatistics.Merge(
            [folder.File("ours.npz"), Fixtures.Path("metrics", "statistics-pytorch-fid.npz")], folder.File("out.npz")));
        var otherWeights = Assert.Throws<CycleGanException>(() => FidStatistics.Merge(
            [folder.File("ours.npz"), folder.File("other.npz")], folder.File("out.npz")));

        Assert.Contains("not the count and sums", noSums.Message);
        Assert.Contains("measured with", otherWeights.Message);
        Assert.False(File.Exists(folder.File("out.npz")));
    }

    [Fact]
    public void Statistics_on_both_sides_need_no_weights()
    {
        using var folder = new TemporaryFolder();
        using var features = rand(50, 6);
        using var shifted = features + 2;
        Write(folder.File("real.npz"), features);
        Write(folder.File("fake.npz"), shifted);
        using var meter = new FidMeter(null);

        var score = meter.Measure(ImageSet.FromPaths([folder.File("real.npz")], false), ImageSet.FromPaths([folder.File("fake.npz")], false));

        Assert.Equal(6 * 4, score.Fid, 1e-4);
        Assert.Null(score.Kid);
        Assert.Equal((50, 50), (score.RealCount, score.FakeCount));
        Assert.Equal("weights.pth", score.WeightsName);
    }

    private static void Write(string path, Tensor features, string sha256 = "0123")
    {
        var statistics = new FeatureStatistics((int)features.shape[1]);
        statistics.Add(Matrices.Of(features));
        FidStatistics.Write(path, statistics, "weights.pth", sha256, FeatureResize.Clean);
    }
}
