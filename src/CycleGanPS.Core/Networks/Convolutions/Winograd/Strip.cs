using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

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
        var first = maps[image, channel];
        var plane = maps.Plane;
        var doubled = edge == InputEdge.Doubled;
        for (var row = 0; row < rows; row++, strip += RowStride)
        {
            var sourceRow = Source(doubled ? (top + row) >> 1 : top + row, maps.Height, edge);
            var source = first + ((nint)sourceRow * maps.Width);
            if (sourceRow < 0)
            {
                for (var lane = 0; lane < Lanes.Count; lane++)
                {
                    new Span<float>(strip + (lane * Plane), columns).Clear();
                }
            }
            else if (!doubled)
            {
                FillRow(source, plane, maps.Width, left, columns, edge, strip);
            }
            else if (row > 0 && ((top + row) & 1) == 1)
            {
                CopyRow(strip - RowStride, Plane, strip, Plane, columns);
            }
            else
            {
                for (var lane = 0; lane < Lanes.Count; lane++)
                {
                    DoubledRows.Fill(source + (lane * plane), maps.Width, left, columns, strip + (lane * Plane));
                }
            }
        }
    }

    /// <summary>Copies outputs of eight channels from a strip to their maps, as many as there are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Write(float* strip, Maps maps, int image, int channel, int y, int x, int columns)
    {
        var (rows, width) = (Math.Min(PointTransforms.Outputs, maps.Height - y), Math.Min(columns, maps.Width - x));
        var target = maps[image, channel] + ((nint)y * maps.Width) + x;
        for (var row = 0; row < rows; row++)
        {
            CopyRow(strip + (row * RowStride), Plane, target + ((nint)row * maps.Width), maps.Plane, width);
        }
    }

    /// <summary>
    /// Adds what a strip of six rows holds to the pixels that <see cref="Fill"/> with the same arguments copies there; what stands for zeros is dropped.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(float* strip, Maps maps, int image, int channel, int top, int left, int columns, InputEdge edge)
    {
        var first = maps[image, channel];
        var plane = maps.Plane;
        var doubled = edge == InputEdge.Doubled;
        for (var row = 0; row < PointTransforms.Points; row++, strip += RowStride)
        {
            var targetRow = Source(doubled ? (top + row) >> 1 : top + row, maps.Height, edge);
            var target = first + ((nint)targetRow * maps.Width);
            if (targetRow >= 0 && !doubled)
            {
                AddRow(strip, target, plane, maps.Width, left, columns, edge);
            }

            for (var lane = 0; targetRow >= 0 && doubled && lane < Lanes.Count; lane++)
            {
                DoubledRows.Add(strip + (lane * Plane), target + (lane * plane), maps.Width, left, columns);
            }
        }
    }

    // A row of each channel.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddRow(float* strip, float* row, nint plane, int width, int left, int columns, InputEdge edge)
    {
        var (first, end) = Inside(width, left, columns);
        var inVectors = first + ((end - first) / Lanes.Count * Lanes.Count);
        var target = row + left;
        for (var lane = 0; lane < Lanes.Count; lane++, strip += Plane, row += plane, target += plane)
        {
            for (var column = 0; column < first; column++)
            {
                AddPixel(strip[column], row, Source(left + column, width, edge));
            }

            for (var column = first; column < inVectors; column += Lanes.Count)
            {
                (Vector256.Load(target + column) + Vector256.Load(strip + column)).Store(target + column);
            }

            for (var column = inVectors; column < end; column++)
            {
                target[column] += strip[column];
            }

            for (var column = end; column < columns; column++)
            {
                AddPixel(strip[column], row, Source(left + column, width, edge));
            }
        }
    }

    // The columns that are pixels of a map: the first, and the one behind the last.
    private static (int First, int End) Inside(int width, int left, int columns)
    {
        var first = Math.Max(-left, 0);
        return (first, Math.Clamp(width - left, first, columns));
    }

    /// <summary>Adds to a pixel of a row, unless there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddPixel(float value, float* row, int column)
    {
        if (column >= 0)
        {
            row[column] += value;
        }
    }

    // A row of each channel.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FillRow(float* row, nint plane, int width, int left, int columns, InputEdge edge, float* strip)
    {
        var (first, end) = Inside(width, left, columns);
        CopyRow(row + left + first, plane, strip + first, Plane, end - first);
        for (var lane = 0; lane < Lanes.Count; lane++, row += plane, strip += Plane)
        {
            for (var column = 0; column < first; column++)
            {
                strip[column] = Pixel(row, Source(left + column, width, edge));
            }

            for (var column = end; column < columns; column++)
            {
                strip[column] = Pixel(row, Source(left + column, width, edge));
            }
        }
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

    // A row of each channel. Rows are short, so that a call would take longer than the copy; the last vector may cover some pixels again.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyRow(float* source, nint plane, float* target, nint targetPlane, int count)
    {
        for (var lane = 0; lane < Lanes.Count; lane++, source += plane, target += targetPlane)
        {
            if (count < Lanes.Count)
            {
                for (var index = 0; index < count; index++)
                {
                    target[index] = source[index];
                }

                continue;
            }

            for (var index = 0; index < count - Lanes.Count; index += Lanes.Count)
            {
                Vector256.Load(source + index).Store(target + index);
            }

            Vector256.Load(source + count - Lanes.Count).Store(target + count - Lanes.Count);
        }
    }
}
