using System.Numerics;
using System.Runtime.CompilerServices;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace CycleGanPS.Core.Images.Edges;

/// <summary>
/// The 5×5 Gaussian that OpenCV takes when it is given the size alone: σ = 1.1, which it makes exactly [1 4 6 4 1]/16 on
/// each axis. Borders are reflected without repeating the outermost pixel; the sum is rounded once, at the end, as
/// <c>GaussianBlur</c> rounds it (the scripts in circulation cut it off, which darkens by half a level on average).
/// </summary>
internal static class BinomialBlur
{
    private const int Reach = 2;

    /// <summary>Blurs the whole picture into a new one.</summary>
    public static RgbImage Apply(RgbImage image)
    {
        var (length, height) = (3 * image.Width, image.Height);
        var blurred = new RgbImage(image.Width, height);

        // A ring of five rows, each summed along x; 16·255 fits in 16 bits, and so does 256·255 + 128 down the columns.
        var rows = Enumerable.Range(0, (2 * Reach) + 1).Select(_ => new ushort[length]).ToArray();
        var padded = new ushort[length + (6 * Reach)];
        var ready = -Reach - 1;
        for (var y = 0; y < height; y++)
        {
            for (; ready < y + Reach; ready++)
            {
                SumAcross(image, Reflect(ready + 1, height), padded, rows[Slot(ready + 1)]);
            }

            SumDown(rows[Slot(y - 2)], rows[Slot(y - 1)], rows[Slot(y)], rows[Slot(y + 1)], rows[Slot(y + 2)], blurred.Pixels.AsSpan(y * length, length));
        }

        return blurred;
    }

    private static int Slot(int row) => (row + (2 * Reach) + 1) % ((2 * Reach) + 1);

    private static int Reflect(int index, int length)
    {
        if (length == 1)
        {
            return 0;
        }

        while (index < 0 || index >= length)
        {
            index = index < 0 ? -index : (2 * length) - 2 - index;
        }

        return index;
    }

    private static void SumAcross(RgbImage image, int y, ushort[] padded, ushort[] sums)
    {
        var row = image.Pixels.AsSpan(y * sums.Length, sums.Length);
        TensorPrimitives.ConvertTruncating<byte, ushort>(row, padded.AsSpan(3 * Reach));

        foreach (var x in (ReadOnlySpan<int>)[-2, -1, image.Width, image.Width + 1])
        {
            for (var channel = 0; channel < 3; channel++)
            {
                padded[(3 * (x + Reach)) + channel] = row[(3 * Reflect(x, image.Width)) + channel];
            }
        }

        var source = padded.AsSpan();
        Sum(source, source[3..], source[6..], source[9..], source[12..], sums);
    }

    // Vectors as wide as this machine has are not compiled ahead, and what is compiled in haste at first is slow for the first pictures.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Sum(
        ReadOnlySpan<ushort> a, ReadOnlySpan<ushort> b, ReadOnlySpan<ushort> c, ReadOnlySpan<ushort> d, ReadOnlySpan<ushort> e, Span<ushort> sums)
    {
        var index = 0;
        for (; index <= sums.Length - Vector<ushort>.Count; index += Vector<ushort>.Count)
        {
            Weighted(a[index..], b[index..], c[index..], d[index..], e[index..]).CopyTo(sums[index..]);
        }

        for (; index < sums.Length; index++)
        {
            sums[index] = (ushort)(a[index] + e[index] + (4 * (b[index] + d[index])) + (6 * c[index]));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SumDown(
        ReadOnlySpan<ushort> a, ReadOnlySpan<ushort> b, ReadOnlySpan<ushort> c, ReadOnlySpan<ushort> d, ReadOnlySpan<ushort> e, Span<byte> target)
    {
        var half = new Vector<ushort>(128);
        var index = 0;
        for (; index <= target.Length - Vector<byte>.Count; index += Vector<byte>.Count)
        {
            var second = index + Vector<ushort>.Count;
            var low = Weighted(a[index..], b[index..], c[index..], d[index..], e[index..]) + half;
            var high = Weighted(a[second..], b[second..], c[second..], d[second..], e[second..]) + half;
            Vector.Narrow(low >> 8, high >> 8).CopyTo(target[index..]);
        }

        for (; index < target.Length; index++)
        {
            target[index] = (byte)((a[index] + e[index] + (4 * (b[index] + d[index])) + (6 * c[index]) + 128) >> 8);
        }
    }

    private static Vector<ushort> Weighted(
        ReadOnlySpan<ushort> a, ReadOnlySpan<ushort> b, ReadOnlySpan<ushort> c, ReadOnlySpan<ushort> d, ReadOnlySpan<ushort> e)
    {
        var middle = new Vector<ushort>(c);
        var near = new Vector<ushort>(b) + middle + new Vector<ushort>(d);
        return new Vector<ushort>(a) + new Vector<ushort>(e) + (near << 2) + (middle << 1);
    }
}
