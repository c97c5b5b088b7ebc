using CycleGanPS.Core.Comparison;
using CycleGanPS.Core.Reports.Html;
using CycleGanPS.Core.Runs;
using static CycleGanPS.Core.Reports.ReportParts;

namespace CycleGanPS.Core.Reports;

/// <summary>The tables of a comparison's numbers: a column a measure, of those that there are numbers of.</summary>
internal static class MeasureTables
{
    public static Markup Runs(IReadOnlyList<RunComparison> rows)
    {
        var measures = Measures.All.Where(measure => measure.Value(rows[0]) is not null).ToList();
        return Section("Runs", Table(
            "Each run on the same test pictures, and last these pictures as they are; below a score its difference to the first run."
                + OfOtherWeights(rows[0], measures),
            [
                Text("Run"), Text("Seed"), .. measures.Select(measure => Title(measure, measure.InRuns, rows[0])), Text("Training"),
                Text("Preparation"), Text("Images/s"),
            ],
            Markup.Each(rows, (row, index) =>
            {
                var scores = Markup.Each(measures, (measure, _) => Score(measure, row, isFirst: index == 0));
                return row.Path is null
                    ? Markup.Of($"""
                        <tr><th scope="row">{Name(row.Run)}</th><td></td>{scores}<td></td><td></td><td></td></tr>

                        """)
                    : Markup.Of($"""
                        <tr><th scope="row">{Name(row.Run)}<small>{Name(row.Technique)}</small>{Status(row)}</th><td>{row.Seed}</td>{scores}{Training(row)}</tr>

                        """);
            })));
    }

    public static Markup Techniques(IReadOnlyList<TechniqueComparison> techniques)
    {
        var first = techniques[0].Rows[0];
        var measures = Measures.All.Where(measure => measure.InTechniques is not null && measure.Mean(techniques[0]) is not null).ToList();
        return Section("Techniques", Table(
            "Mean ± deviation over the seeds. Below it the difference to the first technique with its 95 % interval, and whether it is larger "
                + "than chance. Of a technique with one seed that cannot be said: its interval knows the test pictures only." + OfOtherWeights(first, measures),
            [
                Text("Technique"), Text("Seeds"), .. measures.Select(measure => Title(measure, measure.InTechniques!, first)), Text("Training"),
            ],
            Markup.Each(techniques, (one, _) =>
            {
                var cells = Markup.Each(measures, (measure, _) => Cell(measure, one));
                var preparation = one.PreparationSeconds is null or 0
                    ? default
                    : Markup.Of($"<small>prepared</small><small>in {Duration(one.PreparationSeconds)}</small>");
                return Markup.Of($"""
                    <tr><th scope="row">{Name(one.Technique)}</th><td>{string.Join(", ", one.Seeds)}</td>{cells}
                    <td>{Duration(one.TrainingSeconds)}{preparation}</td></tr>

                    """);
            })));
    }

    private static Markup Status(RunComparison row) => row.Status == RunStatus.Finished ? default : Markup.Of($"<small>{row.Status}</small>");

    private static Markup Training(RunComparison row)
    {
        var steps = Markup.Of($"<small>{Count(row.Epochs!.Value, "epoch")}</small><small>{Count(row.Steps!.Value, "step")}</small>");
        return Markup.Of(
            $"<td>{Duration(row.TrainingSeconds)}{steps}</td><td>{Duration(row.PreparationSeconds)}</td><td>{row.ImagesPerSecond:0.0}</td>");
    }

    // Whoever copies a number has its heading before his eyes, and not what stands at the end of the page.
    private static Markup Title(Measure measure, MeasureColumn column, RunComparison row) => measure.NeedsWeights && row.IsStandardWeights == false
        ? Markup.Of($"{column.Title}<small class=\"caution\">other weights</small>")
        : Text(column.Title);

    private static string OfOtherWeights(RunComparison row, IReadOnlyList<Measure> shown) =>
        row.IsStandardWeights == false && shown.Any(measure => measure.NeedsWeights)
            ? $" What is headed ‘other weights’ was measured with {row.WeightsName}, which are not the standard weights: it ranks these runs among each "
                + "other and compares with no published value."
            : "";

    private static Markup Score(Measure measure, RunComparison row, bool isFirst)
    {
        var difference = measure.ShowsDelta && !isFirst ? Markup.Of($"<small>{measure.InRuns.ShowDifference(measure.Delta(row))}</small>") : default;
        return Markup.Of($"<td>{measure.InRuns.Show(measure.Value(row))}{difference}</td>");
    }

    private static Markup Cell(Measure measure, TechniqueComparison one) => Markup.Of(
        $"<td>{measure.InTechniques!.ShowSpread(measure.Mean(one), measure.Deviation(one))}{Difference(measure, measure.Difference(one))}</td>");

    private static Markup Difference(Measure measure, MetricDifference? difference)
    {
        if (difference is null)
        {
            return default;
        }

        var column = measure.InTechniques!;
        var interval = $"({column.ShowDifference(difference.Low)} to {column.ShowDifference(difference.High)})";
        return Markup.Of($"<small>{column.ShowDifference(difference.Value)}</small><small>{interval}</small>{Verdict(measure, difference)}");
    }

    private static Markup Verdict(Measure measure, MetricDifference difference)
    {
        var direction = measure.IsBetter(difference) ? "better" : "worse";
        return difference switch
        {
            { LargerThanChance: true } => Markup.Of($"""<small class="verdict sure {direction}">{direction}, beyond chance</small>"""),
            { CoversSeeds: false } => Markup.Of($"""<small class="verdict">one seed, no verdict</small>"""),
            _ => Markup.Of($"""<small class="verdict">may be chance</small>"""),
        };
    }
}
