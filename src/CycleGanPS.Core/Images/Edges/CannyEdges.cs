using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace CycleGanPS.Core.Images.Edges;

/// <summary>
/// Edges after Canny (1986), in OpenCV's integers: Sobel 3×3 with repeated borders, |dx| + |dy| as the gradient's size, its
/// direction in four sectors, and edges followed from above the high threshold down to the low one.
/// </summary>
internal static class CannyEdges
{
    // tan 22.5° with 15 bits behind the point; tan 67.5° is that plus two.
    private const int Tangent = 13573;

    private const byte Candidate = 1;
    private const byte Edge = 2;

    /// <summary>The map of edges, 255 on one and 0 elsewhere.</summary>
    public static byte[] Find(byte[] grey, int width, int height, int low, int high)
    {
        // One pixel of frame on all sides, without gradient and never an edge, spares every test for the border.
        var stride = width + 2;
        var length = stride * (height + 2);
        var (acrossX, acrossY, sizes) = (Rent<short>(length), Rent<short>(length), Rent<short>(length));
        var marks = Rent<byte>(length);
        try
        {
            marks.AsSpan(0, length).Clear();
            Gradients(grey, width, height, acrossX, acrossY, sizes);
            var begun = Thin(width, height, acrossX, acrossY, sizes, marks, low, high);
            Follow(begun, marks, stride);

            var map = new byte[width * height];
            for (var y = 0; y < height; y++)
            {
                var row = marks.AsSpan(((y + 1) * stride) + 1, width);
                for (var x = row.IndexOf(Edge); x >= 0 && x < width;)
                {
                    map[(y * width) + x] = 255;
                    var next = row[(x + 1)..].IndexOf(Edge);
                    x = next < 0 ? width : x + 1 + next;
                }
            }

            return map;
        }
        finally
        {
            ArrayPool<short>.Shared.Return(acrossX);
            ArrayPool<short>.Shared.Return(acrossY);
            ArrayPool<short>.Shared.Return(sizes);
            ArrayPool<byte>.Shared.Return(marks);
        }
    }

    private static T[] Rent<T>(int length) => ArrayPool<T>.Shared.Rent(length);

    private static void Gradients(byte[] grey, int width, int height, short[] acrossX, short[] acrossY, short[] sizes)
    {
        var stride = width + 2;
        sizes.AsSpan(0, stride).Clear();
        sizes.AsSpan((height + 1) * stride, stride).Clear();
        short[] above = new short[stride], middle = new short[stride], below = new short[stride];
        short[] sums = new short[stride], differences = new short[stride];
        Widen(grey, 0, width, middle);
        Widen(grey, 0, width, above);
        for (var y = 0; y < height; y++)
        {
            Widen(grey, Math.Min(y + 1, height - 1), width, below);
            Columns(above, middle, below, sums, differences);
            var row = (y + 1) * stride;
            Rows(sums, differences, acrossX.AsSpan(row + 1, width), acrossY.AsSpan(row + 1, width), sizes.AsSpan(row + 1, width));
            sizes[row] = sizes[row + width + 1] = 0;
            (above, middle, below) = (middle, below, above);
        }
    }

    private static void Widen(byte[] grey, int y, int width, short[] row)
    {
        var source = grey.AsSpan(y * width, width);
        TensorPrimitives.ConvertTruncating<byte, ushort>(source, MemoryMarshal.Cast<short, ushort>(row.AsSpan(1)));

        (row[0], row[width + 1]) = (source[0], source[^1]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Columns(ReadOnlySpan<short> above, ReadOnlySpan<short> middle, ReadOnlySpan<short> below, Span<short> sums, Span<short> differences)
    {
        var x = 0;
        for (; x <= sums.Length - Vector<short>.Count; x += Vector<short>.Count)
        {
            Vector<short> top = new(above[x..]), bottom = new(below[x..]);
            (top + (new Vector<short>(middle[x..]) << 1) + bottom).CopyTo(sums[x..]);
            (bottom - top).CopyTo(differences[x..]);
        }

        for (; x < sums.Length; x++)
        {
            sums[x] = (short)(above[x] + (2 * middle[x]) + below[x]);
            differences[x] = (short)(below[x] - above[x]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows(ReadOnlySpan<short> sums, ReadOnlySpan<short> differences, Span<short> acrossX, Span<short> acrossY, Span<short> sizes)
    {
        var x = 0;
        for (; x <= sizes.Length - Vector<short>.Count; x += Vector<short>.Count)
        {
            var horizontal = new Vector<short>(sums[(x + 2)..]) - new Vector<short>(sums[x..]);
            var vertical = new Vector<short>(differences[x..]) + (new Vector<short>(differences[(x + 1)..]) << 1) + new Vector<short>(differences[(x + 2)..]);
            horizontal.CopyTo(acrossX[x..]);
            vertical.CopyTo(acrossY[x..]);
            (Vector.Abs(horizontal) + Vector.Abs(vertical)).CopyTo(sizes[x..]);
        }

        for (; x < sizes.Length; x++)
        {
            var horizontal = sums[x + 2] - sums[x];
            var vertical = differences[x] + (2 * differences[x + 1]) + differences[x + 2];
            acrossX[x] = (short)horizontal;
            acrossY[x] = (short)vertical;
            sizes[x] = (short)(Math.Abs(horizontal) + Math.Abs(vertical));
        }
    }

    // Keeps what is larger than its two neighbours along the gradient, and gives what is surely an edge.
    private static Stack<int> Thin(int width, int height, short[] acrossX, short[] acrossY, short[] sizes, byte[] marks, int low, int high)
    {
        var stride = width + 2;
        var begun = new Stack<int>();
        for (var row = stride + 1; row < (height + 1) * stride; row += stride)
        {
            for (var x = NextAbove(sizes, row, 0, width, low); x < width; x = NextAbove(sizes, row, x + 1, width, low))
            {
                var index = row + x;
                if (IsCrest(index, stride, acrossX[index], acrossY[index], sizes))
                {
                    if (sizes[index] > high)
                    {
                        marks[index] = Edge;
                        begun.Push(index);
                    }
                    else
                    {
                        marks[index] = Candidate;
                    }
                }
            }
        }

        return begun;
    }

    private static int NextAbove(short[] sizes, int row, int from, int width, int low)
    {
        var found = sizes.AsSpan(row + from, width - from).IndexOfAnyInRange((short)(low + 1), short.MaxValue);
        return found < 0 ? width : from + found;
    }

    // Of two equal neighbours the left or upper one gives way; across a diagonal both do.
    private static bool IsCrest(int index, int stride, int horizontal, int vertical, short[] sizes)
    {
        var size = sizes[index];
        var flat = Math.Abs(horizontal) * Tangent;
        var steepness = Math.Abs(vertical) << 15;
        if (steepness < flat)
        {
            return size > sizes[index - 1] && size >= sizes[index + 1];
        }

        if (steepness > flat + (Math.Abs(horizontal) << 16))
        {
            return size > sizes[index - stride] && size >= sizes[index + stride];
        }

        var side = (horizontal ^ vertical) < 0 ? -1 : 1;
        return size > sizes[index - stride - side] && size > sizes[index + stride + side];
    }

    private static void Follow(Stack<int> begun, byte[] marks, int stride)
    {
        ReadOnlySpan<int> around = [-stride - 1, -stride, -stride + 1, -1, 1, stride - 1, stride, stride + 1];
        while (begun.TryPop(out var index))
        {
            foreach (var offset in around)
            {
                if (marks[index + offset] == Candidate)
                {
                    marks[index + offset] = Edge;
                    begun.Push(index + offset);
                }
            }
        }
    }
}
