using System.Globalization;

namespace CycleGanPS.Core.Runs;

/// <summary>A run's <c>scores.csv</c>, whose columns are the properties of <see cref="ScoreRecord"/>.</summary>
internal static class ScoreLog
{
    private static readonly RecordFormat<ScoreRecord> Format = new(
        "a score record",
        string.Join(',', Cells(null).Select(cell => cell.Name)),
        record => string.Join(',', Cells(record).Select(cell => cell.Text)),
        TryParse);

    /// <summary>Opens a log at its end.</summary>
    public static RecordLog<ScoreRecord> Open(string path) => new(path, Format);

    /// <inheritdoc cref="RecordLog{T}.Read"/>
    public static IEnumerable<ScoreRecord> Read(string path) => RecordLog<ScoreRecord>.Read(path, Format);

    /// <summary>Drops the records after a step.</summary>
    public static void TruncateAfter(string path, long step) => RecordLog<ScoreRecord>.Truncate(path, Format, record => record.Step <= step);

    private static IReadOnlyList<(string Name, string? Text)> Cells(ScoreRecord? record)
    {
        static string? Number(IFormattable? number) => number?.ToString(null, CultureInfo.InvariantCulture);
        // A name may hold what separates cells.
        static string? Name(string? name) => name?.Replace(',', '_').ReplaceLineEndings("_");
        return
        [
            (nameof(ScoreRecord.Epoch), Number(record?.Epoch)),
            (nameof(ScoreRecord.Step), Number(record?.Step)),
            (nameof(ScoreRecord.Fid), Number(record?.Fid)),
            (nameof(ScoreRecord.Kid), Number(record?.Kid)),
            (nameof(ScoreRecord.Swd), Number(record?.Swd)),
            (nameof(ScoreRecord.Error), Number(record?.Error)),
            (nameof(ScoreRecord.Images), Number(record?.Images)),
            (nameof(ScoreRecord.Weights), Name(record?.Weights)),
            (nameof(ScoreRecord.IsBest), record?.IsBest.ToString()),
            (nameof(ScoreRecord.EvaluationSeconds), Number(record?.EvaluationSeconds)),
        ];
    }

    private static ScoreRecord? TryParse(IReadOnlyDictionary<string, string> cells)
    {
        double? Number(string name) =>
            double.TryParse(cells.GetValueOrDefault(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
        return Number(nameof(ScoreRecord.Epoch)) is { } epoch
            && Number(nameof(ScoreRecord.Step)) is { } step
            && Number(nameof(ScoreRecord.Images)) is { } images
            && Number(nameof(ScoreRecord.EvaluationSeconds)) is { } seconds
            && bool.TryParse(cells.GetValueOrDefault(nameof(ScoreRecord.IsBest)), out var isBest)
            ? new ScoreRecord
            {
                Epoch = (int)epoch,
                Step = (long)step,
                Fid = Number(nameof(ScoreRecord.Fid)),
                Kid = Number(nameof(ScoreRecord.Kid)),
                Swd = Number(nameof(ScoreRecord.Swd)),
                Error = Number(nameof(ScoreRecord.Error)),
                Images = (int)images,
                Weights = cells.GetValueOrDefault(nameof(ScoreRecord.Weights)) is { Length: > 0 } weights ? weights : null,
                IsBest = isBest,
                EvaluationSeconds = seconds,
            }
            : null;
    }
}
