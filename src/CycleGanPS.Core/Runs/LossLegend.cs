using CycleGanPS.Core.Images.Fonts;
using ScottPlot;
using SkiaSharp;

namespace CycleGanPS.Core.Runs;

/// <summary>
/// The legend of a panel of the loss figure, below the axes: within them it would hide a curve, and of a short run most of it.
/// </summary>
internal static class LossLegend
{
    // A curve's sample with what is left free around it, and the height of a line.
    private const float Symbol = 36;
    private const float Line = 20;

    /// <summary>Shows it; a figure too small for it has none.</summary>
    public static void Show(Plot plot, PixelSize size, IReadOnlyList<string> labels, float fontSize)
    {
        using var font = new SKFont(EmbeddedFont.Sans, fontSize);
        var (lines, end) = (1, 0f);
        foreach (var label in labels)
        {
            var width = font.MeasureText(label) + Symbol;
            (lines, end) = end > 0 && end + width > size.Width ? (lines + 1, width) : (lines, end + width);
        }

        var height = 16 + lines * Line;
        if (height > size.Height / 3)
        {
            return;
        }

        plot.Legend.FontSize = fontSize;
        plot.Legend.OutlineColor = plot.Legend.ShadowColor = plot.Legend.BackgroundColor = Colors.Transparent;
        plot.Legend.Orientation = Orientation.Horizontal;
        plot.Legend.TightHorizontalWrapping = true;
        var legend = plot.ShowLegend(Edge.Bottom);
        legend.Padding = new PixelPadding(0);
        // Of itself it takes the height of one line, and shows that only.
        legend.MinimumSize = legend.MaximumSize = height;
    }
}
