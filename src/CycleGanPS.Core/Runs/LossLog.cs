namespace CycleGanPS.Core.Runs;

/// <summary>A run's <c>losses.csv</c>, whose columns are the properties of <see cref="LossRecord"/>.</summary>
internal static class LossLog
{
    private static readonly RecordFormat<LossRecord> Format = new(
        "a loss record",
        string.Join(',', LossColumn.All.Select(column => column.Name)),
        record => string.Join(',', LossColumn.All.Select(column => column.Text(record))),
        LossRecordParser.TryParse);

    /// <summary>Opens a log at its end.</summary>
    public static RecordLog<LossRecord> Open(string path) => new(path, Format);

    /// <inheritdoc cref="RecordLog{T}.Read"/>
    public static IEnumerable<LossRecord> Read(string path) => RecordLog<LossRecord>.Read(path, Format);

    /// <summary>Drops the records after a step.</summary>
    public static void TruncateAfter(string path, long step) => RecordLog<LossRecord>.Truncate(path, Format, record => record.Step <= step);
}
