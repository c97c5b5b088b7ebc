using CycleGanPS.Core.Data;

namespace CycleGanPS.Core.Metrics;

/// <summary>How far a set of fake pictures is from a set of real ones, and what it was measured with.</summary>
public sealed class FidScore
{
    /// <summary>The real set: a folder, a file, or how many files.</summary>
    public required string Real { get; init; }

    /// <summary>The fake set.</summary>
    public required string Fake { get; init; }

    /// <summary>Fréchet Inception distance; smaller is more alike.</summary>
    public required double Fid { get; init; }

    /// <summary>Lower end of the 95 % bootstrap interval of <see cref="Fid"/>; null without bootstrap.</summary>
    public double? FidLow { get; private set; }

    /// <summary>Upper end of the interval.</summary>
    public double? FidHigh { get; private set; }

    /// <summary>Kernel Inception distance, not scaled (papers print it times 100 or 1000); null where a side is only statistics.</summary>
    public double? Kid { get; private set; }

    /// <summary>Deviation of KID over its subsets; null where both sets are smaller than a subset, so that there is only one.</summary>
    public double? KidStdDev { get; private set; }

    /// <summary>Pictures in a subset of KID.</summary>
    public int? KidSubsetSize { get; private set; }

    /// <summary>Lower end of the 95 % bootstrap interval of <see cref="Kid"/>.</summary>
    public double? KidLow { get; private set; }

    /// <summary>Upper end of the interval.</summary>
    public double? KidHigh { get; private set; }

    /// <summary>Share of the fake pictures that lie in the manifold of the real ones.</summary>
    public double? Precision { get; private set; }

    /// <summary>Share of the real pictures that lie in the manifold of the fake ones.</summary>
    public double? Recall { get; private set; }

    /// <summary>Real pictures; 0 where a statistics file does not say.</summary>
    public required long RealCount { get; init; }

    /// <summary>Fake pictures; 0 where a statistics file does not say.</summary>
    public required long FakeCount { get; init; }

    /// <summary>How the pictures came to the network's size.</summary>
    public required FeatureResize Resize { get; init; }

    /// <summary>Name of the weights file: distances of different weights do not compare.</summary>
    public required string WeightsName { get; init; }

    /// <summary>SHA-256 of the weights file.</summary>
    public required string WeightsSha256 { get; init; }

    /// <summary>Whether these are the weights that published values are measured with; null where a statistics file does not say.</summary>
    public bool? IsStandardWeights => WeightsSha256.Length == 0 ? null : FidWeights.IsStandardFile(WeightsSha256);

    /// <summary>Seconds spent on features of pictures.</summary>
    public double FeatureSeconds { get; internal set; }

    /// <summary>Seconds of the whole measurement.</summary>
    public double Seconds { get; internal set; }

    /// <summary>All measures of two sides: the one place that puts them together. The seconds are left at 0.</summary>
    /// <param name="with">What both sides were measured with.</param>
    /// <param name="seed">Where random choices come from.</param>
    /// <param name="draws">Draws of the bootstrap; 0 for no intervals.</param>
    /// <param name="drawn">Told how many draws are done.</param>
    /// <exception cref="CycleGanException">The sides have features of different lengths.</exception>
    internal static FidScore Of(
        FidSide real, FidSide fake, MeasuredWith with, int seed, int draws, Action<int>? drawn, CancellationToken cancellation)
    {
        var score = new FidScore
        {
            Real = real.Name,
            Fake = fake.Name,
            Fid = Distance(real, fake),
            RealCount = real.Count,
            FakeCount = fake.Count,
            Resize = with.Resize,
            WeightsName = with.WeightsName,
            WeightsSha256 = with.WeightsSha256,
        };
        if (real.Features?.Features is not { } realRows || fake.Features?.Features is not { } fakeRows)
        {
            return score;
        }

        var (kid, deviation, size) = KernelDistance.OfFeatures(realRows, fakeRows, new RandomSource(seed, "kid"), cancellation);
        var (precision, recall) = PrecisionRecall.OfFeatures(realRows, fakeRows, cancellation);
        var isOneSubset = size == realRows.Rows && size == fakeRows.Rows;
        (score.Kid, score.KidStdDev, score.KidSubsetSize) = (kid, isOneSubset ? null : deviation, size);
        (score.Precision, score.Recall) = (precision, recall);
        if (draws == 0)
        {
            return score;
        }

        var (fidInterval, kidInterval) = Bootstrap.Intervals(
            realRows, fakeRows, score.Fid, kid, draws, new RandomSource(seed, "bootstrap"), drawn, cancellation);
        (score.FidLow, score.FidHigh, score.KidLow, score.KidHigh) = (fidInterval.Low, fidInterval.High, kidInterval.Low, kidInterval.High);
        return score;
    }

    private static double Distance(FidSide real, FidSide fake)
    {
        var (realMean, realFactor) = real.Factor();
        var (fakeMean, fakeFactor) = fake.Factor();
        return realMean.Length == fakeMean.Length
            ? FrechetDistance.OfFactors(realMean, realFactor, fakeMean, fakeFactor)
            : throw new CycleGanException(
                FaultKind.UnreadableStatistics,
                $"The sides have features of {realMean.Length} and {fakeMean.Length} numbers; they must have been measured with the same network.");
    }
}
