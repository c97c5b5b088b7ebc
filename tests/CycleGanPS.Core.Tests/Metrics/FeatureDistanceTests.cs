using System.Text.Json;
using CycleGanPS.Core.Data;
using CycleGanPS.Core.Metrics;
using CycleGanPS.Core.Metrics.Algebra;
using Xunit;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Tests.Metrics;

public class FeatureDistanceTests
{
    private static readonly JsonElement Expected = JsonDocument.Parse(File.ReadAllText(Fixtures.Path("metrics", "distances.json"))).RootElement;

    public static TheoryData<int, int, int> Cases => new() { { 300, 200, 64 }, { 20, 30, 64 }, { 2, 2, 64 }, { 2, 300, 64 }, { 40, 50, 2048 } };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Frechet_distance_agrees_with_NumPy_from_features_and_from_statistics(int realCount, int fakeCount, int dimension)
    {
        using var scope = NewDisposeScope();
        var (real, fake) = (Features("real", realCount, dimension), Features("fake", fakeCount, dimension));
        var expected = Case(realCount, fakeCount, dimension).GetProperty("fid").GetDouble();
        var (realStatistics, fakeStatistics) = (Statistics(real), Statistics(fake));

        Assert.Equal(1, FrechetDistance.OfFeatures(Matrices.Of(real), Matrices.Of(fake)) / expected, 1e-6);
        Assert.Equal(
            1,
            FrechetDistance.OfStatistics(realStatistics.Mean(), realStatistics.Covariance(), fakeStatistics.Mean(), fakeStatistics.Covariance()) / expected,
            1e-6);
    }

    [Theory]
    [InlineData(2, 64)]
    [InlineData(40, 64)]
    [InlineData(300, 64)]
    [InlineData(40, 256)]
    public void Equal_sets_are_at_no_distance(int count, int dimension)
    {
        using var scope = NewDisposeScope();
        var features = Features("real", count, dimension);
        var turned = features.flip(0);
        var (statistics, other) = (Statistics(features), Statistics(turned));

        Assert.Equal(0, FrechetDistance.OfFeatures(Matrices.Of(features), Matrices.Of(turned)), 1e-6);
        Assert.Equal(0, FrechetDistance.OfStatistics(statistics.Mean(), statistics.Covariance(), other.Mean(), other.Covariance()), 1e-6);
    }

    [Fact]
    public void With_equal_covariances_the_distance_is_that_of_the_means()
    {
        using var scope = NewDisposeScope();
        var features = Features("real", 30, 8);

        Assert.Equal(8 * 0.25, FrechetDistance.OfFeatures(Matrices.Of(features), Matrices.Of(features + 0.5)), 1e-5);
    }

