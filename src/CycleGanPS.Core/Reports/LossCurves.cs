using CycleGanPS.Core.Reports.Html;
using CycleGanPS.Core.Runs;

namespace CycleGanPS.Core.Reports;

/// <summary>Losses as charts: one loss of several runs, or all losses of one.</summary>
internal static class LossCurves
{
    // More points than pixels show nothing more.
    private const int MostPoints = 320;

    /// <summary>One loss of several runs.</summary>
    /// <param name="name">What the picture shows, for those who hear it.</param>
    public static Markup Draw(IReadOnlyList<ReportSeries> series, string name, Func<LossRecord, double> loss)
    {
        var curves = series.Where(one => one.Losses.Count > 0)
            .Select(one => new ChartCurve($"run-{one.Index} colour-{one.Colour} dash-{one.Dash}", one.Row.Run, Smooth(one.Losses, loss)))
            .ToList();
        return curves.Count == 0
            ? Markup.Of($"<p>No losses were recorded.</p>")
            : Chart.Draw($"{name} of {curves.Count} runs over training steps", curves);
    }

    /// <summary>A loss without its noise.</summary>
    public static IReadOnlyList<(double Step, double Value)> Smooth(IReadOnlyList<LossRecord> records, Func<LossRecord, double> loss)
    {
        var smooth = Smoothing.MovingAverage([.. records.Select(loss)], records.Count < 12 ? 1 : Math.Max(records.Count / 30, 3) | 1);
        return Chart.Thin([.. records.Select((record, index) => ((double)record.Step, smooth[index]))], MostPoints);
    }
}
