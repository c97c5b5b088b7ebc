using System.Globalization;

namespace CycleGanPS.Core.Runs;

/// <summary>Reads a <see cref="LossRecord"/> back from the text cells of a CSV row.</summary>
internal static class LossRecordParser
{
    /// <summary>The record, or null if a column is missing or no number, in invariant format or in that of the culture.</summary>
    public static LossRecord? TryParse(IReadOnlyDictionary<string, string> cells)
    {
        var values = new Dictionary<string, double>();
        foreach (var column in LossColumn.All)
        {
            var text = cells.GetValueOrDefault(column.Name);
            if (column.IsOptional && string.IsNullOrEmpty(text))
            {
                continue;
            }

            if (Number(text) is not { } number)
            {
                return null;
            }

            values[column.Name] = number;
        }

        var record = LossColumn.Record(values);
        record.Run = Text(cells, nameof(LossRecord.Run));
        record.Path = Text(cells, nameof(LossRecord.Path));
        return record;
    }

    private static string? Text(IReadOnlyDictionary<string, string> cells, string name) =>
        cells.GetValueOrDefault(name) is { Length: > 0 } text ? text : null;

    // The log has numbers in invariant format, a table of the shell's in that of the culture. Invariant first, so that 1.234 is
    // nowhere a thousand.
    private static double? Number(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        || double.TryParse(text, NumberStyles.Float, CultureInfo.CurrentCulture, out number)
            ? number
            : null;
}
