using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace CycleGanPS.Core.Networks.Convolutions.Direct;

/// <summary>Every second float of a row.</summary>
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
}
