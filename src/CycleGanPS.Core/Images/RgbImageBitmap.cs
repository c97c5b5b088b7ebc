using SkiaSharp;

namespace CycleGanPS.Core.Images;

/// <summary>The bridge between our pictures and Skia's.</summary>
internal static class RgbImageBitmap
{
    /// <summary>A Skia bitmap with the same pixels; the caller disposes it.</summary>
    /// <param name="alpha">Its transparency, of the same size; null for none.</param>
    /// <param name="space">What is said of its colours; null for nothing.</param>
    public static unsafe SKBitmap ToBitmap(this RgbImage image, RgbImage? alpha = null, SKColorSpace? space = null)
    {
        var kind = alpha is null ? SKAlphaType.Opaque : SKAlphaType.Unpremul;
        var bitmap = new SKBitmap(new SKImageInfo(image.Width, image.Height, SKColorType.Rgba8888, kind, space));
        var target = (byte*)bitmap.GetPixels();
        fixed (byte* start = image.Pixels)
        {
            PixelLayout.Widen(start, target, (long)image.Width * image.Height);
        }

        if (alpha is not null)
        {
            target = (byte*)bitmap.GetPixels() + 3;
            for (long index = 0; index < alpha.Pixels.LongLength; index += 3, target += 4)
            {
                *target = alpha.Pixels[index];
            }
        }

        return bitmap;
    }

    /// <summary>The pixels of an opaque RGBA bitmap.</summary>
    public static unsafe RgbImage ToRgbImage(this SKBitmap bitmap)
    {
        var image = new RgbImage(bitmap.Width, bitmap.Height);
        var rows = (byte*)bitmap.GetPixels();
        fixed (byte* pixels = image.Pixels)
        {
            for (var y = 0; y < bitmap.Height; y++)
            {
                PixelLayout.Narrow(rows + ((long)y * bitmap.RowBytes), pixels + (3L * y * bitmap.Width), bitmap.Width);
            }
        }

        return image;
    }
}
