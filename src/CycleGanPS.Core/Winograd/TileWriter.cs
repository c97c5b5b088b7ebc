using System.Runtime.Intrinsics;

namespace CycleGanPS.Core.Winograd;

/// <summary>Writes the 4×4 outputs of a tile for eight channels at once.</summary>
/// <param name="target">The output maps.</param>
/// <param name="bias">What is added to each channel, or null.</param>
/// <param name="halved">Whether each 2×2 outputs are summed into one: the gradient of a doubling.</param>
internal readonly unsafe struct TileWriter(Maps target, float* bias, bool halved)
{
    private const int Points = PointTransforms.Points;

    /// <param name="image">The image.</param>
    /// <param name="channel">The first of the eight channels.</param>
    /// <param name="y">First row of the tile's outputs, before any halving.</param>
    /// <param name="x">First column of the tile's outputs, before any halving.</param>
    /// <param name="tile">Four vectors in each of four rows, which begin <see cref="PointTransforms.Points"/> apart.</param>
    public void Write(int image, int channel, int y, int x, Vector256<float>* tile)
    {
        var map = target.Values + ((((nint)image * target.Channels) + channel) * target.Plane);
        if (halved)
        {
            WriteHalved(map, y / 2, x / 2, tile);
            return;
        }

        var added = bias is null ? Vector256<float>.Zero : Vector256.Load(bias + channel);
        var (rows, columns) = (Math.Min(PointTransforms.Outputs, target.Height - y), Math.Min(PointTransforms.Outputs, target.Width - x));
        var first = map + ((nint)y * target.Width) + x;
        var part = stackalloc float[Lanes.Count * PointTransforms.Outputs];
        for (var row = 0; row < rows; row++, first += target.Width, tile += Points)
        {
            var (one, two, three, four) = (tile[0] + added, tile[1] + added, tile[2] + added, tile[3] + added);
            if (columns == PointTransforms.Outputs)
            {
                Lanes.StoreFour(one, two, three, four, first, target.Plane);
                continue;
            }

            Lanes.StoreFour(one, two, three, four, part, PointTransforms.Outputs);
            for (var lane = 0; lane < Lanes.Count; lane++)
            {
                new ReadOnlySpan<float>(part + (lane * PointTransforms.Outputs), columns).CopyTo(new Span<float>(first + (lane * target.Plane), columns));
            }
        }
    }

    private void WriteHalved(float* map, int y, int x, Vector256<float>* tile)
    {
        for (var row = 0; row < 2 && y + row < target.Height; row++, tile += 2 * Points)
        {
            for (var column = 0; column < 2 && x + column < target.Width; column++)
            {
                var corner = tile + (2 * column);
                var sum = corner[0] + corner[1] + corner[Points] + corner[Points + 1];
                var pixel = map + ((nint)(y + row) * target.Width) + x + column;
                for (var lane = 0; lane < Lanes.Count; lane++)
                {
                    pixel[lane * target.Plane] = sum[lane];
                }
            }
        }
    }
}
