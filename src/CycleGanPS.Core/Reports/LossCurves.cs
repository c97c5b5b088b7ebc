using System.Globalization;
using CycleGanPS.Core.Reports.Html;
using CycleGanPS.Core.Runs;

namespace CycleGanPS.Core.Reports;

/// <summary>One loss of several runs as an SVG picture within a page, whose style sheet gives it its colours.</summary>
internal static class LossCurves
{
    private const int Width = 640;
    private const int Height = 320;
    private const int Left = 56;
    private const int Right = 24;
    private const int Top = 12;
    private const int Bottom = 44;

    // More points than pixels show nothing more.
    private const int MostPoints = 320;

    /// <param name="name">What the picture shows, for those who hear it.</param>
    public static Markup Draw(IReadOnlyList<ReportSeries> series, string name, Func<LossRecord, double> loss)
    {
        var curves = series.Where(one => one.Losses.Count > 0).Select(one => (Series: one, Points: Points(one.Losses, loss))).ToList();
        if (curves.Count == 0)
        {
            return Markup.Of($"<p>No losses were recorded.</p>");
        }

        var steps = Axis(0, curves.Max(curve => curve.Points.Max(point => point.Step)));
        var values = curves.SelectMany(curve => curve.Points.Select(point => point.Loss)).Where(double.IsFinite).DefaultIfEmpty(1).Order().ToArray();
        var losses = Axis(Math.Min(0, Share(values, 0.005)), Share(values, 0.995));
        double X(double step) => Left + (Width - Left - Right) * (step - steps.Low) / (steps.High - steps.Low);
        double Y(double value) => Top + (Height - Top - Bottom) * (losses.High - Math.Clamp(value, losses.Low, losses.High)) / (losses.High - losses.Low);
        return Markup.Of($"""
            <svg viewBox="0 0 {Width} {Height}" role="img" aria-label="{name} of {curves.Count} runs over training steps">
            <g class="axis">{Markup.Each(Ticks(losses), (tick, _) => LossTick(tick))}{Markup.Each(Ticks(steps), (tick, _) => StepTick(tick))}{Markup.Of(
                $"""<text x="{(Left + Width - Right) / 2}" y="{Height - 6}" text-anchor="middle">training step</text>""")}</g>
            {Markup.Each(curves, (curve, _) => Curve(curve.Series, curve.Points))}
            </svg>
            """);

        Markup LossTick(double tick) => Markup.Of(
            $"""<line x1="{Left}" x2="{Width - Right}" y1="{Y(tick):0.#}" y2="{Y(tick):0.#}"/>"""
            + $"""<text x="{Left - 8}" y="{Y(tick) + 4:0.#}" text-anchor="end">{tick:0.####}</text>""");

        Markup StepTick(double tick) => Markup.Of($"""<text x="{X(tick):0.#}" y="{Height - Bottom + 18}" text-anchor="middle">{tick:0}</text>""");

        Markup Curve(ReportSeries one, List<(double Step, double Loss)> points)
        {
            var path = string.Join(' ', points.Where(point => double.IsFinite(point.Loss))
                .Select(point => string.Create(CultureInfo.InvariantCulture, $"{X(point.Step):0.#},{Y(point.Loss):0.#}")));
            return Markup.Of(
                $"""<polyline class="curve run-{one.Index} colour-{one.Colour} dash-{one.Dash}" points="{path}">"""
                + $"""<title>{one.Row.Run}</title></polyline>""");
        }
    }

    private static List<(double Step, double Loss)> Points(IReadOnlyList<LossRecord> records, Func<LossRecord, double> loss)
    {
        var smooth = Smoothing.MovingAverage([.. records.Select(loss)], records.Count < 12 ? 1 : Math.Max(records.Count / 30, 3) | 1);
        var every = Math.Max(1, records.Count / MostPoints);
        return [.. records.Select((record, index) => ((double)record.Step, smooth[index]))
            .Where((_, index) => index % every == 0 || index == records.Count - 1)];
    }

    private static double Share(double[] sorted, double share) => sorted[(int)Math.Round(share * (sorted.Length - 1))];

    private static (double Low, double High, double Tick) Axis(double low, double high)
    {
        if (!(high > low))
        {
            high = low + 1;
        }

        // 1, 2 or 5 times a power of ten, about five of them.
        var raw = (high - low) / 5;
        var power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        var tick = power * ((raw / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 });
        return (Math.Floor(low / tick) * tick, Math.Ceiling(high / tick) * tick, tick);
    }

    private static IEnumerable<double> Ticks((double Low, double High, double Tick) axis) =>
        Enumerable.Range(0, (int)Math.Round((axis.High - axis.Low) / axis.Tick) + 1).Select(index => Math.Round(axis.Low + index * axis.Tick, 10));
}
