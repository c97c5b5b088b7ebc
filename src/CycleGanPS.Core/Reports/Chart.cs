using System.Globalization;
using CycleGanPS.Core.Reports.Html;

namespace CycleGanPS.Core.Reports;

/// <summary>Curves over training steps as an SVG picture within a page, whose style sheet gives it its colours.</summary>
internal static class Chart
{
    private const int Width = 640;
    private const int Height = 320;
    private const int Left = 56;
    private const int Right = 24;
    private const int Top = 12;
    private const int Bottom = 44;

    // Room around the plot for marks at its corners, which the script counts with.
    private const int Edge = 6;
    private const int PlotWidth = Width - Left - Right + 2 * Edge;
    private const int PlotHeight = Height - Top - Bottom + 2 * Edge;

    /// <param name="label">What the picture shows, for those who hear it.</param>
    /// <param name="curves">The curves, the lowest first.</param>
    /// <param name="last">The last step of what the curves are part of.</param>
    /// <param name="fromZero">Whether the axis of values begins at zero where all are above.</param>
    public static Markup Draw(string label, IReadOnlyList<ChartCurve> curves, double last = 1, bool fromZero = true)
    {
        last = Math.Max(last, curves.SelectMany(curve => curve.Points.Select(point => point.Step)).DefaultIfEmpty(1).Max());
        var steps = Axis(0, last) with { High = last };
        var sorted = curves.SelectMany(curve => curve.Points.Select(point => point.Value)).Where(double.IsFinite).DefaultIfEmpty(1).Order().ToArray();
        var low = Share(sorted, 0.005);
        var values = Axis(fromZero ? Math.Min(0, low) : low, Share(sorted, 0.995));
        double X(double step) => Left + (Width - Left - Right) * (step - steps.Low) / (steps.High - steps.Low);
        double Y(double value) => Top + (Height - Top - Bottom) * (values.High - Math.Clamp(value, values.Low, values.High)) / (values.High - values.Low);
        // The plot is a picture of its own that clips what lies beyond its edges; a script that zooms finds there what a pixel is worth.
        return Markup.Of($"""
            <svg viewBox="0 0 {Width} {Height}" role="img" aria-label="{label}" data-axes="{steps.Low:R} {steps.High:R} {values.Low:R} {values.High:R}">
            <g class="axis">{Markup.Each(Ticks(values), (tick, _) => ValueTick(tick))}{Markup.Each(Ticks(steps), (tick, _) => StepTick(tick))}{Markup.Of(
                $"""<text class="unit" x="{(Left + Width - Right) / 2}" y="{Height - 6}" text-anchor="middle">training step</text>""")}</g>
            <svg class="plot" x="{Left - Edge}" y="{Top - Edge}" width="{PlotWidth}" height="{PlotHeight}"
             viewBox="{Left - Edge} {Top - Edge} {PlotWidth} {PlotHeight}">
            {Markup.Each(curves, (curve, _) => Curve(curve))}
            </svg></svg>
            """);

        Markup ValueTick(double tick) => Markup.Of(
            $"""<line x1="{Left}" x2="{Width - Right}" y1="{Y(tick):0.#}" y2="{Y(tick):0.#}"/>"""
            + $"""<text x="{Left - 8}" y="{Y(tick) + 4:0.#}" text-anchor="end">{tick:0.####}</text>""");

        Markup StepTick(double tick) => Markup.Of($"""<text x="{X(tick):0.#}" y="{Height - Bottom + 18}" text-anchor="middle">{tick:0}</text>""");

        Markup Curve(ChartCurve curve)
        {
            var places = curve.Points.Where(point => double.IsFinite(point.Value)).Select(point => (X: X(point.Step), Y: Y(point.Value))).ToList();
            var path = string.Join(' ', places.Select(place => string.Create(CultureInfo.InvariantCulture, $"{place.X:0.##},{place.Y:0.#}")));
            var marks = curve.HasMarks
                ? Markup.Each(places, (place, _) => Markup.Of($"""<circle class="{curve.Classes}" cx="{place.X:0.##}" cy="{place.Y:0.#}" r="3.5"/>"""))
                : default;
            return Markup.Of($"""<polyline class="curve {curve.Classes}" points="{path}"><title>{curve.Title}</title></polyline>{marks}""");
        }
    }

    /// <summary>At most so many of some points, evenly spread, the first and the last among them.</summary>
    public static IReadOnlyList<T> Thin<T>(IReadOnlyList<T> points, int most) => points.Count <= most
        ? points
        : [.. Enumerable.Range(0, most).Select(place => points[(int)((long)place * (points.Count - 1) / (most - 1))])];

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
        Enumerable.Range(0, (int)Math.Floor((axis.High - axis.Low) / axis.Tick + 1e-9) + 1).Select(index => Math.Round(axis.Low + index * axis.Tick, 10));
}
