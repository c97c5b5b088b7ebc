using System.Runtime.InteropServices;

namespace CycleGanPS.Core.Images;

/// <summary>Memory for the pixels of a picture as a decoder gives them: four bytes each, the last one of them their alpha.</summary>
internal sealed unsafe class RgbaPixels(int width, int height) : IDisposable
{
    private readonly long _count = (long)width * height;
    private byte* _first = (byte*)NativeMemory.Alloc((nuint)((long)width * height), 4);

    public nint Address => (nint)_first;

    /// <summary>The bytes of a row.</summary>
    public Span<byte> Row(int y) => new(_first + 4L * width * y, checked(4 * width));

    /// <summary>Sets a row from samples of grey (1) or RGB (3), without transparency.</summary>
    public void SetRow(int y, ReadOnlySpan<byte> samples, int samplesOfPixel)
    {
        var target = Row(y);
        for (int read = 0, write = 0; write < target.Length; read += samplesOfPixel, write += 4)
        {
            target[write] = samples[read];
            target[write + 1] = samples[read + (samplesOfPixel > 1 ? 1 : 0)];
            target[write + 2] = samples[read + (samplesOfPixel > 1 ? 2 : 0)];
            target[write + 3] = 255;
        }
    }

    /// <summary>The picture without its alpha, with the colours as they are stored.</summary>
    public RgbImage DropAlpha()
    {
        var image = new RgbImage(width, height);
        fixed (byte* pixels = image.Pixels)
        {
            PixelLayout.Narrow(_first, pixels, _count);
        }

        return image;
    }

    /// <summary>The alpha, in each of three channels; null where all of it is opaque.</summary>
    public RgbImage? Alpha()
    {
        var image = new RgbImage(width, height);
        var source = _first + 3;
        var opaque = true;
        fixed (byte* pixels = image.Pixels)
        {
            var target = pixels;
            for (long index = 0; index < _count; index++, source += 4, target += 3)
            {
                opaque &= *source == 255;
                target[0] = target[1] = target[2] = *source;
            }
        }

        return opaque ? null : image;
    }

    /// <summary>The picture on white paper.</summary>
    public RgbImage OverWhite()
    {
        var image = new RgbImage(width, height);
        var source = _first;
        fixed (byte* pixels = image.Pixels)
        {
            var target = pixels;
            for (long index = 0; index < _count; index++, source += 4, target += 3)
            {
                int alpha = source[3], white = 255 * (255 - alpha) + 127;
                target[0] = (byte)((source[0] * alpha + white) / 255);
                target[1] = (byte)((source[1] * alpha + white) / 255);
                target[2] = (byte)((source[2] * alpha + white) / 255);
            }
        }

        return image;
    }

    public void Dispose()
    {
        NativeMemory.Free(_first);
        _first = null;
    }
}
