using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace CycleGanPS.Core.Networks.Convolutions.Direct;

/// <summary>Every second float of a row, out of it and into it.</summary>
internal static unsafe class EveryOther
{
    /// <summary>Gets some floats, each second one.</summary>
    /// <param name="source">The first one.</param>
    /// <param name="target">Takes them.</param>
    /// <param name="count">How many.</param>
    /// <param name="end">The end of what may be read.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Take(float* source, float* target, int count, float* end)
    {
        var index = 0;
        for (; index + 8 <= count && source + (2 * index) + 16 <= end; index += 8)
        {
            var from = source + (2 * index);
            var mixed = Avx.Shuffle(Vector256.Load(from), Vector256.Load(from + 8), 0x88);
            Avx2.Permute4x64(mixed.AsDouble(), 0xD8).AsSingle().Store(target + index);
        }

        for (; index < count; index++)
        {
            target[index] = source[2 * index];
        }
    }

    /// <summary>Puts some floats into a row, each second one; those between stay as they are.</summary>
    /// <param name="source">The first one.</param>
    /// <param name="row">The row.</param>
    /// <param name="place">Where the first one goes.</param>
    /// <param name="width">Floats of the row.</param>
    /// <param name="count">How many, if there is room for them.</param>
    /// <param name="added">What is added to each.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Put(float* source, float* row, int place, int width, int count, float added)
    {
        var more = Vector256.Create(added);
        var (left, right) = (Vector256.Create(0, 0, 1, 1, 2, 2, 3, 3), Vector256.Create(4, 4, 5, 5, 6, 6, 7, 7));
        var index = 0;
        for (; index + 8 <= count && place + 16 <= width; index += 8, place += 16)
        {
            var values = Vector256.Load(source + index) + more;
            var target = row + place;
            Avx.Blend(Vector256.Load(target), Avx2.PermuteVar8x32(values, left), 0x55).Store(target);
            Avx.Blend(Vector256.Load(target + 8), Avx2.PermuteVar8x32(values, right), 0x55).Store(target + 8);
        }

        for (; index < count && place < width; index++, place += 2)
        {
            row[place] = source[index] + added;
        }
    }
}
