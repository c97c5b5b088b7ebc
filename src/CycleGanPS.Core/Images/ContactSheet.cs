using CycleGanPS.Core.Images.Fonts;
using SkiaSharp;

namespace CycleGanPS.Core.Images;

/// <summary>Pictures in a grid on white, with titles where wanted: sample sheets and before/after pages.</summary>
internal static class ContactSheet
{
    /// <summary>The colour of titles.</summary>
    public static readonly SKColor Ink = new(0x30, 0x30, 0x38);

    /// <summary>One picture of all rows, each scaled to fit a square cell; rows may have different lengths.</summary>
    /// <param name="rows">The pictures, row by row.</param>
    /// <param name="cellSize">Width and height of a cell in pixels.</param>
    /// <param name="rowTitles">Texts left of the rows.</param>
    /// <param name="columnTitles">Texts above the columns; shortened where a cell is too narrow.</param>
    public static RgbImage Compose(
        IReadOnlyList<IReadOnlyList<RgbImage>> rows,
        int cellSize,
        IReadOnlyList<string>? rowTitles = null,
        IReadOnlyList<string>? columnTitles = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(cellSize, 1);
        var columns = Math.Max(rows.Count == 0 ? 0 : rows.Max(row => row.Count), 1);
        var gap = Gap(cellSize);
        using var font = new SKFont(EmbeddedFont.Sans, Math.Clamp(cellSize / 9f, 10, 22)) { Edging = SKFontEdging.Antialias, Subpixel = true };
        var left = gap + (rowTitles is null ? 0 : gap + (int)Math.Ceiling(rowTitles.Max(title => font.MeasureText(title))) + gap);
        var top = gap + (columnTitles is null ? 0 : (int)Math.Ceiling(font.Spacing) + gap);
        using var bitmap = new SKBitmap(new SKImageInfo(
            left + columns * (cellSize + gap), top + rows.Count * (cellSize + gap), SKColorType.Rgba8888, SKAlphaType.Opaque, colorspace: null));
        using var canvas = new SKCanvas(bitmap);
        using var ink = new SKPaint { Color = Ink, IsAntialias = true };
        canvas.Clear(SKColors.White);
        for (var column = 0; column < columnTitles?.Count; column++)
        {
            var middle = left + column * (cellSize + gap) + cellSize / 2f;
            canvas.DrawText(Fit(columnTitles[column], font, cellSize), middle, gap - font.Metrics.Ascent, SKTextAlign.Center, font, ink);
        }

        for (var row = 0; row < rows.Count; row++)
        {
            var y = top + row * (cellSize + gap);
            if (row < rowTitles?.Count)
            {
                var baseline = y + cellSize / 2f - (font.Metrics.Ascent + font.Metrics.Descent) / 2;
                canvas.DrawText(rowTitles[row], left - 2 * gap, baseline, SKTextAlign.Right, font, ink);
            }

            for (var column = 0; column < rows[row].Count; column++)
            {
                using var picture = Scale(rows[row][column], cellSize).ToBitmap();
                var x = left + column * (cellSize + gap);
                canvas.DrawBitmap(picture, x + (cellSize - picture.Width) / 2, y + (cellSize - picture.Height) / 2, SKSamplingOptions.Default);
            }
        }

        canvas.Flush();
        return bitmap.ToRgbImage();
    }

    /// <summary>How many rows a sheet without column titles has; null where it is none of such cells.</summary>
    public static int? RowsOf(RgbImage sheet, int cellSize) =>
        Math.DivRem(sheet.Height - Gap(cellSize), cellSize + Gap(cellSize)) is (> 0 and var rows, 0) ? rows : null;

    /// <summary>Some rows of a sheet without column titles, with their titles.</summary>
    public static RgbImage Take(RgbImage sheet, int cellSize, IReadOnlyList<int> rows)
    {
        var (gap, height) = (Gap(cellSize), cellSize + Gap(cellSize));
        var stride = 3 * sheet.Width;
        var taken = new RgbImage(sheet.Width, gap + rows.Count * height);
        taken.Pixels.AsSpan(0, gap * stride).Fill(byte.MaxValue);
        for (var place = 0; place < rows.Count; place++)
        {
            sheet.Pixels.AsSpan((gap + rows[place] * height) * stride, height * stride).CopyTo(taken.Pixels.AsSpan((gap + place * height) * stride));
        }

        return taken;
    }

    private static int Gap(int cellSize) => Math.Max(2, cellSize / 32);

    private static RgbImage Scale(RgbImage image, int cellSize)
    {
        var factor = (double)cellSize / Math.Max(image.Width, image.Height);
        int Side(int length) => Math.Max((int)Math.Round(length * factor), 1);
        return PillowResampler.Resize(image, Side(image.Width), Side(image.Height), Resampling.Bicubic);
    }

    private static string Fit(string text, SKFont font, float width)
    {
        if (font.MeasureText(text) <= width)
        {
            return text;
        }

        var length = text.Length;
        while (length > 0 && font.MeasureText(text[..length] + "…") > width)
        {
            length--;
        }

        return text[..length] + "…";
    }
}
