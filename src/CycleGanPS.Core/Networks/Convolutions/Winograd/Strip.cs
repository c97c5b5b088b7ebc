using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace CycleGanPS.Core.Networks.Convolutions.Winograd;

/// <summary>
/// Rows of pixels under some tiles side by side, of eight channels, in a place of their own. The maps' planes often are a power of two
/// apart, so that eight of them side by side throw each other out of the cache; here they do not. Copying also settles the edges.
/// </summary>
internal static unsafe class Strip
{
    /// <summary>Tiles that a strip covers at most.</summary>
    public const int Tiles = 16;

    /// <summary>Floats from one row to the next; tiles are read eight pixels at a time.</summary>
    public const int RowStride = (Tiles * PointTransforms.Outputs) + 16;

    /// <summary>Floats from one channel to the next.</summary>
    public const int Plane = PointTransforms.Points * RowStride;

    /// <summary>Floats of a strip.</summary>
    public const int Floats = Lanes.Count * Plane;

    /// <summary>Copies a part of eight channels, which may reach over the map, into a strip.</summary>
    /// <param name="maps">The maps.</param>
    /// <param name="image">The image.</param>
    /// <param name="channel">The first channel.</param>
    /// <param name="top">First row; of the doubled map if it is doubled.</param>
    /// <param name="left">First column, likewise.</param>
    /// <param name="rows">Rows to copy.</param>
    /// <param name="columns">Columns to copy.</param>
    /// <param name="edge">What is around the map.</param>
    /// <param name="strip">Takes the pixels.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Fill(Maps maps, int image, int channel, int top, int left, int rows, int columns, InputEdge edge, float* strip)
    {
        for (var lane = 0; lane < Lanes.Count; lane++, strip += Plane)
        {
            var map = maps[image, channel + lane];
            for (var row = 0; row < rows; row++)
            {
                var target = strip + (row * RowStride);
                var doubled = edge == InputEdge.Doubled;
                if (doubled && row > 0 && ((top + row) & 1) == 1)
                {
                    Copy(target - RowStride, target, columns);
                    continue;
                }

                var sourceRow = Source(doubled ? (top + row) >> 1 : top + row, maps.Height, edge);
                if (sourceRow < 0)
                {
                    new Span<float>(target, columns).Clear();
                }
                else if (doubled)
                {
                    FillDoubled(map + ((nint)sourceRow * maps.Width), maps.Width, left, columns, target);
                }
                else
                {
                    FillRow(map + ((nint)sourceRow * maps.Width), maps.Width, left, columns, edge, target);
                }
            }
        }
    }

    /// <summary>Copies outputs of eight channels from a strip to their maps, as many as there are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Write(float* strip, Maps maps, int image, int channel, int y, int x, int columns)
    {
        var (rows, width) = (Math.Min(PointTransforms.Outputs, maps.Height - y), Math.Min(columns, maps.Width - x));
        for (var lane = 0; lane < Lanes.Count; lane++, strip += Plane)
        {
            var first = maps[image, channel + lane] + ((nint)y * maps.Width) + x;
            for (var row = 0; row < rows; row++)
            {
                Copy(strip + (row * RowStride), first + ((nint)row * maps.Width), width);
            }
        }
    }

    /// <summary>
    /// Adds what a strip of six rows holds to the pixels that <see cref="Fill"/> with the same arguments copies there; what stands for zeros is dropped.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(float* strip, Maps maps, int image, int channel, int top, int left, int columns, InputEdge edge)
    {
        var doubled = edge == InputEdge.Doubled;
        for (var lane = 0; lane < Lanes.Count; lane++, strip += Plane)
        {
            var map = maps[image, channel + lane];
            for (var row = 0; row < PointTransforms.Points; row++)
            {
                var targetRow = Source(doubled ? (top + row) >> 1 : top + row, maps.Height, edge);
                if (targetRow >= 0)
                {
                    var target = map + ((nint)targetRow * maps.Width);
                    if (doubled)
                    {
                        AddPairs(strip + (row * RowStride), target, maps.Width, left, columns);
                    }
                    else
                    {
                        AddRow(strip + (row * RowStride), target, maps.Width, left, columns, edge);
                    }
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddRow(float* source, float* row, int width, int left, int columns, InputEdge edge)
    {
        var column = 0;
        for (; left + column < 0; column++)
        {
            AddPixel(source[column], row, Source(left + column, width, edge));
        }

        var end = Math.Clamp(width - left, column, columns);
        var target = row + left;
        for (; column + Lanes.Count <= end; column += Lanes.Count)
        {
            (Vector256.Load(target + column) + Vector256.Load(source + column)).Store(target + column);
        }

        for (; column < end; column++)
        {
            target[column] += source[column];
        }

        for (; column < columns; column++)
        {
            AddPixel(source[column], row, Source(left + column, width, edge));
        }
    }

    // As the doubled row was filled: a half of a pair, then pairs, then a half.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddPairs(float* source, float* row, int width, int left, int columns)
    {
        var first = left >> 1;
        AddPixel(source[0], row, first);
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

        AddPixel(source[columns - 1], row, first + 1 + pairs < width ? first + 1 + pairs : -1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddPixel(float value, float* row, int column)
    {
        if (column >= 0)
        {
            row[column] += value;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FillRow(float* row, int width, int left, int columns, InputEdge edge, float* target)
    {
        var column = 0;
        for (; left + column < 0; column++)
        {
            target[column] = Pixel(row, Source(left + column, width, edge));
        }

        var inside = Math.Clamp(width - left - column, 0, columns - column);
        Copy(row + left + column, target + column, inside);
        for (column += inside; column < columns; column++)
        {
            target[column] = Pixel(row, Source(left + column, width, edge));
        }
    }

    // The first column is an odd one of the doubled map: a half of a pair, then pairs, then a half.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FillDoubled(float* row, int width, int left, int columns, float* target)
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Pixel(float* row, int column) => column < 0 ? 0 : row[column];

    // Which pixel of the map stands there, or −1 for zero. Further out than the margin is only what nobody asked for.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Source(int position, int side, InputEdge edge)
    {
        if (position >= 0 && position < side)
        {
            return position;
        }

        return edge == InputEdge.Reflected && position >= -1 && position <= side ? (position < 0 ? 1 : side - 2) : -1;
    }

    // Rows are short, so that a call would take longer than the copy; the last vector may cover some pixels again.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy(float* source, float* target, int count)
    {
        if (count < Lanes.Count)
        {
            for (var index = 0; index < count; index++)
            {
                target[index] = source[index];
            }

            return;
        }

        for (var index = 0; index < count - Lanes.Count; index += Lanes.Count)
        {
            Vector256.Load(source + index).Store(target + index);
        }

        Vector256.Load(source + count - Lanes.Count).Store(target + count - Lanes.Count);
    }
}
