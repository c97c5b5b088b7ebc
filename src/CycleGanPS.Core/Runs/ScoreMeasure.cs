using System.Globalization;
using CycleGanPS.Core.Options;

namespace CycleGanPS.Core.Runs;

/// <summary>A measure of <see cref="ScoreRecord"/>, and how it is shown: in a word, as a heading, as a number. Of each lower is better.</summary>
internal sealed record ScoreMeasure(string Name, string Short, string Title, double Scale, int Decimals, Func<ScoreRecord, double?> Value)
{
    /// <summary>All measures, those first that say most.</summary>
    public static IReadOnlyList<ScoreMeasure> All { get; } =
    [
        new(nameof(ScoreRecord.Error), "MAE", "Mean absolute error", 1, 4, score => score.Error),
        new(nameof(ScoreRecord.Kid), "KID", "KID × 1000", 1000, 2, score => score.Kid),
        new(nameof(ScoreRecord.Fid), "FID", "FID", 1, 2, score => score.Fid),
        new(nameof(ScoreRecord.Swd), "SWD", "SWD × 1000", 1, 1, score => score.Swd),
    ];

    /// <summary>The one that a run goes by.</summary>
    public static ScoreMeasure Of(EvaluationMeasure measure)
    {
        var name = measure switch
        {
            EvaluationMeasure.PairedError => nameof(ScoreRecord.Error),
            EvaluationMeasure.Kid => nameof(ScoreRecord.Kid),
            EvaluationMeasure.Fid => nameof(ScoreRecord.Fid),
            _ => nameof(ScoreRecord.Swd),
        };
        return All.First(one => one.Name == name);
    }

    /// <summary>What an evaluation gave, in a sentence.</summary>
    public static string Sentence(ScoreRecord score)
    {
        var measures = All.Where(one => one.Value(score) is not null).Select(one => $"{one.Title} {one.Show(one.Value(score))}");
        return $"{score.Run} after epoch {score.Epoch}: {string.Join(", ", measures)}{(score.IsBest ? "; the best so far" : "")}.";
    }

    /// <summary>The value as people read it; empty where it was not taken.</summary>
    public string Show(double? value, CultureInfo? culture = null) =>
        (Scale * value)?.ToString("F" + Decimals.ToString(CultureInfo.InvariantCulture), culture ?? CultureInfo.InvariantCulture) ?? "";
}
