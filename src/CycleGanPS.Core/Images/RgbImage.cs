namespace CycleGanPS.Core.Images;

/// <summary>An 8-bit RGB picture in memory, rows from the top, three bytes (R, G, B) a pixel, no padding.</summary>
internal sealed class RgbImage
{
    public RgbImage(int width, int height, byte[] pixels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        if (pixels.LongLength != 3L * width * height)
        {
            throw new ArgumentException($"{width}×{height} pixels need {3L * width * height} bytes, not {pixels.LongLength}.", nameof(pixels));
        }

        (Width, Height, Pixels) = (width, height, pixels);
    }

    public RgbImage(int width, int height)
        : this(width, height, new byte[checked(3 * width * height)])
    {
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>3·Width·Height bytes: index 3·(y·Width + x) + channel.</summary>
    public byte[] Pixels { get; }
}
