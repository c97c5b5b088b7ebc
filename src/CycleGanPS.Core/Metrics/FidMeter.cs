using System.Diagnostics;
using CycleGanPS.Core.Data;
using CycleGanPS.Core.Machine;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Metrics;

/// <summary>Measures FID, KID, precision and recall between sets of pictures, in one pass over them.</summary>
internal sealed class FidMeter : IDisposable
{
    /// <summary>Below this count the covariance of 2048 features is singular and FID leans high.</summary>
    public const int EnoughImages = 2048;

    /// <summary>Most pictures a side that the bootstrap takes: it keeps kernels of all pairs in memory.</summary>
    public const int MostForBootstrap = 4096;

    private readonly string? _weightsPath;
    private readonly CancellationToken _cancellation;
    private FidWeights? _weights;
    private InceptionV3? _network;

    /// <param name="weightsPath">The weights file, or null for the one of the environment or the cache; read when first needed.</param>
    public FidMeter(string? weightsPath, CancellationToken cancellation = default) => (_weightsPath, _cancellation) = (weightsPath, cancellation);

    public FeatureResize Resize { get; init; }

    public int BatchSize { get; init; } = FeatureExtractor.DefaultBatchSize;

    /// <summary>Where random choices come from; the same seed gives the same numbers.</summary>
    public int Seed { get; init; }

    /// <summary>Draws of the bootstrap; 0 for no intervals.</summary>
    public int BootstrapDraws { get; init; }

    /// <summary>Told what the user should know, one sentence each.</summary>
    public Action<string>? Warn { get; init; }

    /// <summary>Told of each picture that cannot be read and is left out.</summary>
    public Action<CycleGanException>? Unreadable { get; init; }

    /// <summary>Told what is being done, how many are done, and of how many.</summary>
    public Action<string, int, int>? Progress { get; init; }

    /// <summary>The distance between two sets.</summary>
    /// <exception cref="CycleGanException">
    /// No weights, weights or statistics that do not fit, or fewer than two pictures that can be read.
    /// </exception>
    public FidScore Measure(ImageSet real, ImageSet fake)
    {
        NativeLibraries.EnsureLoadable();
        var clock = Stopwatch.StartNew();
        using var realStatistics = real.Statistics is null ? null : FidStatistics.Read(real.Statistics);
        using var fakeStatistics = fake.Statistics is null ? null : FidStatistics.Read(fake.Statistics);
        if (BootstrapDraws > 0 && (realStatistics is not null || fakeStatistics is not null))
        {
            throw new CycleGanException(FaultKind.InvalidArgument, "A bootstrap draws pictures again, so it needs pictures on both sides, not statistics.");
        }

        if (BootstrapDraws > 0 && Math.Max(real.Images.Count, fake.Images.Count) is > MostForBootstrap and var most)
        {
            throw new CycleGanException(FaultKind.InvalidArgument, $"A bootstrap takes at most {MostForBootstrap} pictures a side, not {most}; of so many, samples hardly differ.", most);
        }

        var total = real.Images.Count + fake.Images.Count;
        using var realSet = realStatistics is null ? Extract(real, 0, total) : null;
        using var fakeSet = fakeStatistics is null ? Extract(fake, real.Images.Count, total) : null;
        var featureSeconds = clock.Elapsed.TotalSeconds;
        var measuredWith = CheckAgreement((real, realStatistics), (fake, fakeStatistics));
        WarnOfFew(realSet?.Statistics.Count ?? realStatistics!.Count, fakeSet?.Statistics.Count ?? fakeStatistics!.Count);

        using var scope = NewDisposeScope();
        var (realMean, realFactor) = Factor(realSet, realStatistics);
        var (fakeMean, fakeFactor) = Factor(fakeSet, fakeStatistics);
        _cancellation.ThrowIfCancellationRequested();
        if (realMean.shape[0] != fakeMean.shape[0])
        {
            throw new CycleGanException(FaultKind.UnreadableStatistics, $"The sides have features of {realMean.shape[0]} and {fakeMean.shape[0]} numbers; they must have been measured with the same network.");
        }

        var score = new FidScore
        {
            Real = real.Name,
            Fake = fake.Name,
            Fid = FrechetDistance.OfFactors(realMean, realFactor, fakeMean, fakeFactor),
            RealCount = realSet?.Statistics.Count ?? realStatistics!.Count,
            FakeCount = fakeSet?.Statistics.Count ?? fakeStatistics!.Count,
            Resize = measuredWith.Resize,
            WeightsName = measuredWith.Name,
            WeightsSha256 = measuredWith.Sha256,
            FeatureSeconds = featureSeconds,
            Seconds = clock.Elapsed.TotalSeconds,
        };
        return realSet is null || fakeSet is null ? score : WithFeatureMeasures(score, realSet, fakeSet) with { Seconds = clock.Elapsed.TotalSeconds };
    }

