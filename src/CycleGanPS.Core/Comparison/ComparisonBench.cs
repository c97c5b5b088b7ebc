using System.Numerics;
using CycleGanPS.Core.Data;
using CycleGanPS.Core.Images;
using CycleGanPS.Core.Metrics;
using CycleGanPS.Core.Metrics.Algebra;
using CycleGanPS.Core.Threading;

namespace CycleGanPS.Core.Comparison;

/// <summary>Measures the translations of run after run of the same pictures, and keeps what the bootstrap draws from.</summary>
internal sealed class ComparisonBench : IDisposable
{
    private readonly ComparisonOptions _options;
    private readonly TestPictures _pictures;
    private readonly IReadOnlyList<string>? _truths;
    private readonly CancellationToken _cancellation;
    private readonly MiddleSquares _squares;
    private readonly FidMeter? _meter;
    private readonly IReadOnlyList<string> _real;
    private readonly List<MeasuredRun> _measured = [];
    private FidSide? _realFeatures;
    private ResampledFeatures? _realDraws;
    private IReadOnlyList<float[][]>? _realPatches;
    private Matrix? _source;
    private Matrix? _target;
    private string _subject = "";

    /// <param name="size">The side at which all pictures are measured.</param>
    public ComparisonBench(
        ComparisonOptions options, TestPictures pictures, IReadOnlyList<string>? truths, FidWeights? weights, string folder, int size,
        CancellationToken cancellation)
    {
        (_options, _pictures, _truths, Size, _cancellation) = (options, pictures, truths, size, cancellation);
        _squares = new MiddleSquares(folder, size, cancellation);
        _meter = weights is null ? null : new FidMeter(weights.Path, cancellation)
        {
            Seed = options.Seed, Progress = (_, done, total) => Tell("features", done, total),
        };
        _real = _squares.Of(pictures.To, "real");
    }

    public int Size { get; }

    /// <summary>Told what is being done.</summary>
    public required Stages Stages { get; init; }

    // The sliced Wasserstein distance halves the size down to 16.
    private int PyramidSize => (int)BitOperations.RoundUpToPowerOf2((uint)Size + 1) / 2;

    /// <summary>How many passes over the test pictures it takes to measure so many sets of them.</summary>
    public static double Passes(int sets, TestPictures pictures, TrainingPictures? training, bool hasWeights, int bootstrapDraws)
    {
        var others = hasWeights ? pictures.To.Count + (training is null ? 0 : training.From.Count + training.To.Count) : 0;
        var perSet = hasWeights ? 2 : 1;
        return (perSet * sets) + ((double)others / pictures.From.Count) + (bootstrapDraws > 0 ? perSet : 0);
    }

    /// <summary>Learns by training images where a picture belongs; without it nothing is said of that. Needs weights.</summary>
    /// <param name="training">The images.</param>
    /// <param name="unreadable">Told of each that cannot be read and is left out; null ends with the first.</param>
    /// <exception cref="CycleGanException">Too few of a domain can be read.</exception>
    public void LearnDomains(TrainingPictures training, Action<CycleGanException>? unreadable)
    {
        var (source, target) = (Readable(training.From, "source"), Readable(training.To, "target"));
        var count = Math.Min(source.Count, target.Count);
        (_source, _target) = (Features(source), Features(target));

        IReadOnlyList<string> Readable(IReadOnlyList<string> files, string name)
        {
            var squares = _squares.Of(files, name, unreadable);
            return squares.Count >= TrainingPictures.Fewest ? squares : throw TrainingPictures.TooFew(Path.GetDirectoryName(files[0])!, squares.Count);
        }

        Matrix Features(IReadOnlyList<string> squares)
        {
            var side = Extract("training images", TrainingPictures.Spread(squares, count));
            Directory.Delete(Path.GetDirectoryName(squares[0])!, recursive: true);
            return RowsOf(side);
        }
    }

