using System.Runtime.InteropServices;

namespace CycleGanPS.Core.Images;

/// <summary>Memory for the pixels of a picture as a decoder gives them: four bytes each, the last one of them their alpha.</summary>
internal sealed unsafe class RgbaPixels(int width, int height) : IDisposable
{
    private readonly long _count = (long)width * height;
    private byte* _first = (byte*)NativeMemory.Alloc((nuint)((long)width * height), 4);

    public nint Address => (nint)_first;

    /// <summary>The picture without its alpha, with the colours as they are stored.</summary>
    public RgbImage DropAlpha()
    {
        var image = new RgbImage(width, height);
        var source = _first;
        fixed (byte* pixels = image.Pixels)
        {
            var target = pixels;
            for (long index = 0; index < _count; index++, source += 4, target += 3)
            {
                target[0] = source[0];
                target[1] = source[1];
                target[2] = source[2];
            }
        }

        return image;
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
