using System.Globalization;
using CycleGanPS.Core.Files;
using CycleGanPS.Core.Images.Fonts;
using ScottPlot;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace CycleGanPS.Core.Runs;

/// <summary>
/// The loss curves of a run as a figure of two panels: discriminators left, generators right. Raw values are
/// faint, a centred moving average lies on top; steps run below, epochs above. Of several runs each has one curve a panel,
/// its whole loss.
/// </summary>
internal static class LossPlot
{
    private const float FontSize = 13;

    // More points than pixels cost time and show nothing more.
    private const int MostPoints = 1500;

    // Okabe and Ito's colours, told apart also by those who confuse red and green.
    private static readonly Color Blue = Color.FromHex("#0072B2");
    private static readonly Color Vermilion = Color.FromHex("#D55E00");
    private static readonly Color Green = Color.FromHex("#009E73");
    private static readonly Color Black = Color.FromHex("#202028");
    private static readonly Color[] RunColours =
        [Blue, Vermilion, Green, Black, Color.FromHex("#CC79A7"), Color.FromHex("#56B4E9"), Color.FromHex("#E69F00")];

    /// <summary>Writes the figure, whole or not at all: as SVG where the file is called so, else as PNG.</summary>
    /// <exception cref="CycleGanException">There is no record, or the file cannot be written.</exception>
    public static void Save(IReadOnlyList<LossRecord> records, string path, int width = 1200, int height = 500, string? title = null) =>
        AtomicFile.Write(path, stream => stream.Write(Render(records, width, height, title, IsSvg(path))));

    /// <summary>Whether a file is called as one that holds SVG.</summary>
    public static bool IsSvg(string path) => Path.GetExtension(path).Equals(".svg", StringComparison.OrdinalIgnoreCase);

    /// <summary>The figure as the bytes of a file, PNG or SVG.</summary>
    public static byte[] Render(
        IReadOnlyList<LossRecord> records, int width = 1200, int height = 500, string? title = null, bool asSvg = false)
    {
        if (records.Count == 0)
        {
            throw new CycleGanException(FaultKind.InvalidArgument, "There is no loss record to plot.");
        }

        EmbeddedFontResolver.Register();
        var runs = records.GroupBy(record => record.Path ?? record.Run).Select(run => run.OrderBy(record => record.Step).ToList()).ToList();
        var left = PanelCurve.LeftOf(runs);
        var size = new PixelSize(width / 2, height);
        using var discriminators = Draw(left, size, runs.Count == 1 ? Curves(runs[0], left) : Curves(runs, left));
        using var generators = Draw(LossPanel.Generators, size, runs.Count == 1 ? Curves(runs[0], LossPanel.Generators) : Curves(runs, LossPanel.Generators));
        void Paint(SKCanvas canvas) => PaintSideBySide(canvas, discriminators, generators, width, height, title);
        return asSvg ? Svg(Paint, width, height) : Png(Paint, width, height);
    }

    private static IEnumerable<Series> Curves(List<LossRecord> run, LossPanel panel) =>
        PanelCurve.Of(run, panel).Select(curve => new Series(curve.Label, run, curve.Value, ColourOf(curve.Ink)));

    // The curve of each run that sums up the panel, which is the black one.
    private static IEnumerable<Series> Curves(List<List<LossRecord>> runs, LossPanel panel)
    {
        var (column, curve) = LossColumn.All
            .SelectMany(column => column.Curves.Select(curve => (column, curve)))
            .First(entry => entry.curve.Panel == panel && entry.curve.Ink == LossInk.Black);
        return runs.Select((run, index) => new Series(
            $"{NameOf(run, runs)}: {curve.Label}", run, record => column.Value(record) ?? double.NaN, RunColours[index % RunColours.Length]));
    }

    // By its folder, with the one above where two would be called the same.
    private static string NameOf(List<LossRecord> run, List<List<LossRecord>> runs)
    {
        var name = run[0].Run ?? "unnamed";
        return run[0].Path is { } path && runs.Count(other => other[0].Run == name) > 1
            ? $"{Path.GetFileName(Path.GetDirectoryName(path))}/{name}"
            : name;
    }

    private static Color ColourOf(LossInk ink) => ink switch
    {
        LossInk.Blue => Blue,
        LossInk.Vermilion => Vermilion,
        LossInk.Green => Green,
        _ => Black,
    };

    private static Plot Draw(LossPanel panel, PixelSize size, IEnumerable<Series> curves)
    {
        var plot = new Plot();
        var shown = new List<double>();
        Series[] series = [.. curves];
        foreach (var one in series)
        {
            var steps = one.Run.Select(record => (double)record.Step).ToArray();
            var values = one.Run.Select(one.Value).ToArray();
            var window = Window(values.Length);
            shown.AddRange(values.Where(double.IsFinite));
            if (window > 1)
            {
                Draw(plot, steps, values, one.Colour.WithAlpha(0.22), 1, label: null);
            }

            Draw(plot, steps, Smoothing.MovingAverage(values, window), one.Colour, 2, one.Label);
        }

        Dress(plot, $"{panel}");
        LossLegend.Show(plot, size, [.. series.Select(one => one.Label)], FontSize - 1);
        SetLimits(plot, series.Min(one => one.Run[0].Step), series.Max(one => one.Run[^1].Step), shown);
        // The epochs of different runs need not be equally long.
        MarkEpochs(plot, series.All(one => one.Run == series[0].Run) ? series[0].Run : []);
        return plot;
    }

    // About a thirtieth of the run: odd, and none for a handful of records.
    private static int Window(int count) => count < 12 ? 1 : Math.Max(count / 30, 3) | 1;