    /// <summary>Measures the test pictures as they were translated, or as they are; what comes back belongs to the bench.</summary>
    /// <param name="name">What to call them.</param>
    /// <param name="translations">The pictures, in the order of the test pictures.</param>
    public MeasuredRun Measure(string name, IReadOnlyList<string> translations)
    {
        var measured = _squares.Of(translations, $"measured-{_measured.Count}");
        var errors = Errors(measured);
        Begin(name, 1);
        var swd = new SlicedWassersteinMeter(_options.Seed, _cancellation)
        {
            Progress = (done, total) => Tell("sliced Wasserstein distance", done, total),
        }.Measure(_real, measured, PyramidSize)[^1].Swd;
        var features = _meter is null ? null : Extract(name, measured);
        var result = new MeasuredRun
        {
            Translations = translations,
            Features = features is null ? null : _meter!.Score(_realFeatures ??= Extract("real pictures", _real), features),
            CrossedOver = features is null || _target is null ? null : CrossedOver.OfFeatures(RowsOf(features), _source!, _target, _cancellation),
            Swd = swd,
            Errors = errors,
            FeatureDraws = features is null ? null : FeatureDraws(RowsOf(features)),
            PatchDraws = PatchDraws(measured),
        };
        _measured.Add(result);
        return result;
    }

    /// <summary>For each technique after the first the differences to it that a bootstrap draws; null where it draws none.</summary>
    public IReadOnlyList<double[][]>? Differences(TechniqueGroups groups)
    {
        if (_options.BootstrapDraws == 0)
        {
            return null;
        }

        Begin("bootstrap", _meter is null ? 1 : 2);
        return DifferenceBootstrap.Differences(
            [.. groups.Members.Select(group => (IReadOnlyList<MeasuredRun>)[.. group.Select(set => _measured[set])])],
            _realDraws, _real.Count, _pictures.From.Count, _options.BootstrapDraws, new RandomSource(_options.Seed, "differences"),
            done => Tell("draws", done, _options.BootstrapDraws), _cancellation);
    }

    /// <summary>Test pictures, spread over the set, with what runs made of them.</summary>
    public IReadOnlyList<ComparedPhoto> Photos(IReadOnlyList<MeasuredRun> runs)
    {
        var count = Math.Min(_options.PhotoCount, _pictures.From.Count);
        return [.. EvenSpread.Places(_pictures.From.Count, count).Select(place => new ComparedPhoto(
            Path.GetFileName(_pictures.From[place]),
            ImageFile.Read(_pictures.From[place]),
            [.. runs.Select(run => ImageFile.Read(run.Translations[place]))]))];
    }

    public void Dispose() => _meter?.Dispose();

    private static Matrix RowsOf(FidSide side) => side.Features!.Features;

    private void Begin(string subject, double passes)
    {
        _subject = subject;
        Stages.Begin(passes);
    }

    private void Tell(string what, int done, int total) => Stages.Tell($"{_subject}: {what}, {done} of {total}", (double)done / total);

    private FidSide Extract(string subject, IReadOnlyList<string> files)
    {
        Begin(subject, (double)files.Count / _pictures.From.Count);
        return _meter!.Extract(ImageSet.FromPaths(files, recurse: false));
    }

    private List<PairedErrorScore>? Errors(IReadOnlyList<string> measured)
    {
        if (_truths is null)
        {
            return null;
        }

        // The truths as they are measured lie in the order of the real pictures.
        var placeOf = _pictures.To.Select((path, place) => (path, place)).ToDictionary(pair => pair.path, pair => pair.place);
        return [.. _truths.Zip(measured, (truth, fake) => PairedErrorScore.Of(_real[placeOf[truth]], fake))];
    }

    private ResampledDistances? FeatureDraws(Matrix features) => _options.BootstrapDraws == 0
        ? null
        : new ResampledDistances(_realDraws ??= new ResampledFeatures(_realFeatures!.Features!.Features), features);

    private SlicedWassersteinSpread? PatchDraws(IReadOnlyList<string> measured) => _options.BootstrapDraws == 0
        ? null
        : new SlicedWassersteinSpread(_realPatches ??= Patches(_real), Patches(measured), _options.Seed);

    private List<float[][]> Patches(IReadOnlyList<string> files) => [.. OrderedPrefetch.Run(
        files.Select((file, index) => (file, index)),
        item => ImageFile.Read(item.file, image => PatchDescriptors.Draw(
            SlicedWassersteinMeter.Fit(image, PyramidSize), new RandomSource(_options.Seed, $"patches/{item.index}"))),
        2 * Environment.ProcessorCount,
        _cancellation)];
}
