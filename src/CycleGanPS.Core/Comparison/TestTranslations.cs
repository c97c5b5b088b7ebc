using CycleGanPS.Core.Data;
using CycleGanPS.Core.Images;
using CycleGanPS.Core.Inference;
using CycleGanPS.Core.Threading;

namespace CycleGanPS.Core.Comparison;

/// <summary>
/// The test pictures as each run translates them, or has translated them before. All runs come before any is measured: a picture that one
/// of them cannot translate is left out for every run, so that all are measured on the same ones.
/// </summary>
/// <param name="options">What is asked for.</param>
/// <param name="pictures">The pictures to translate.</param>
/// <param name="folder">Where the translations go.</param>
/// <param name="cancellation">Ends it.</param>
internal sealed class TestTranslations(ComparisonOptions options, TestPictures pictures, string folder, CancellationToken cancellation)
{
    private readonly Dictionary<ComparedRun, IReadOnlyList<string>> _files = [];
    private readonly SortedDictionary<int, CycleGanException> _faults = [];
    private int _runs;

    /// <summary>Told what is being done, and how many runs are, with the part of the one under way.</summary>
    public Action<string, double>? Progress { get; init; }

    /// <summary>The places of the pictures that every run has translated.</summary>
    public IReadOnlyList<int> Places => [.. Enumerable.Range(0, pictures.From.Count).Where(place => !_faults.ContainsKey(place))];

    /// <summary>Why the others were not, one fault a picture, in their order.</summary>
    public IReadOnlyCollection<CycleGanException> Faults => _faults.Values;

    /// <summary>The run's translations of the pictures at <see cref="Places"/>, as they came out.</summary>
    public IReadOnlyList<string> Of(ComparedRun run) => [.. Places.Select(place => _files[run][place])];

    /// <summary>Translates all pictures with a run's generator, or finds what they have become before.</summary>
    /// <exception cref="CycleGanException">
    /// The model cannot be used: it is none, or it fails on every picture. Or no picture has been translated before.
    /// </exception>
    public void Add(ComparedRun run)
    {
        if (options.Translated is { } name)
        {
            Find(run, run.Translations(name));
        }
        else
        {
            Translate(run);
        }
    }

    private void Find(ComparedRun run, string translations)
    {
        var found = PairedPictures.Match(pictures.From, ImageFolder.List(translations)).Select(pair => pair.Partner).ToList();
        var faults = OrderedPrefetch.Run(found.Index(), entry => FaultOf(entry.Index, entry.Item), 2 * Environment.ProcessorCount, cancellation).ToList();
        if (faults.TrueForAll(fault => fault is not null))
        {
            throw new CycleGanException(
                FaultKind.UnreadableModel,
                $"The run {run.Folder.Name} has none of the test pictures translated; of the first: {faults[0]!.Message}",
                translations,
                faults[0]);
        }

        foreach (var (place, fault) in faults.Index().Where(entry => entry.Item is not null))
        {
            _faults.TryAdd(place, fault!);
        }

        _files.Add(run, [.. found.Select(file => file ?? "")]);

        CycleGanException? FaultOf(int place, string? file)
        {
            if (file is null)
            {
                return new CycleGanException(
                    FaultKind.PathNotFound, $"'{pictures.From[place]}' has no translation of the same name in {translations}.", pictures.From[place]);
            }

            try
            {
                _ = ImageFile.Read(file);
                return null;
            }
            catch (CycleGanException fault)
            {
                return fault;
            }
        }
    }

    private void Translate(ComparedRun run)
    {
        var destination = Directory.CreateDirectory(Path.Combine(folder, $"run-{_runs++}")).FullName;
        var jobs = pictures.From.Select((picture, place) => new TranslationJob(picture, Path.Combine(destination, $"{place:D6}.png"))).ToList();
        var size = run.Options.ImageSize;
        var model = run.Generator(options.Direction);
        using var translator = AnimeTranslator.Open(model, new EngineOptions { Device = options.Device }, _ => new TranslationOptions { Size = size });
        var outcomes = new List<TranslationOutcome>();
        foreach (var job in jobs)
        {
            outcomes.AddRange(translator.Add(job, cancellation));
            var done = outcomes.Count;
            Progress?.Invoke($"{run.Folder.Name}: translating, {done} of {jobs.Count}", _runs - 1 + ((double)done / jobs.Count));
        }

        outcomes.AddRange(translator.Finish(cancellation));
        var faults = outcomes.Select((outcome, place) => (Place: place, Fault: FaultOf(outcome))).Where(entry => entry.Fault is not null).ToList();
        if (faults.Count == jobs.Count)
        {
            throw new CycleGanException(
                FaultKind.UnreadableModel,
                $"The model of the run {run.Folder.Name} translates none of the test pictures; of the first: {faults[0].Fault!.Message}",
                model,
                faults[0].Fault) { Remedy = faults[0].Fault!.Remedy };
        }

        faults.ForEach(entry => _faults.TryAdd(entry.Place, entry.Fault!));
        _files.Add(run, [.. jobs.Select(job => job.Destination)]);
    }

    // What is about the picture is its own fault; a full disk, say, is everybody's.
    private static CycleGanException? FaultOf(TranslationOutcome outcome) => outcome.Fault switch
    {
        null => null,
        CycleGanException fault when Equals(fault.Target, outcome.Job.Source) => fault,
        var fault => throw fault,
    };
}
