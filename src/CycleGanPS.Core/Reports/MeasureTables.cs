using System.Globalization;
using CycleGanPS.Core.Comparison;
using CycleGanPS.Core.Reports.Html;
using static CycleGanPS.Core.Reports.ReportParts;

namespace CycleGanPS.Core.Reports;

/// <summary>The tables of a comparison's numbers: a column a measure, of those that there are numbers of.</summary>
internal static class MeasureTables
{
    public static Markup Runs(IReadOnlyList<RunComparison> rows)
    {
        List<(string Title, Func<RunComparison, string> Value)> columns =
        [
            ("Seed", row => row.Seed.ToString(CultureInfo.InvariantCulture)),
            .. Measures.All.Where(measure => measure.Value(rows[0]) is not null).SelectMany(Columns),
            ("Training", row => Duration(row.TrainingSeconds)),
            ("Preparation", row => Duration(row.PreparationSeconds)),
            ("Images/s", row => row.ImagesPerSecond.ToString("0.0", CultureInfo.InvariantCulture)),
            ("Epochs", row => row.Epochs.ToString(CultureInfo.InvariantCulture)),
            ("Steps", row => row.Steps.ToString(CultureInfo.InvariantCulture)),
            ("Status", row => row.Status.ToString()),
        ];
        return Section("Runs", Table(
            "Each run on the same test pictures.",
            ["Run", .. columns.Select(column => column.Title)],
            Markup.Each(rows, (row, _) =>
            {
                var cells = Markup.Each(columns, (column, _) => Markup.Of($"<td>{column.Value(row)}</td>"));
                return Markup.Of($"""
                    <tr><th scope="row">{row.Run}<small>{row.Technique}</small></th>{cells}</tr>

                    """);
            })));
    }

    public static Markup Techniques(IReadOnlyList<TechniqueComparison> techniques)
    {
        var measures = Measures.All.Where(measure => measure.InTechniques is not null && measure.Mean(techniques[0]) is not null).ToList();
        return Section("Techniques", Table(
            "Mean ± deviation over the seeds. Below it the difference to the first technique with its 95 % interval, and whether it is larger than chance.",
            ["Technique", "Seeds", .. measures.Select(measure => measure.InTechniques!.Title), "Training", "Preparation"],
            Markup.Each(techniques, (one, _) =>
            {
                var cells = Markup.Each(measures, (measure, _) => Cell(measure, one));
                var times = Markup.Of($"<td>{Duration(one.TrainingSeconds)}</td><td>{Duration(one.PreparationSeconds)}</td>");
                return Markup.Of($"""
                    <tr><th scope="row">{one.Technique}</th><td>{string.Join(", ", one.Seeds)}</td>{cells}{times}</tr>

                    """);
            })));
    }

    private static IEnumerable<(string Title, Func<RunComparison, string> Value)> Columns(Measure measure)
    {
        var column = measure.InRuns;
        yield return (column.Title, row => column.Show(measure.Value(row)));
        if (measure.ShowsDelta)
        {
            yield return ($"Δ {column.Title}", row => column.ShowDifference(measure.Delta(row)));
        }
    }

    private static Markup Cell(Measure measure, TechniqueComparison one) => Markup.Of(
        $"<td>{measure.InTechniques!.ShowSpread(measure.Mean(one), measure.Deviation(one))}{Difference(measure, measure.Difference(one))}</td>");

    private static Markup Difference(Measure measure, MetricDifference? difference)
    {
        if (difference is null)
        {
            return default;
        }

        string Show(double value) => measure.InTechniques!.Text(value, "+0.0#;−0.0#;0.0");
        var direction = measure.IsBetter(difference) ? "better" : "worse";
        var verdict = difference.LargerThanChance
            ? Markup.Of($"""<small class="sure {direction}">{direction}, beyond chance</small>""")
            : Markup.Of($"<small>may be chance</small>");
        return Markup.Of($"<small>{Show(difference.Value)} ({Show(difference.Low)} to {Show(difference.High)})</small>{verdict}");
    }
}
