namespace CycleGanPS.Core.Metrics.Inception;

/// <summary>What of 3×3 pixels is inside of a picture.</summary>
internal readonly struct PoolWindow
{
    private const int Side = 3;

    private PoolWindow(int image, int top, int left, int height, int width) => (Image, Top, Left, Height, Width) = (image, top, left, height, width);

    public int Image { get; }

    public int Top { get; }

    public int Left { get; }

    public int Height { get; }

    public int Width { get; }

    /// <param name="pixel">The pixel of all outputs that it makes.</param>
    public static PoolWindow Of(int pixel, PixelMaps input, PixelMaps output, int stride, int pad)
    {
        var (line, x) = Math.DivRem(pixel, output.Width);
        var (image, y) = Math.DivRem(line, output.Height);
        var (top, left) = ((y * stride) - pad, (x * stride) - pad);
        var (first, start) = (Math.Max(0, top), Math.Max(0, left));
        return new(image, first, start, Math.Min(input.Height, top + Side) - first, Math.Min(input.Width, left + Side) - start);
    }
}
