using System.Diagnostics;
using CycleGanPS.Core.Options;
using CycleGanPS.Core.Runs;

namespace CycleGanPS.Core.Training;

/// <summary>The evaluations of a run: when one is due, what they gave, and whether there is gain in going on.</summary>
/// <param name="options">Says how often, and by what.</param>
/// <param name="run">Whose log they go into.</param>
/// <param name="evaluator">Who measures, or null where nobody does.</param>
internal sealed class Evaluations(TrainingOptions options, RunFolder run, IRunEvaluator? evaluator) : IDisposable
{
    private readonly List<ScoreRecord> _records = [];
    private RecordLog<ScoreRecord>? _log;

    /// <summary>The evaluations one after another that have brought nothing, if they are too many to go on; else null.</summary>
    public int? WithoutGain => options.StopAfter > 0 && SinceBest >= options.StopAfter ? SinceBest : null;

    private int SinceBest => _records.Count - 1 - _records.FindLastIndex(record => record.IsBest);

    private double? Best => _records.Select(Measure.Value).Where(value => value is { } number && double.IsFinite(number)).Min();

    private ScoreMeasure Measure { get; } = ScoreMeasure.Of(options.EvaluateWith);

    /// <summary>Takes up the log of a run that goes on from a step, or begins it.</summary>
    public void Open(long step)
    {
        ScoreLog.TruncateAfter(run.Scores, step);
        _records.AddRange(run.ReadScores());
        if (evaluator is not null)
        {
            _log = ScoreLog.Open(run.Scores);
        }
    }

    /// <summary>Whether the networks are to be measured as they are after that many epochs; what stands in the log has been.</summary>
    public bool IsDue(int epoch) =>
        evaluator is not null && epoch > 0 && (epoch % options.EvaluateInterval == 0 || epoch == options.Epochs)
        && _records.TrueForAll(record => record.Epoch < epoch);

    /// <summary>Measures the networks, and notes the result.</summary>
    /// <param name="epoch">Epochs done.</param>
    /// <param name="step">Steps done.</param>
    /// <param name="save">Writes the generator into a file.</param>
    /// <param name="keep">Keeps the networks as the best so far. Before the result is noted, so that no best is noted that is not there.</param>
    /// <exception cref="OperationCanceledException">It was ended, and nothing is noted.</exception>
    /// <exception cref="CycleGanException">A picture or the disk refuses.</exception>
    public ScoreRecord Evaluate(int epoch, long step, Action<string> save, Action keep)
    {
        var clock = Stopwatch.StartNew();
        var scores = evaluator!.Measure(save);
        var record = new ScoreRecord
        {
            Epoch = epoch,
            Step = step,
            Fid = scores.Fid,
            Kid = scores.Kid,
            Swd = scores.Swd,
            Error = scores.Error,
            Images = scores.Images,
            Weights = scores.Weights,
            EvaluationSeconds = Math.Round(clock.Elapsed.TotalSeconds, 3),
        };
        record.IsBest = Measure.Value(record) is { } value && double.IsFinite(value) && !(value >= Best);
        if (record.IsBest && options.KeepBest)
        {
            keep();
        }

        _log!.Append(record);
        _records.Add(record);
        return run.Sign(record);
    }

    public void Dispose() => _log?.Dispose();
}
