using System.Numerics;
using CycleGanPS.Core.Data;
using CycleGanPS.Core.Images;
using CycleGanPS.Core.Inference;
using CycleGanPS.Core.Metrics;
using CycleGanPS.Core.Threading;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Comparison;

/// <summary>Translates and measures run after run on the same pictures, and keeps what the bootstrap draws from.</summary>
internal sealed class ComparisonBench : IDisposable
{
    private readonly ComparisonOptions _options;
    private readonly TestPictures _pictures;
    private readonly IReadOnlyList<string>? _truths;
    private readonly string _folder;
    private readonly CancellationToken _cancellation;
    private readonly FidMeter? _meter;
    private readonly IReadOnlyList<string> _real;
    private readonly List<MeasuredRun> _samples = [];
    private FeatureSet? _realFeatures;
    private IReadOnlyList<float[][]>? _realPatches;
    private int _runs;

    /// <param name="size">The side at which all pictures are measured.</param>
    public ComparisonBench(
        ComparisonOptions options, TestPictures pictures, IReadOnlyList<string>? truths, FidWeights? weights, string folder, int size, CancellationToken cancellation)
    {
        (_options, _pictures, _truths, _folder, Size, _cancellation) = (options, pictures, truths, folder, size, cancellation);
        _meter = weights is null ? null : new FidMeter(weights.Path, cancellation) { Seed = options.Seed };
        _real = Squares(pictures.To, "real");
    }

    public int Size { get; }

    public Action<string, int, int>? Progress { get; init; }

    // The sliced Wasserstein distance halves the size down to 16.
    private int PyramidSize => (int)BitOperations.RoundUpToPowerOf2((uint)Size + 1) / 2;

    /// <summary>Measures one run.</summary>
    public BenchOutcome Measure(ComparedRun run)
    {
        var name = $"run-{_runs++}";
        var translations = Translate(run, name);
        var measured = Squares(translations, name + "-measured");
        var errors = Errors(measured, out var psnr);
        var swd = new SlicedWassersteinMeter(_options.Seed, _cancellation) { Progress = (done, total) => Progress?.Invoke($"{run.Folder.Name}: sliced Wasserstein distance", done, total) }
            .Measure(_real, measured, PyramidSize)[^1].Swd;
        using var features = _meter?.Extract(ImageSet.FromPaths(measured, recurse: false));
        var outcome = new BenchOutcome
        {
            Features = features is null ? null : Score(features.Features),
            Swd = swd,
            Errors = errors,
            Psnr = psnr,
            Translations = translations,
            Measured = measured,
        };
        _samples.Add(Sample(features?.Features, measured, errors));
        return outcome;
    }

    /// <summary>Sums up each technique, with the differences to the first.</summary>
    public IReadOnlyList<TechniqueComparison> Techniques(TechniqueGroups groups, IReadOnlyList<RunComparison> rows, IReadOnlyList<BenchOutcome> outcomes)
    {
        var members = groups.Members;
        var drawn = members.Count < 2 || _options.BootstrapDraws == 0 ? null : DifferenceBootstrap.Differences(
            [.. members.Select(group => (IReadOnlyList<MeasuredRun>)[.. group.Select(run => _samples[run])])],
            _realFeatures?.Features, _real.Count, outcomes[0].Measured.Count, _options.BootstrapDraws, new RandomSource(_options.Seed, "differences"),
            done => Progress?.Invoke("Bootstrap", done, _options.BootstrapDraws), _cancellation);
        var summaries = members.Select(group => Summary(groups.Name(group[0]), group.Select(run => rows[run]).ToArray(), rows[0].Technique)).ToList();
        for (var index = 1; drawn is not null && index < summaries.Count; index++)
        {
            MetricDifference? Difference(double? value, double? reference, int measure) =>
                value - reference is { } difference ? DifferenceBootstrap.Around(difference, drawn[index - 1][measure]) : null;
            var (one, first) = (summaries[index], summaries[0]);
            summaries[index] = one with
            {
                DeltaFid = Difference(one.Fid, first.Fid, 0),
                DeltaKid = Difference(one.Kid, first.Kid, 1),
                DeltaSwd = Difference(one.Swd, first.Swd, 2),
                DeltaMeanAbsoluteError = Difference(one.MeanAbsoluteError, first.MeanAbsoluteError, 3),
                Chance = one.Runs > 1 && first.Runs > 1 ? "images and seeds" : "images",
            };
        }

        return summaries;
    }

    /// <summary>Test pictures, spread over the set, with their translations.</summary>
    public IReadOnlyList<ComparedPhoto> Photos(IReadOnlyList<BenchOutcome> outcomes)
    {
        var count = Math.Min(_options.PhotoCount, _pictures.From.Count);
        return [.. Enumerable.Range(0, count).Select(place => (int)((place + 0.5) * _pictures.From.Count / count)).Select(place => new ComparedPhoto(
            Path.GetFileName(_pictures.From[place]),
            ImageFile.Read(_pictures.From[place]),
            [.. outcomes.Select(outcome => ImageFile.Read(outcome.Translations[place]))]))];
    }

    public void Dispose()
    {
        _samples.ForEach(sample => sample.Dispose());
        _realFeatures?.Dispose();
        _meter?.Dispose();
    }

