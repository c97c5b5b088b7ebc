using System.Runtime.Intrinsics;

namespace CycleGanPS.Core.Winograd;

/// <summary>Reads the 6×6 inputs of a tile for eight channels at once, with the edge around the map.</summary>
internal readonly unsafe struct TileReader(Maps maps, InputEdge edge)
{
    private const int Points = PointTransforms.Points;

    /// <summary>Rows of the output of a 3×3 convolution over a map with that edge.</summary>
    public static int OutputSide(int side, InputEdge edge) => edge switch
    {
        InputEdge.WideZero => side + 2,
        InputEdge.Doubled => 2 * side,
        _ => side,
    };

    /// <param name="image">The image.</param>
    /// <param name="channel">The first of the eight channels.</param>
    /// <param name="y">First row of the tile's outputs.</param>
    /// <param name="x">First column of the tile's outputs.</param>
    /// <param name="tile">Takes 36 vectors, row by row.</param>
    public void Read(int image, int channel, int y, int x, Vector256<float>* tile)
    {
        var map = maps.Values + ((((nint)image * maps.Channels) + channel) * maps.Plane);
        if (edge == InputEdge.Doubled)
        {
            ReadDoubled(map, (y / 2) - 1, (x / 2) - 1, tile);
            return;
        }

        var margin = edge == InputEdge.WideZero ? 2 : 1;
        var (top, left) = (y - margin, x - margin);
        // A row is read eight pixels at a time.
        if (top >= 0 && left >= 0 && top + Points <= maps.Height && left + Lanes.Count <= maps.Width)
        {
            ReadRows(map + ((nint)top * maps.Width) + left, maps.Plane, maps.Width, tile);
            return;
        }

        var patch = stackalloc float[Lanes.Count * Points * Lanes.Count];
        CopyPatch(map, top, left, Points, patch);
        ReadRows(patch, Points * Lanes.Count, Lanes.Count, tile);
    }

    private static void ReadRows(float* first, nint plane, int stride, Vector256<float>* tile)
    {
        for (var row = 0; row < Points; row++)
        {
            Lanes.LoadSix(first + ((nint)row * stride), plane, tile + (Points * row));
        }
    }

    // Of a doubled map, six pixels in a row are of four: 0 1 1 2 2 3.
    private void ReadDoubled(float* map, int top, int left, Vector256<float>* tile)
    {
        const int Sources = 4;
        var patch = stackalloc float[Lanes.Count * Sources * Lanes.Count];
        var first = map + ((nint)top * maps.Width) + left;
        var (plane, stride) = (maps.Plane, maps.Width);
        if (top < 0 || left < 0 || top + Sources > maps.Height || left + Sources > maps.Width)
        {
            CopyPatch(map, top, left, Sources, patch);
            first = patch;
            (plane, stride) = (Sources * Lanes.Count, Lanes.Count);
        }

        var pixels = stackalloc Vector256<float>[Sources];
        for (var row = 0; row < Sources; row++)
        {
            Lanes.LoadFour(first + ((nint)row * stride), plane, pixels);
            var target = tile + (Points * ((2 * row) - (row > 0 ? 1 : 0)));
            (target[0], target[1], target[2], target[3], target[4], target[5]) = (pixels[0], pixels[1], pixels[1], pixels[2], pixels[2], pixels[3]);
            if (row is 1 or 2)
            {
                new ReadOnlySpan<Vector256<float>>(target, Points).CopyTo(new Span<Vector256<float>>(target + Points, Points));
            }
        }
    }

    // Pixel by pixel where the edge is in it, into rows of eight.
    private void CopyPatch(float* map, int top, int left, int side, float* patch)
    {
        var rows = stackalloc int[Points];
        var columns = stackalloc int[Points];
        for (var index = 0; index < side; index++)
        {
            (rows[index], columns[index]) = (Source(top + index, maps.Height), Source(left + index, maps.Width));
        }

        for (var channel = 0; channel < Lanes.Count; channel++, map += maps.Plane)
        {
            for (var row = 0; row < side; row++, patch += Lanes.Count)
            {
                for (var column = 0; column < side; column++)
                {
                    patch[column] = rows[row] < 0 || columns[column] < 0 ? 0 : map[((nint)rows[row] * maps.Width) + columns[column]];
                }
            }
        }
    }

    // Which pixel of the map stands there, or −1 for zero. Beyond the edge are only outputs that nobody asked for.
    private int Source(int position, int side)
    {
        if (position >= 0 && position < side)
        {
            return position;
        }

        return edge == InputEdge.Reflected && position >= -1 && position <= side ? (position < 0 ? 1 : side - 2) : -1;
    }
}
