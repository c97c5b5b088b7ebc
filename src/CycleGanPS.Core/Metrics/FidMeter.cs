using System.Diagnostics;
using CycleGanPS.Core.Data;
using CycleGanPS.Core.Distributed;
using CycleGanPS.Core.Metrics.Algebra;

namespace CycleGanPS.Core.Metrics;

/// <summary>Measures FID, KID, precision and recall between sets of pictures, in one pass over them.</summary>
internal sealed class FidMeter : IDisposable
{
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
        var clock = Stopwatch.StartNew();

        // Files first: what is wrong with them need not wait for the pictures.
        var (realSide, fakeSide) = (StatisticsOf(real), StatisticsOf(fake));
        CheckBootstrap(real, fake);
        var total = real.Images.Count + fake.Images.Count;
        realSide ??= new FidSide(real.Name, Extract(real, 0, total));
        fakeSide ??= new FidSide(fake.Name, Extract(fake, real.Images.Count, total));
        var featureSeconds = clock.Elapsed.TotalSeconds;
        var with = MeasuredWith.Agreed(_weights, Resize, (realSide, real.Statistics), (fakeSide, fake.Statistics));
        var score = Score(realSide, fakeSide, with);
        (score.FeatureSeconds, score.Seconds) = (featureSeconds, clock.Elapsed.TotalSeconds);
        return score;
    }

    /// <summary>Measures one set, or a part of one, and writes its statistics.</summary>
    public FidStatisticsSummary Export(ImageSet images, string path, ShardedSet? part = null)
    {
        var clock = Stopwatch.StartNew();
        var set = Extract(images, 0, images.Images.Count);
        Caution(FidCautions.OtherWeights(_weights));
        FidStatistics.Write(path, set.Statistics, _weights!.Name, _weights.Sha256, Resize, part);
        return new FidStatisticsSummary
        {
            Path = path, Count = set.Statistics.Count, Resize = Resize, WeightsName = _weights.Name, WeightsSha256 = _weights.Sha256,
            Seconds = clock.Elapsed.TotalSeconds,
        };
    }

    /// <summary>What an earlier export of the same part with the same weights and resize has left in a file, or null.</summary>
    public FidStatisticsSummary? ExportedBefore(string path, ShardedSet part)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        _weights ??= FidWeights.Find(_weightsPath);
        var there = FidStatistics.Read(path);
        return there.Part == part && there.WeightsSha256 == _weights.Sha256 && there.Resize == Resize
            ? new FidStatisticsSummary
            {
                Path = path, Count = there.Count, Resize = Resize, WeightsName = there.WeightsName, WeightsSha256 = there.WeightsSha256,
            }
            : null;
    }

    public void Dispose() => _network?.Dispose();

    /// <summary>The pictures of a set with their features.</summary>
    internal FidSide Extract(ImageSet images) => new(images.Name, Extract(images, 0, images.Images.Count));

    /// <summary>The measures between two sets whose features this meter has extracted.</summary>
    internal FidScore Score(FidSide real, FidSide fake) => Score(real, fake, new MeasuredWith(_weights!.Name, _weights.Sha256, Resize));

    private FidScore Score(FidSide real, FidSide fake, MeasuredWith with)
    {
        Caution(real.Statistics is { WeightsSha256: "" } || fake.Statistics is { WeightsSha256: "" } ? FidCautions.UnstatedWeights : null);
        Caution(FidCautions.OtherWeights(_weights));
        Caution(FidCautions.FewForAScore(Math.Min(real.Count, fake.Count)));
        _cancellation.ThrowIfCancellationRequested();
        return FidScore.Of(real, fake, with, Seed, BootstrapDraws, done => Progress?.Invoke("Bootstrap", done, BootstrapDraws), _cancellation);
    }

    private void CheckBootstrap(ImageSet real, ImageSet fake)
    {
        if (BootstrapDraws > 0 && (real.Statistics is not null || fake.Statistics is not null))
        {
            throw new CycleGanException(FaultKind.InvalidArgument, "A bootstrap draws pictures again, so it needs pictures on both sides, not statistics.");
        }

        if (BootstrapDraws > 0 && Math.Max(real.Images.Count, fake.Images.Count) is > MostForBootstrap and var most)
        {
            throw new CycleGanException(
                FaultKind.InvalidArgument,
                $"A bootstrap takes at most {MostForBootstrap} pictures a side, not {most}; of so many, samples hardly differ.",
                most);
        }
    }

    private static FidSide? StatisticsOf(ImageSet set) => set.Statistics is null ? null : new FidSide(set.Name, FidStatistics.Read(set.Statistics));

    private FeatureSet Extract(ImageSet images, int doneBefore, int total)
    {
        _weights ??= FidWeights.Find(_weightsPath);
        _network ??= InceptionV3.Load(_weights.Path);
        var files = images.Images;
        var rowOf = RowsToKeep(files.Count);
        var features = new Matrix(Math.Min(files.Count, FeatureSet.MostFeatures), InceptionV3.FeatureCount);
        var statistics = new FeatureStatistics();
        var read = Fill(images, rowOf, features, statistics, doneBefore, total);

        // Rows of pictures that could not be read are left out; the others keep the order of the list.
        return new FeatureSet(statistics, read.Count == features.Rows ? features : features.Choose(read));
    }

    /// <summary>Runs the network over a set; gives the rows that were filled, in order.</summary>
    private List<int> Fill(ImageSet images, Dictionary<int, int>? rowOf, Matrix features, FeatureStatistics statistics, int doneBefore, int total)
    {
        var read = new List<int>();
        var extractor = new FeatureExtractor(_network!, Resize, BatchSize) { Unreadable = Unreadable };
        foreach (var (places, batch) in extractor.Extract(images.Images, _cancellation))
        {
            statistics.Add(batch);
            for (var index = 0; index < places.Count; index++)
            {
                var row = places[index];
                if (rowOf is null || rowOf.TryGetValue(places[index], out row))
                {
                    batch.Row(index).CopyTo(features.Row(row));
                    read.Add(row);
                }
            }

            Progress?.Invoke("Inception features", doneBefore + (int)statistics.Count, total);
        }

        if (statistics.Count < 2)
        {
            throw new CycleGanException(
                FaultKind.TooFewImages, $"FID needs at least two pictures on each side; {images.Name} has {statistics.Count} that can be read.", images.Name);
        }

        read.Sort();
        return read;
    }

    /// <summary>The row that the feature of a picture is kept in, or null where all are kept in order.</summary>
    private Dictionary<int, int>? RowsToKeep(int count)
    {
        if (count <= FeatureSet.MostFeatures)
        {
            return null;
        }

        Caution(FidCautions.Drawn(count));
        return new RandomSource(Seed, "features").Permutation(count).Take(FeatureSet.MostFeatures)
            .Select((place, row) => (place, row)).ToDictionary(pair => pair.place, pair => pair.row);
    }

    private void Caution(string? sentence)
    {
        if (sentence is not null)
        {
            Warn?.Invoke(sentence);
        }
    }
}