    // Arrays, since the lists that a compiler makes up cannot be indexed from a script.
    private static TechniqueComparison Summary(string technique, IReadOnlyList<RunComparison> rows, string reference)
    {
        (double? Mean, double? Deviation) Of(Func<RunComparison, double?> value)
        {
            if (rows.Any(row => value(row) is null))
            {
                return (null, null);
            }

            var values = rows.Select(row => value(row)!.Value).ToList();
            var mean = values.Average();
            return (mean, values.Count == 1 ? null : Math.Sqrt(values.Sum(one => (one - mean) * (one - mean)) / (values.Count - 1)));
        }

        var (fid, kid, swd, error) = (Of(row => row.Fid), Of(row => row.Kid), Of(row => row.Swd), Of(row => row.MeanAbsoluteError));
        return new TechniqueComparison
        {
            Technique = technique,
            Runs = rows.Count,
            Rows = rows,
            Seeds = rows.Select(row => row.Seed).ToArray(),
            Fid = fid.Mean,
            FidDeviation = fid.Deviation,
            Kid = kid.Mean,
            KidDeviation = kid.Deviation,
            Swd = swd.Mean!.Value,
            SwdDeviation = swd.Deviation,
            MeanAbsoluteError = error.Mean,
            MeanAbsoluteErrorDeviation = error.Deviation,
            TrainingSeconds = rows.Average(row => row.TrainingSeconds),
            PreparationSeconds = rows.Average(row => row.PreparationSeconds),
            Reference = reference,
            Chance = "",
        };
    }

    private List<string> Translate(ComparedRun run, string name)
    {
        var destination = Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
        var size = run.Options.ImageSize;
        using var translator = AnimeTranslator.Open(run.Generator(_options.Direction), new EngineOptions { Device = _options.Device }, _ => new TranslationOptions { Size = size });
        var outcomes = new List<TranslationOutcome>();
        for (var place = 0; place < _pictures.From.Count; place++)
        {
            outcomes.AddRange(translator.Add(new TranslationJob(_pictures.From[place], Path.Combine(destination, $"{place:D6}.png")), _cancellation));
            Progress?.Invoke($"{run.Folder.Name}: translating", outcomes.Count, _pictures.From.Count);
        }

        outcomes.AddRange(translator.Finish(_cancellation));
        return outcomes.Find(outcome => outcome.Fault is not null) is { } failed
            ? throw failed.Fault!
            : [.. outcomes.Select(outcome => outcome.Result!.Destination)];
    }

    /// <summary>The middle squares of pictures at the measured size, as files; a picture that is one already stays where it is.</summary>
    private List<string> Squares(IReadOnlyList<string> files, string name)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
        return [.. OrderedPrefetch.Run(files.Select((file, place) => (file, place)), item =>
        {
            var image = ImageFile.Read(item.file);
            if ((image.Width, image.Height) == (Size, Size) && item.file.StartsWith(_folder, StringComparison.Ordinal))
            {
                return item.file;
            }

            var path = Path.Combine(folder, $"{item.place:D6}.png");
            ImageFile.Write(SlicedWassersteinMeter.Fit(image, Size), path, ImageFormat.Png);
            return path;
        }, 2 * Environment.ProcessorCount, _cancellation)];
    }

    private double[]? Errors(IReadOnlyList<string> measured, out double? psnr)
    {
        psnr = null;
        if (_truths is null)
        {
            return null;
        }

        // The truths as they are measured lie in the order of the real pictures.
        var placeOf = _pictures.To.Select((path, place) => (path, place)).ToDictionary(pair => pair.path, pair => pair.place);
        var pairs = measured.Zip(_truths, (fake, truth) => (Truth: ImageFile.Read(_real[placeOf[truth]]), Fake: ImageFile.Read(fake))).ToList();
        psnr = pairs.Average(pair => PairedError.PeakSignalToNoise(pair.Truth, pair.Fake));
        return [.. pairs.Select(pair => PairedError.MeanAbsolute(pair.Truth, pair.Fake))];
    }

    private FeatureScores Score(Tensor fake)
    {
        _realFeatures ??= _meter!.Extract(ImageSet.FromPaths(_real, recurse: false));
        var real = _realFeatures.Features;
        var (precision, recall) = PrecisionRecall.OfFeatures(real, fake, _cancellation);
        var (kid, _, _) = KernelDistance.OfFeatures(real, fake, new RandomSource(_options.Seed, "kid"), _cancellation);
        return new FeatureScores(FrechetDistance.OfFeatures(real, fake), kid, precision, recall);
    }

    private MeasuredRun Sample(Tensor? features, IReadOnlyList<string> measured, double[]? errors)
    {
        if (_options.BootstrapDraws == 0)
        {
            return new MeasuredRun(null, null, null, errors);
        }

        _realPatches ??= Patches(_real);
        var patches = new SlicedWassersteinSpread(_realPatches, Patches(measured), _options.Seed);
        using var real = features is null ? null : _realFeatures!.Features.to(ScalarType.Float64, copy: true);
        return new MeasuredRun(features?.to(ScalarType.Float64, copy: true), real, patches, errors);
    }

    private List<float[][]> Patches(IReadOnlyList<string> files) => [.. OrderedPrefetch.Run(
        files.Select((file, index) => (file, index)),
        item => PatchDescriptors.Draw(SlicedWassersteinMeter.Fit(ImageFile.Read(item.file), PyramidSize), new RandomSource(_options.Seed, $"patches/{item.index}")),
        2 * Environment.ProcessorCount,
        _cancellation)];
}
