namespace CycleGanPS.Help.Output;

/// <summary>
/// Sets a table in columns of text. After a cell that is wider than its column the row goes on in the next line; the last column
/// takes what is left, and wraps. Columns are as wide as makes the table shortest.
/// </summary>
public static class TextTable
{
    private const int Gap = 2;

    /// <param name="rows">The header first; all of one length.</param>
    /// <param name="width">Characters of a line.</param>
    public static IEnumerable<string> Lines(IReadOnlyList<IReadOnlyList<string>> rows, int width)
    {
        IReadOnlyList<string>[] all = [rows[0], [.. rows[0].Select(_ => "---")], .. rows.Skip(1)];
        var starts = Layouts(rows, [0]).MinBy(layout => all.Sum(row => Row(row, layout, width).Count()))!;
        return all.SelectMany(row => Row(row, starts, width));
    }

    // Where the columns may begin: each column as wide as one of its cells.
    private static IEnumerable<List<int>> Layouts(IReadOnlyList<IReadOnlyList<string>> rows, List<int> starts) =>
        starts.Count == rows[0].Count
            ? [starts]
            : rows.Select(row => row[starts.Count - 1].Length).Distinct().Order()
                .SelectMany(length => Layouts(rows, [.. starts, starts[^1] + length + Gap]));

    private static IEnumerable<string> Row(IReadOnlyList<string> cells, List<int> starts, int width)
    {
        var line = "";
        for (var column = 0; column < cells.Count - 1; column++)
        {
            line = line.PadRight(starts[column]) + cells[column];
            if (line.Length + Gap > starts[column + 1])
            {
                yield return line;
                line = "";
            }
        }

        foreach (var part in TextWrap.Lines(cells[^1], width - starts[^1]))
        {
            yield return line.PadRight(starts[^1]) + part;
            line = "";
        }
    }
}