    [Fact]
    public void A_singular_covariance_beside_a_full_one_gives_a_number()
    {
        using var scope = NewDisposeScope();
        var flat = ones(5, 8);

        var distance = FrechetDistance.OfFeatures(Matrices.Of(flat), Matrices.Of(Features("real", 30, 8)));

        Assert.True(double.IsFinite(distance) && distance > 0);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Kernel_distance_agrees_with_NumPy(int realCount, int fakeCount, int dimension)
    {
        using var scope = NewDisposeScope();
        var expected = Case(realCount, fakeCount, dimension).GetProperty("kid");

        var (mean, deviation, size) = KernelDistance.OfFeatures(
            Matrices.Of(Features("real", realCount, dimension)), Matrices.Of(Features("fake", fakeCount, dimension)), new RandomSource(5, "kid"));

        Assert.Equal(Math.Min(realCount, fakeCount), size);
        Assert.Equal(expected[0].GetDouble(), mean, 1e-9);
        Assert.Equal(expected[1].GetDouble(), deviation, 1e-9);
    }

    [Theory]
    [InlineData(300, 200)]
    [InlineData(20, 30)]
    [InlineData(2, 2)]
    [InlineData(2, 300)]
    public void Precision_and_recall_agree_with_NumPy(int realCount, int fakeCount)
    {
        using var scope = NewDisposeScope();
        var expected = Case(realCount, fakeCount, 64).GetProperty("precision_recall");

        var (precision, recall) = PrecisionRecall.OfFeatures(
            Matrices.Of(Features("real", realCount, 64)), Matrices.Of(Features("fake", fakeCount, 64)));

        Assert.Equal((expected[0].GetDouble(), expected[1].GetDouble()), (precision, recall));
    }

    [Fact]
    public void Precision_and_recall_of_manifolds_that_overlap_agree_with_NumPy()
    {
        using var scope = NewDisposeScope();
        var all = Features("real", 200, 4);
        var expected = Expected.GetProperty("overlap").GetProperty("precision_recall");

        var (precision, recall) = PrecisionRecall.OfFeatures(Matrices.Of(all[..120]), Matrices.Of(all[80..] + 0.3f));

        Assert.Equal(expected[0].GetDouble(), precision, 1e-12);
        Assert.Equal(expected[1].GetDouble(), recall, 1e-12);
    }

    [Fact]
    public void A_set_is_its_own_manifold()
    {
        using var scope = NewDisposeScope();
        var features = Matrices.Of(Features("real", 50, 16));

        Assert.Equal((1.0, 1.0), PrecisionRecall.OfFeatures(features, features));
    }

    [Fact]
    public void Bootstrap_intervals_hold_the_measured_values_and_repeat()
    {
        using var scope = NewDisposeScope();
        var (real, fake) = (Matrices.Of(Features("real", 40, 16)), Matrices.Of(Features("fake", 40, 16)));
        var fid = FrechetDistance.OfFeatures(real, fake);

        var first = Bootstrap.Intervals(real, fake, fid, 0.1, 50, new RandomSource(1, "b"), null, default);
        var again = Bootstrap.Intervals(real, fake, fid, 0.1, 50, new RandomSource(1, "b"), null, default);

        Assert.Equal(first.Fid.Low, again.Fid.Low, 1e-9);
        Assert.Equal(first.Kid.High, again.Kid.High, 1e-9);
        Assert.InRange(fid, first.Fid.Low, first.Fid.High);
        Assert.InRange(0.1, first.Kid.Low, first.Kid.High);
        Assert.True(first.Fid.High - first.Fid.Low is > 0 and < 2);
    }

    [Fact]
    public void Parts_of_a_set_add_up_to_the_whole()
    {
        using var scope = NewDisposeScope();
        var features = Features("real", 700, 16);
        var (whole, sum) = (Statistics(features), new FeatureStatistics(16));
        foreach (var (start, end) in new[] { (0, 10), (10, 300), (300, 700) })
        {
            sum.Add(Statistics(features[start..end]));
        }

        Assert.Equal(700, sum.Count);
        Assert.All(whole.Mean().Zip(sum.Mean()), pair => Assert.Equal(pair.First, pair.Second, 1e-13));
        Assert.Equal(0, Matrices.Difference(whole.Covariance(), sum.Covariance()), 1e-13);
        var rows = features.to(ScalarType.Float64);
        var centred = rows - rows.mean([0]);
        Assert.Equal(0, Matrices.Difference(Matrices.Of(centred.t().matmul(centred) / 699), whole.Covariance()), 1e-13);
    }

    /// <summary>What a bootstrap computes from products of features is what the drawn features themselves give.</summary>
    [Theory]
    [InlineData(40, 30, 16)]
    [InlineData(12, 15, 64)]
    public void A_draw_is_at_the_distances_of_its_pictures(int realCount, int fakeCount, int dimension)
    {
        using var scope = NewDisposeScope();
        var (real, fake) = (Matrices.Of(Features("real", realCount, dimension)), Matrices.Of(Features("fake", fakeCount, dimension)));
        var random = new RandomSource(3, "draws");
        var (realTimes, fakeTimes) = (Bootstrap.Draw(realCount, random), Bootstrap.Draw(fakeCount, random));
        var realSide = new ResampledFeatures(real);
        var distances = new ResampledDistances(realSide, fake);

        // Pictures drawn twice make singular values of zero, which the roots know to 1e-8 only.
        Assert.Equal(
            1, distances.Fid(realSide.Draw(realTimes), fakeTimes) / FrechetDistance.OfFeatures(Repeated(real, realTimes), Repeated(fake, fakeTimes)), 1e-7);
        Assert.Equal(KidByHand(real, realTimes, fake, fakeTimes), distances.Kid(realSide.Draw(realTimes), fakeTimes), 1e-12);
    }

    private static Matrix Repeated(Matrix rows, double[] times) =>
        rows.Choose([.. times.SelectMany((count, row) => Enumerable.Repeat(row, (int)count))]);

    // Pairs of a picture with itself do not count, nor do those of two of its copies.
    private static double KidByHand(Matrix real, double[] realTimes, Matrix fake, double[] fakeTimes)
    {
        static double Mean(Matrix one, double[] oneTimes, Matrix other, double[] otherTimes, bool isWithin)
        {
            var (sum, weights) = (0.0, 0.0);
            for (var i = 0; i < one.Rows; i++)
            {
                for (var j = 0; j < other.Rows; j++)
                {
                    var weight = isWithin && i == j ? 0 : oneTimes[i] * otherTimes[j];
                    var product = one.Row(i).ToArray().Zip(other.Row(j).ToArray(), (x, y) => x * y).Sum();
                    sum += weight * Math.Pow((product / one.Columns) + 1, 3);
                    weights += weight;
                }
            }

            return sum / weights;
        }

        return Mean(real, realTimes, real, realTimes, true) + Mean(fake, fakeTimes, fake, fakeTimes, true)
            - (2 * Mean(real, realTimes, fake, fakeTimes, false));
    }

    private static JsonElement Case(int real, int fake, int dimension) => Expected.GetProperty($"{real} {fake} {dimension}");

    private static FeatureStatistics Statistics(Tensor features)
    {
        var statistics = new FeatureStatistics((int)features.shape[1]);
        statistics.Add(Matrices.Of(features));
        return statistics;
    }

    private static Tensor Features(string name, int count, int dimension)
    {
        var values = SeededInception.Uniform(name).Take(count * dimension).Select(value => (float)value);
        return tensor([.. name == "fake" ? values.Select(value => value * value) : values], [count, dimension]);
    }
}