    /// <summary>Measures one set and writes its statistics.</summary>
    public FidStatisticsSummary Export(ImageSet images, string path)
    {
        NativeLibraries.EnsureLoadable();
        var clock = Stopwatch.StartNew();
        using var set = Extract(images, 0, images.Images.Count);
        WarnOfOtherWeights();
        FidStatistics.Write(path, set.Statistics, _weights!.Name, _weights.Sha256, Resize);
        return new FidStatisticsSummary
        {
            Path = path, Count = set.Statistics.Count, Resize = Resize, WeightsName = _weights.Name, WeightsSha256 = _weights.Sha256, Seconds = clock.Elapsed.TotalSeconds,
        };
    }

    public void Dispose() => _network?.Dispose();

    /// <summary>The features of a set; the caller disposes them.</summary>
    internal FeatureSet Extract(ImageSet images) => Extract(images, 0, images.Images.Count);

    private FeatureSet Extract(ImageSet images, int doneBefore, int total)
    {
        _weights ??= FidWeights.Find(_weightsPath);
        _network ??= InceptionV3.Load(_weights.Path);
        var files = images.Images;
        var rowOf = RowsToKeep(files.Count);
        using var features = empty(Math.Min(files.Count, FeatureSet.MostFeatures), InceptionV3.FeatureCount).DetachFromDisposeScope();
        var statistics = new FeatureStatistics();
        try
        {
            var read = Fill(images, rowOf, features, statistics, doneBefore, total);

            // Rows of pictures that could not be read are left out; the others keep the order of the list.
            using var kept = tensor(read);
            return new FeatureSet(statistics, features.index_select(0, kept).DetachFromDisposeScope());
        }
        catch
        {
            statistics.Dispose();
            throw;
        }
    }

    /// <summary>Runs the network over a set; gives the rows that were filled, in order.</summary>
    private long[] Fill(ImageSet images, Dictionary<int, int>? rowOf, Tensor features, FeatureStatistics statistics, int doneBefore, int total)
    {
        var read = new List<long>();
        var extractor = new FeatureExtractor(_network!, Resize, BatchSize) { Unreadable = Unreadable };
        foreach (var (places, batch) in extractor.Extract(images.Images, _cancellation))
        {
            using (batch)
            {
                statistics.Add(batch);
                for (var index = 0; index < places.Count; index++)
                {
                    var row = places[index];
                    if (rowOf is null || rowOf.TryGetValue(places[index], out row))
                    {
                        using var from = batch[index];
                        using var target = features[row];
                        target.copy_(from).Dispose();
                        read.Add(row);
                    }
                }
            }

            Progress?.Invoke("Inception features", doneBefore + (int)statistics.Count, total);
        }

        if (statistics.Count < 2)
        {
            throw new CycleGanException(FaultKind.TooFewImages, $"FID needs at least two pictures on each side; {images.Name} has {statistics.Count} that can be read.", images.Name);
        }

        read.Sort();
        return [.. read];
    }

