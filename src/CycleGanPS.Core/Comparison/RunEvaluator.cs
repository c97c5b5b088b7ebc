using CycleGanPS.Core.Inference;
using CycleGanPS.Core.Metrics;
using CycleGanPS.Core.Options;
using CycleGanPS.Core.Training;

namespace CycleGanPS.Core.Comparison;

/// <summary>
/// Measures the generators of a run between epochs, as a comparison of finished runs would: on all test photos that can be read, at the size of
/// the training. What it knows of the test drawings it keeps from one evaluation to the next.
/// </summary>
internal sealed class RunEvaluator : IRunEvaluator, IDisposable
{
    private readonly TrainingOptions _options;
    private readonly TestPictures _pictures;
    private readonly IReadOnlyList<string>? _truths;
    private readonly FidWeights? _weights;
    private readonly CancellationToken _cancellation;
    private ComparisonBench? _bench;
    private string? _folder;

    private RunEvaluator(TrainingOptions options, Action<string> warn, CancellationToken cancellation)
    {
        (_options, _cancellation) = (options, cancellation);
        _weights = options.EvaluatesFeatures ? FidWeights.Find(options.EvaluateWeights) : null;
        var all = TestPictures.Find([], new ComparisonOptions { TestA = options.TestA, TestB = options.TestB });
        (_pictures, _truths) = all.Readable(
            options.EvaluateWith == EvaluationMeasure.PairedError ? all.Truths() : null,
            fault => warn($"Evaluations leave out a test picture. {fault.Message}"),
            cancellation);
        if (FidCautions.OtherWeights(_weights) is { } sentence)
        {
            warn(sentence);
        }
    }

    /// <summary>The evaluator that the options want, or null if they want none. It opens all test pictures, and changes nothing.</summary>
    /// <param name="options">The options of the run.</param>
    /// <param name="warn">Told what the user should know, a sentence each.</param>
    /// <param name="cancellation">Ends it, and evaluations.</param>
    /// <exception cref="CycleGanException">There are no weights, fewer than two test pictures in a folder, or photos without a truth.</exception>
    public static RunEvaluator? For(TrainingOptions options, Action<string> warn, CancellationToken cancellation) =>
        options.EvaluateInterval > 0 ? new RunEvaluator(options, warn, cancellation) : null;

    public EvaluationScores Measure(Action<string> save)
    {
        _folder ??= Directory.CreateTempSubdirectory("cyclegan-evaluate-").FullName;
        _bench ??= new ComparisonBench(
            new ComparisonOptions { BootstrapDraws = 0, Device = _options.Device }, _pictures, _truths, _weights, _folder, _options.ImageSize, _cancellation)
            { Stages = new Stages(1, null) };
        var translated = Directory.CreateDirectory(Path.Combine(_folder, "translated")).FullName;
        try
        {
            var measured = _bench.Measure("evaluation", Translate(save, translated));
            return new EvaluationScores(
                measured.Features?.Fid, measured.Features?.Kid, measured.Swd, measured.Errors?.Average(one => one.MeanAbsoluteError),
                _pictures.From.Count, _weights?.Name);
        }
        finally
        {
            Directory.Delete(translated, recursive: true);
        }
    }

    public void Dispose()
    {
        _bench?.Dispose();
        if (_folder is not null)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private IReadOnlyList<string> Translate(Action<string> save, string folder)
    {
        var model = Path.Combine(folder, "generator.pt");
        save(model);
        var jobs = _pictures.From.Select((picture, place) => new TranslationJob(picture, Path.Combine(folder, $"{place:D6}.png"))).ToList();
        using var translator = AnimeTranslator.Open(
            model, new EngineOptions { Device = _options.Device }, _ => new TranslationOptions { Size = _options.ImageSize });
        var outcomes = jobs.SelectMany(job => translator.Add(job, _cancellation)).ToList();
        outcomes.AddRange(translator.Finish(_cancellation));
        return outcomes.Find(outcome => outcome.Fault is not null)?.Fault is { } fault ? throw fault : [.. jobs.Select(job => job.Destination)];
    }
}
