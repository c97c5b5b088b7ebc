using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace CycleGanPS.Core.Networks.Convolutions.Winograd;

/// <summary>Rows of maps whose pixels are doubled, from an odd column on: a half of a pair, then pairs, then a half.</summary>
internal static unsafe class DoubledRows
{
    /// <summary>Doubles pixels of a row.</summary>
    /// <param name="row">The row of the map.</param>
    /// <param name="width">Its pixels; beyond them are zeros.</param>
    /// <param name="left">The first column of the doubled row, an odd one.</param>
    /// <param name="columns">How many, an even number.</param>
    /// <param name="target">Takes them.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Fill(float* row, int width, int left, int columns, float* target)
    {
        var source = left >> 1;
        target[0] = source < 0 ? 0 : row[source];
        source++;
        var (pairs, pair) = ((columns - 2) / 2, 0);
        var twice = Vector256.Create(0, 0, 1, 1, 2, 2, 3, 3);
        for (; pair + 4 <= Math.Min(pairs, width - source); pair += 4)
        {
            Avx2.PermuteVar8x32(Vector128.Load(row + source + pair).ToVector256Unsafe(), twice).Store(target + 1 + (2 * pair));
        }

        for (; pair < pairs; pair++)
        {
            target[1 + (2 * pair)] = target[2 + (2 * pair)] = source + pair < width ? row[source + pair] : 0;
        }

        target[columns - 1] = source + pairs < width ? row[source + pairs] : 0;
    }

    /// <summary>Adds pixels of a doubled row to those that <see cref="Fill"/> with the same numbers doubles.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(float* source, float* row, int width, int left, int columns)
    {
        var first = left >> 1;
        Strip.AddPixel(source[0], row, first);
        var target = row + first + 1;
        var (pairs, pair) = ((columns - 2) / 2, 0);
        var within = Math.Min(pairs, width - first - 1);
        for (; pair + Lanes.Count <= within; pair += Lanes.Count)
        {
            var sums = Avx.HorizontalAdd(Vector256.Load(source + 1 + (2 * pair)), Vector256.Load(source + 9 + (2 * pair)));
            (Vector256.Load(target + pair) + Avx2.Permute4x64(sums.AsDouble(), 0xD8).AsSingle()).Store(target + pair);
        }

        for (; pair < within; pair++)
        {
            target[pair] += source[1 + (2 * pair)] + source[2 + (2 * pair)];
        }

        Strip.AddPixel(source[columns - 1], row, first + 1 + pairs < width ? first + 1 + pairs : -1);
    }
}