    private static void Draw(Plot plot, double[] steps, double[] values, Color colour, float lineWidth, string? label)
    {
        var every = Math.Max(1, steps.Length / MostPoints);
        var (x, y) = every == 1 ? (steps, values) : (Thin(steps, every), Thin(values, every));

        // A lone value between gaps has no line to lie on.
        var line = plot.Add.Scatter(x, y, colour);
        line.LineWidth = lineWidth;
        line.MarkerSize = x.Length < 12 ? 6 : 0;
        line.LegendText = label ?? "";
    }

    private static double[] Thin(double[] values, int every) => [.. values.Where((_, index) => index % every == 0 || index == values.Length - 1)];

    private static void Dress(Plot plot, string title)
    {
        plot.FigureBackground.Color = Colors.White;
        plot.Title(title, FontSize + 2);
        plot.Axes.Title.Label.Bold = false;
        plot.XLabel("training step", FontSize);
        plot.YLabel("loss", FontSize);
        plot.Axes.Bottom.TickGenerator = new NumericAutomatic { LabelFormatter = Text };
        plot.Axes.Left.TickGenerator = new NumericAutomatic { LabelFormatter = Text };
        plot.Axes.Bottom.Label.Bold = plot.Axes.Left.Label.Bold = false;
        plot.Axes.Bottom.TickLabelStyle.FontSize = plot.Axes.Left.TickLabelStyle.FontSize = FontSize - 1;
        plot.Axes.Right.FrameLineStyle.Width = plot.Axes.Top.FrameLineStyle.Width = 0;
        plot.Grid.MajorLineColor = Black.WithAlpha(0.1);
    }

    // The same figure whatever the culture of whoever makes it.
    private static string Text(double value) => value.ToString(Math.Abs(value) >= 10_000 ? "N0" : "G6", CultureInfo.InvariantCulture);

    // Losses are read against zero. The first steps tower over the rest: past the 99.5th percentile the axis ends.
    private static void SetLimits(Plot plot, double first, double last, List<double> values)
    {
        var margin = Math.Max((last - first) * 0.01, first == last ? 1 : 0);
        plot.Axes.SetLimitsX(first - margin, last + margin);
        plot.Axes.SetLimitsX(first - margin, last + margin, plot.Axes.Top);
        if (values.Count == 0)
        {
            plot.Axes.SetLimitsY(0, 1);
            return;
        }

        values.Sort();
        var (low, high) = (values[0], values[Math.Min((int)Math.Ceiling(0.995 * values.Count), values.Count - 1)]);
        var bottom = low >= 0 ? 0 : low - 0.05 * (high - low);
        plot.Axes.SetLimitsY(bottom, high > bottom ? high + 0.08 * (high - bottom) : bottom + 1);
    }

    private static void MarkEpochs(Plot plot, IReadOnlyList<LossRecord> records)
    {
        var starts = records.Where((record, index) => index == 0 || record.Epoch != records[index - 1].Epoch).ToList();
        if (starts.Count < 2)
        {
            plot.Axes.Top.SetTicks([], []);
            return;
        }

        var every = new[] { 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000 }.FirstOrDefault(step => starts.Count / step <= 10, 5000);
        var shown = starts.Where(record => record == starts[0] || (record.Epoch % every == 0 && record.Epoch - starts[0].Epoch >= every)).ToList();
        var ticks = new NumericManual(
            [.. shown.Select(record => (double)record.Step)], [.. shown.Select((record, index) => index == 0 ? $"epoch {record.Epoch}" : $"{record.Epoch}")]);
        var axis = plot.Axes.Top;
        axis.TickGenerator = ticks;
        axis.FrameLineStyle.Width = 1;
        axis.FrameLineStyle.Color = Black.WithAlpha(0.3);
        axis.TickLabelStyle.FontSize = FontSize - 2;
    }

    private static byte[] Png(Action<SKCanvas> paint, int width, int height)
    {
        using var surface = SKSurface.Create(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque))
            ?? throw new CycleGanException(FaultKind.InvalidArgument, $"A picture of {width}×{height} cannot be made.", $"{width}×{height}");
        paint(surface.Canvas);
        using var image = surface.Snapshot();
        using var data = image.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    private static byte[] Svg(Action<SKCanvas> paint, int width, int height)
    {
        using var written = new MemoryStream();
        // The end of the file comes with the canvas's own.
        using (var canvas = SKSvgCanvas.Create(SKRect.Create(width, height), written))
        {
            paint(canvas);
        }

        return written.ToArray();
    }

    private static void PaintSideBySide(SKCanvas canvas, Plot left, Plot right, int width, int height, string? title)
    {
        canvas.Clear(SKColors.White);
        var top = 0f;
        if (title is not null)
        {
            using var font = new SKFont(EmbeddedFont.Sans, FontSize + 3) { Edging = SKFontEdging.Antialias, Subpixel = true };
            using var ink = new SKPaint { Color = SKColors.Black, IsAntialias = true };
            canvas.DrawText(title, width / 2f, 8 - font.Metrics.Ascent, SKTextAlign.Center, font, ink);
            top = 10 + font.Spacing;
        }

        Render(left, canvas, new PixelRect(0, width / 2f, height, top));
        Render(right, canvas, new PixelRect(width / 2f, width, height, top));
    }

    // Without the clip a panel would clear its neighbour.
    private static void Render(Plot plot, SKCanvas canvas, PixelRect area)
    {
        using var restore = new SKAutoCanvasRestore(canvas, doSave: true);
        canvas.ClipRect(new SKRect(area.Left, area.Top, area.Right, area.Bottom));
        plot.Render(canvas, area);
    }

    private sealed record Series(string Label, List<LossRecord> Run, Func<LossRecord, double> Value, Color Colour);
}
