using System.Globalization;

namespace CycleGanPS.Core.Runs;

/// <summary>A curve of a run's losses in a panel: what it is called, its colour, and where its values are.</summary>
internal sealed record PanelCurve(string Label, LossInk Ink, Func<LossRecord, double> Value)
{
    /// <summary>The panel that shows what judges: Critics where all of these runs have the losses that critics alone have.</summary>
    public static LossPanel LeftOf(IReadOnlyList<IReadOnlyList<LossRecord>> runs) => LossColumn.All
        .Where(column => column.Curves.Count > 0 && column.Curves.All(curve => curve.Panel == LossPanel.Critics))
        .All(column => runs.All(run => column.Value(run[0]) is not null)) ? LossPanel.Critics : LossPanel.Discriminators;

    /// <summary>The curves of a run, the lowest first. With their weights the parts of a total add up to it, and all are readable on one axis.</summary>
    public static IEnumerable<PanelCurve> Of(IReadOnlyList<LossRecord> run, LossPanel panel)
    {
        var weights = panel == LossPanel.Generators ? LossWeights.Estimate(run) : null;
        return
            from column in LossColumn.All
            from curve in column.Curves
            where curve.Panel == panel && run.Any(record => column.Value(record) is not null)
            orderby curve.Place
            let label = panel == LossPanel.Generators && weights is null && !curve.IsPartOfTotal ? $"{curve.Label} (weighted)" : curve.Label
            let weight = curve.IsPartOfTotal ? weights?[column.Name] ?? 1 : 1
            let times = Math.Abs(weight - 1) < 5e-3 ? "" : string.Create(CultureInfo.InvariantCulture, $" × {weight:0.##}")
            select new PanelCurve(label + times, curve.Ink, record => weight * column.Value(record) ?? double.NaN);
    }
}