    /// <summary>The row that the feature of a picture is kept in, or null where all are kept in order.</summary>
    private Dictionary<int, int>? RowsToKeep(int count)
    {
        if (count <= FeatureSet.MostFeatures)
        {
            return null;
        }

        Warn?.Invoke($"KID, precision and recall are taken of {FeatureSet.MostFeatures} of the {count} pictures, drawn at random; FID is taken of all.");
        return new RandomSource(Seed, "features").Permutation(count).Take(FeatureSet.MostFeatures)
            .Select((place, row) => (place, row)).ToDictionary(pair => pair.place, pair => pair.row);
    }

    private static (Tensor Mean, Tensor Factor) Factor(FeatureSet? set, FidStatistics? statistics)
    {
        if (statistics is not null)
        {
            return (statistics.Mean, FrechetDistance.FactorOfCovariance(statistics.Covariance));
        }

        return set!.IsWhole && set.Statistics.Count <= set.Statistics.Dimension
            ? FrechetDistance.Factor(set.Features)
            : (set.Statistics.Mean(), FrechetDistance.FactorOfCovariance(set.Statistics.Covariance()));
    }

    private FidScore WithFeatureMeasures(FidScore score, FeatureSet real, FeatureSet fake)
    {
        var (kid, deviation, size) = KernelDistance.OfFeatures(real.Features, fake.Features, new RandomSource(Seed, "kid"), _cancellation);
        var (precision, recall) = PrecisionRecall.OfFeatures(real.Features, fake.Features, _cancellation);
        var isOneSubset = size == real.Features.shape[0] && size == fake.Features.shape[0];
        score = score with { Kid = kid, KidStdDev = isOneSubset ? null : deviation, KidSubsetSize = size, Precision = precision, Recall = recall };
        if (BootstrapDraws == 0)
        {
            return score;
        }

        var (fidInterval, kidInterval) = Bootstrap.Intervals(
            real.Features, fake.Features, score.Fid, kid, BootstrapDraws, new RandomSource(Seed, "bootstrap"),
            done => Progress?.Invoke("Bootstrap", done, BootstrapDraws), _cancellation);
        return score with { FidLow = fidInterval.Low, FidHigh = fidInterval.High, KidLow = kidInterval.Low, KidHigh = kidInterval.High };
    }

    /// <summary>What both sides were measured with; statistics must not come from other weights or another resize.</summary>
    private (string Name, string Sha256, FeatureResize Resize) CheckAgreement(params (ImageSet Set, FidStatistics? Statistics)[] sides)
    {
        (string Name, string Sha256, FeatureResize Resize)? agreed = _weights is null ? null : (_weights.Name, _weights.Sha256, Resize);
        foreach (var (set, statistics) in sides)
        {
            if (statistics is null || statistics.WeightsSha256.Length == 0 || statistics.Resize is not { } resize)
            {
                continue;
            }

            agreed ??= (statistics.WeightsName, statistics.WeightsSha256, resize);
            if (statistics.WeightsSha256 != agreed.Value.Sha256 || resize != agreed.Value.Resize)
            {
                throw new CycleGanException(
                    FaultKind.WeightsRejected,
                    $"The statistics in '{set.Statistics}' were measured with {statistics.WeightsName} and {resize} resizing, the other side with {agreed.Value.Name} and {agreed.Value.Resize} resizing; the two do not compare.",
                    set.Statistics);
            }
        }

        if (sides.Any(side => side.Statistics is { WeightsSha256: "" }))
        {
            Warn?.Invoke("A statistics file does not say which weights it was measured with; it compares only if they are the same.");
        }

        WarnOfOtherWeights();
        return agreed ?? ("unknown", "", Resize);
    }

    private void WarnOfOtherWeights()
    {
        if (_weights is { IsStandard: false })
        {
            Warn?.Invoke($"{_weights.Name} are not the standard weights ({FidWeights.StandardName}); distances measured with them do not compare with published FID values.");
        }
    }

    private void WarnOfFew(long realCount, long fakeCount)
    {
        if (Math.Min(realCount, fakeCount) is > 0 and < EnoughImages and var least)
        {
            Warn?.Invoke($"FID of {least} pictures leans high and differs from sample to sample (below {EnoughImages}); KID does not lean, and a bootstrap shows the spread.");
        }
    }
}
