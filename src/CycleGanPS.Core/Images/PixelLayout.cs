using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CycleGanPS.Core.Images;

/// <summary>Between pixels of three bytes, RGB, and of four, RGBA or RGBx.</summary>
internal static unsafe class PixelLayout
{
    // Four pixels in one vector, of which twelve bytes count where a pixel has three.
    private const int Pixels = 4;

    /// <summary>Three bytes of each pixel to four, the last of them 255.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Widen(byte* source, byte* target, long count)
    {
        var places = Vector128.Create((byte)0, 1, 2, 255, 3, 4, 5, 255, 6, 7, 8, 255, 9, 10, 11, 255);
        var opaque = Vector128.Create(0xFF000000).AsByte();

        // Sixteen bytes are read for twelve, so the last pixels are not for vectors.
        for (; count >= 2 * Pixels; count -= Pixels, source += 3 * Pixels, target += 4 * Pixels)
        {
            (Vector128.Shuffle(Vector128.Load(source), places) | opaque).Store(target);
        }

        for (; count > 0; count--, source += 3, target += 4)
        {
            (target[0], target[1], target[2], target[3]) = (source[0], source[1], source[2], 255);
        }
    }

    /// <summary>The first three of four bytes of each pixel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Narrow(byte* source, byte* target, long count)
    {
        var places = Vector128.Create((byte)0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 255, 255, 255, 255);

        // Sixteen bytes are written for twelve, and the next pixels go over the four.
        for (; count >= 2 * Pixels; count -= Pixels, source += 4 * Pixels, target += 3 * Pixels)
        {
            Vector128.Shuffle(Vector128.Load(source), places).Store(target);
        }

        for (; count > 0; count--, source += 4, target += 3)
        {
            (target[0], target[1], target[2]) = (source[0], source[1], source[2]);
        }
    }
}
