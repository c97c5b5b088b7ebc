using System.Numerics;
using System.Runtime.CompilerServices;

namespace CycleGanPS.Core.Images.Edges;

/// <summary>Widens a map of edges by a square of 5×5 ones; nothing comes in from outside the picture.</summary>
internal static class SquareDilation
{
    private const int Reach = 2;

    /// <summary>Dilates in place: a pixel is set where one of the 25 around it was.</summary>
    public static void Apply(byte[] map, int width, int height)
    {
        var across = new byte[map.Length];
        var padded = new byte[width + (2 * Reach)];
        for (var y = 0; y < height; y++)
        {
            map.AsSpan(y * width, width).CopyTo(padded.AsSpan(Reach));
            var row = across.AsSpan(y * width, width);
            row.Clear();
            for (var offset = 0; offset <= 2 * Reach; offset++)
            {
                Or(row, padded.AsSpan(offset, width));
            }
        }

        for (var y = 0; y < height; y++)
        {
            var row = map.AsSpan(y * width, width);
            for (var other = Math.Max(0, y - Reach); other <= Math.Min(height - 1, y + Reach); other++)
            {
                Or(row, across.AsSpan(other * width, width));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Or(Span<byte> target, ReadOnlySpan<byte> source)
    {
        var index = 0;
        for (; index <= target.Length - Vector<byte>.Count; index += Vector<byte>.Count)
        {
            (new Vector<byte>(target[index..]) | new Vector<byte>(source[index..])).CopyTo(target[index..]);
        }

        for (; index < target.Length; index++)
        {
            target[index] |= source[index];
        }
    }
}
