using CycleGanPS.Core.Images;

namespace CycleGanPS.Core.Metrics;

/// <summary>
/// A picture as differences between scales (Burt and Adelson 1983), with the 5×5 binomial filter and borders
/// mirrored without repeating the edge, as the evaluation of Karras et al. 2018 has it.
/// </summary>
internal static class LaplacianPyramid
{
    /// <summary>The smallest level, in pixels a side.</summary>
    public const int SmallestSide = 16;

    /// <summary>Sides of the levels of a picture: halved down to 16 pixels or the last size not below.</summary>
    public static IReadOnlyList<int> Sides(int side)
    {
        var sides = new List<int>();
        for (; side >= SmallestSide; side /= 2)
        {
            sides.Add(side);
        }

        return sides;
    }

    /// <summary>The levels of a square picture, finest first: each 3·side·side values, plane by plane, in the range of bytes.</summary>
    public static float[][] Build(RgbImage image)
    {
        var sides = Sides(image.Width);
        var levels = new float[sides.Count][];
        levels[0] = new float[3 * image.Width * image.Height];
        ImageTensor.WritePlanes(image, levels[0], [.. Enumerable.Range(0, 256).Select(value => (float)value)]);
        for (var level = 1; level < levels.Length; level++)
        {
            levels[level] = Shrink(levels[level - 1], sides[level - 1]);
            var coarse = Enlarge(levels[level], sides[level]);
            for (var index = 0; index < coarse.Length; index++)
            {
                levels[level - 1][index] -= coarse[index];
            }
        }

        return levels;
    }

    private static float[] Shrink(float[] planes, int side)
    {
        var half = side / 2;
        var blurred = Blur(planes, side, 1f / 16);
        var result = new float[3 * half * half];
        for (int channel = 0, write = 0; channel < 3; channel++)
        {
            for (var y = 0; y < half; y++)
            {
                for (var x = 0; x < half; x++)
                {
                    result[write++] = blurred[(channel * side + 2 * y) * side + 2 * x];
                }
            }
        }

        return result;
    }

    /// <summary>Twice the size: zeros between the values, then the filter at four times its weight.</summary>
    private static float[] Enlarge(float[] planes, int side)
    {
        var twice = 2 * side;
        var spread = new float[3 * twice * twice];
        for (int channel = 0, read = 0; channel < 3; channel++)
        {
            for (var y = 0; y < side; y++)
            {
                for (var x = 0; x < side; x++)
                {
                    spread[(channel * twice + 2 * y) * twice + 2 * x] = planes[read++];
                }
            }
        }

        return Blur(spread, twice, 1f / 8);
    }

    /// <summary>[1 4 6 4 1] times a factor, along rows and then along columns.</summary>
    private static float[] Blur(float[] planes, int side, float factor)
    {
        var rows = new float[planes.Length];
        var result = new float[planes.Length];
        var mirrored = new int[side + 4];
        for (var index = -2; index < side + 2; index++)
        {
            mirrored[index + 2] = index < 0 ? -index : index >= side ? 2 * (side - 1) - index : index;
        }

        for (var row = 0; row < 3 * side; row++)
        {
            var source = planes.AsSpan(row * side, side);
            var target = rows.AsSpan(row * side, side);
            for (var x = 0; x < side; x++)
            {
                target[x] = factor * (source[mirrored[x]] + source[mirrored[x + 4]]
                    + 4 * (source[mirrored[x + 1]] + source[mirrored[x + 3]]) + 6 * source[x]);
            }
        }

        for (var channel = 0; channel < 3; channel++)
        {
            var plane = channel * side * side;
            for (var y = 0; y < side; y++)
            {
                var (a, b, c, d, e) = (Row(y), Row(y + 1), Row(y + 2), Row(y + 3), Row(y + 4));
                var target = plane + y * side;
                for (var x = 0; x < side; x++)
                {
                    result[target + x] = factor * (rows[a + x] + rows[e + x] + 4 * (rows[b + x] + rows[d + x]) + 6 * rows[c + x]);
                }
            }

            int Row(int index) => plane + mirrored[index] * side;
        }

        return result;
    }
}
