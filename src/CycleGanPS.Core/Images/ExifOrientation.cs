using SkiaSharp;

namespace CycleGanPS.Core.Images;

/// <summary>Turns a picture upright as its EXIF orientation (1 to 8) asks.</summary>
internal static class ExifOrientation
{
    /// <summary>What the EXIF data of a file ask for.</summary>
    public static SKEncodedOrigin Of(ReadOnlySpan<byte> file) => (SKEncodedOrigin)ExifBlock.OrientationOf(file);

    public static bool SwapsSides(SKEncodedOrigin origin) => origin >= SKEncodedOrigin.LeftTop;

    public static RgbImage Apply(RgbImage image, SKEncodedOrigin origin)
    {
        if (origin is SKEncodedOrigin.TopLeft or SKEncodedOrigin.Default)
        {
            return image;
        }

        var (width, height) = SwapsSides(origin) ? (image.Height, image.Width) : (image.Width, image.Height);
        var upright = new RgbImage(width, height);

        // The source is walked by two strides: what a step right and a step down in the upright picture mean in the stored one.
        long right = 3, down = 3L * image.Width;
        long last = 3L * (image.Width - 1), bottom = 3L * image.Width * (image.Height - 1);
        var (start, stepX, stepY) = origin switch
        {
            SKEncodedOrigin.TopRight => (last, -right, down),
            SKEncodedOrigin.BottomRight => (bottom + last, -right, -down),
            SKEncodedOrigin.BottomLeft => (bottom, right, -down),
            SKEncodedOrigin.LeftTop => (0, down, right),
            SKEncodedOrigin.RightTop => (bottom, -down, right),
            SKEncodedOrigin.RightBottom => (bottom + last, -down, -right),
            SKEncodedOrigin.LeftBottom => (last, down, -right),
            _ => throw new ArgumentOutOfRangeException(nameof(origin)),
        };
        var (source, target) = (image.Pixels, upright.Pixels);
        long written = 0;
        for (var y = 0; y < height; y++)
        {
            var read = start + y * stepY;
            for (var x = 0; x < width; x++, read += stepX, written += 3)
            {
                target[written] = source[read];
                target[written + 1] = source[read + 1];
                target[written + 2] = source[read + 2];
            }
        }

        return upright;
    }
}
