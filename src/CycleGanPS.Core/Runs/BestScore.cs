using CycleGanPS.Core.Options;

namespace CycleGanPS.Core.Runs;

/// <summary>The best evaluation of a run, and the measure that it is the best by.</summary>
internal sealed record BestScore(ScoreMeasure Measure, ScoreRecord Score)
{
    public double Value => Measure.Value(Score)!.Value;

    /// <summary>The last evaluation that was marked as the best, by the measure that the marks follow; null where there is none.</summary>
    /// <param name="scores">The evaluations in order.</param>
    /// <param name="begun">The measure that the run was begun with; one that goes on may go by another.</param>
    public static BestScore? Of(IReadOnlyList<ScoreRecord> scores, EvaluationMeasure begun)
    {
        var marked = scores.Where(score => score.IsBest).ToList();
        var taken = ScoreMeasure.All.Where(measure => marked.Count > 0 && measure.Value(marked[^1]) is not null)
            .OrderByDescending(measure => measure == ScoreMeasure.Of(begun)).ToList();
        // The log does not name it: it is the one by which no evaluation before a mark was as good, and none after the last mark is better.
        return (taken.Find(measure => IsMarkedBy(measure, scores)) ?? taken.FirstOrDefault()) is { } found ? new BestScore(found, marked[^1]) : null;
    }

    private static bool IsMarkedBy(ScoreMeasure measure, IReadOnlyList<ScoreRecord> scores)
    {
        var best = double.PositiveInfinity;
        foreach (var score in scores)
        {
            var isBest = measure.Value(score) < best;
            if (isBest != score.IsBest)
            {
                return false;
            }

            best = isBest ? measure.Value(score)!.Value : best;
        }

        return true;
    }
}
