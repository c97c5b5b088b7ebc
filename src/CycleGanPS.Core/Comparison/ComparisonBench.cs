using System.Numerics;
using CycleGanPS.Core.Data;
using CycleGanPS.Core.Images;
using CycleGanPS.Core.Metrics;
using CycleGanPS.Core.Threading;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Comparison;

/// <summary>Measures the translations of run after run of the same pictures, and keeps what the bootstrap draws from.</summary>
internal sealed class ComparisonBench : IDisposable
{
    private readonly ComparisonOptions _options;
    private readonly TestPictures _pictures;
    private readonly IReadOnlyList<string>? _truths;
    private readonly string _folder;
    private readonly CancellationToken _cancellation;
    private readonly FidMeter? _meter;
    private readonly IReadOnlyList<string> _real;
    private readonly List<MeasuredRun> _measured = [];
    private FidSide? _realFeatures;
    private ResampledFeatures? _realDraws;
    private IReadOnlyList<float[][]>? _realPatches;
    private string _run = "";
    private int _runs;
    private double _share;

    /// <param name="size">The side at which all pictures are measured.</param>
    public ComparisonBench(
        ComparisonOptions options, TestPictures pictures, IReadOnlyList<string>? truths, FidWeights? weights, string folder, int size,
        CancellationToken cancellation)
    {
        (_options, _pictures, _truths, _folder, Size, _cancellation) = (options, pictures, truths, folder, size, cancellation);
        _meter = weights is null ? null : new FidMeter(weights.Path, cancellation)
        {
            Seed = options.Seed, Progress = (_, done, total) => Tell("features", 1, done, total),
        };
        _real = Squares(pictures.To, "real");
    }

    public int Size { get; }

    /// <summary>How many runs there will be, at most.</summary>
    public required int RunCount { get; init; }

    /// <summary>Told what is being done, and how much of the whole is, 0 to 1.</summary>
    public Action<string, double>? Progress { get; init; }

    // The sliced Wasserstein distance halves the size down to 16.
    private int PyramidSize => (int)BitOperations.RoundUpToPowerOf2((uint)Size + 1) / 2;

    /// <summary>Measures one run by its translations of the test pictures; what comes back belongs to the bench.</summary>
    public MeasuredRun Measure(ComparedRun run, IReadOnlyList<string> translations)
    {
        _run = run.Folder.Name;
        var measured = Squares(translations, $"measured-{_runs++}");
        var errors = Errors(measured);
        var swd = new SlicedWassersteinMeter(_options.Seed, _cancellation)
        {
            Progress = (done, total) => Tell("sliced Wasserstein distance", 0, done, total),
        }.Measure(_real, measured, PyramidSize)[^1].Swd;
        using var features = _meter?.Extract(ImageSet.FromPaths(measured, recurse: false));
        var result = new MeasuredRun
        {
            Translations = translations,
            Features = features is null ? null : _meter!.Score(_realFeatures ??= _meter.Extract(ImageSet.FromPaths(_real, recurse: false)), features),
            Swd = swd,
            Errors = errors,
            FeatureDraws = features is null ? null : FeatureDraws(features.Features!.Features),
            PatchDraws = PatchDraws(measured),
        };
        _measured.Add(result);
        return result;
    }

    /// <summary>For each technique after the first the differences to it that a bootstrap draws; null where it draws none.</summary>
    public IReadOnlyList<double[][]>? Differences(TechniqueGroups groups) =>
        groups.Members.Count < 2 || _options.BootstrapDraws == 0 ? null : DifferenceBootstrap.Differences(
            [.. groups.Members.Select(group => (IReadOnlyList<MeasuredRun>)[.. group.Select(run => _measured[run])])],
            _realDraws, _real.Count, _pictures.From.Count, _options.BootstrapDraws, new RandomSource(_options.Seed, "differences"),
            done => Progress?.Invoke($"bootstrap, {done} of {_options.BootstrapDraws}", Share(RunCount, (double)done / _options.BootstrapDraws)),
            _cancellation);

    /// <summary>Test pictures, spread over the set, with their translations.</summary>
    public IReadOnlyList<ComparedPhoto> Photos()
    {
        var count = Math.Min(_options.PhotoCount, _pictures.From.Count);
        return [.. Enumerable.Range(0, count).Select(place => (int)((place + 0.5) * _pictures.From.Count / count)).Select(place => new ComparedPhoto(
            Path.GetFileName(_pictures.From[place]),
            ImageFile.Read(_pictures.From[place]),
            [.. _measured.Select(run => ImageFile.Read(run.Translations[place]))]))];
    }

    public void Dispose()
    {
        _measured.ForEach(run => run.Dispose());
        _realDraws?.Dispose();
        _realFeatures?.Dispose();
        _meter?.Dispose();
    }

    /// <summary>The middle squares of pictures at the measured size, as files; a picture that is one already stays where it is.</summary>
    private List<string> Squares(IReadOnlyList<string> files, string name)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
        return [.. OrderedPrefetch.Run(files.Select((file, place) => (file, place)), item => ImageFile.Read(item.file, image =>
        {
            if ((image.Width, image.Height) == (Size, Size) && item.file.StartsWith(_folder, StringComparison.Ordinal))
            {
                return item.file;
            }

            var path = Path.Combine(folder, $"{item.place:D6}.png");
            ImageFile.Write(SlicedWassersteinMeter.Fit(image, Size), path, ImageFormat.Png);
            return path;
        }), 2 * Environment.ProcessorCount, _cancellation)];
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

    // A run is two parts, or one without weights.
    private void Tell(string what, int part, int done, int total) =>
        Progress?.Invoke($"{_run}: {what}, {done} of {total}", Share(_runs - 1, (part + (double)done / total) / (_meter is null ? 1 : 2)));

    // The bootstrap counts as much as a run. Never less than before: the features of the real pictures belong to the first run alone.
    private double Share(int runs, double ofNext) =>
        _share = Math.Max(_share, (runs + ofNext) / (RunCount + (_options.BootstrapDraws > 0 ? 1 : 0)));

    private ResampledDistances? FeatureDraws(Tensor features) => _options.BootstrapDraws == 0
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
