using CycleGanPS.Core.Comparison;
using CycleGanPS.Core.Runs;

namespace CycleGanPS.Core.Reports;

/// <summary>One run in the charts of a report: its colour is its technique's, its dashes are its seed's.</summary>
internal sealed record ReportSeries(int Index, RunComparison Row, int Colour, int Dash, IReadOnlyList<LossRecord> Losses)
{
    /// <summary>Colours and dash patterns that the style sheet has.</summary>
    public const int Colours = 7;
    public const int Dashes = 4;

    public static IReadOnlyList<ReportSeries> Of(ComparisonResult comparison)
    {
        var techniques = comparison.Techniques.Select(technique => technique.Technique).ToList();
        return [.. comparison.Rows.Select((row, index) =>
        {
            var technique = techniques.IndexOf(row.Technique);
            var sibling = comparison.Rows.Take(index).Count(other => other.Technique == row.Technique);
            var losses = comparison.Runs[index].Folder.Losses;
            return new ReportSeries(
                index, row, technique % Colours, (sibling + technique / Colours) % Dashes, File.Exists(losses) ? [.. LossLog.Read(losses)] : []);
        })];
    }
}
