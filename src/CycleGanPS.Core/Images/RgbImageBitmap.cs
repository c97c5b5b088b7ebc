using SkiaSharp;

namespace CycleGanPS.Core.Images;

/// <summary>The bridge between our pictures and Skia's.</summary>
internal static class RgbImageBitmap
{
    /// <summary>An opaque Skia bitmap with the same pixels; the caller disposes it.</summary>
    public static unsafe SKBitmap ToBitmap(this RgbImage image)
    {
        var bitmap = new SKBitmap(new SKImageInfo(image.Width, image.Height, SKColorType.Rgba8888, SKAlphaType.Opaque, colorspace: null));
        var target = (byte*)bitmap.GetPixels();
        fixed (byte* start = image.Pixels)
        {
            var source = start;
            for (var count = (long)image.Width * image.Height; count > 0; count--, source += 3, target += 4)
            {
                target[0] = source[0];
                target[1] = source[1];
                target[2] = source[2];
                target[3] = 255;
            }
        }

        return bitmap;
    }

    /// <summary>The pixels of an opaque RGBA bitmap.</summary>
    public static unsafe RgbImage ToRgbImage(this SKBitmap bitmap)
    {
        var image = new RgbImage(bitmap.Width, bitmap.Height);
        var rows = (byte*)bitmap.GetPixels();
        var written = 0L;
        for (var y = 0; y < bitmap.Height; y++)
        {
            var source = rows + (long)y * bitmap.RowBytes;
            for (var x = 0; x < bitmap.Width; x++, source += 4, written += 3)
            {
                image.Pixels[written] = source[0];
                image.Pixels[written + 1] = source[1];
                image.Pixels[written + 2] = source[2];
            }
        }

        return image;
    }
}
