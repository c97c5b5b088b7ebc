using System.Numerics;
using CycleGanPS.Core.Images;

namespace CycleGanPS.Core.Metrics;

/// <summary>Pictures as the Inception network takes them: 3×299×299 numbers in [−1, 1].</summary>
internal static class InceptionInput
{
    private const int Plane = InceptionV3.Side * InceptionV3.Side;

    private static readonly float[] UnitRange = [.. Enumerable.Range(0, 256).Select(value => value / 255f)];

    /// <summary>Makes a picture ready.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="resize">How it comes to its size.</param>
    /// <param name="planes">Takes the numbers.</param>
    public static void Write(RgbImage image, FeatureResize resize, Span<float> planes)
    {
        if (resize == FeatureResize.Clean)
        {
            Clean(image, planes);
        }
        else
        {
            Bilinear(image, planes);
        }
    }

    /// <summary>
    /// As pytorch-fid: in [0, 1], bilinear between the four pixels around, without antialiasing, their places found by their middles as
    /// PyTorch does with <c>align_corners=False</c>; then 2x − 1.
    /// </summary>
    private static void Bilinear(RgbImage image, Span<float> planes)
    {
        var (columns, rows) = (Places(image.Width), Places(image.Height));
        var pixels = image.Pixels;

        // Each row of the picture is wanted for one row or two of the result, and one after another.
        var (above, below) = (new StretchedRow(), new StretchedRow());
        for (var y = 0; y < InceptionV3.Side; y++)
        {
            var (before, after, down) = rows[y];
            if (below.Row == before)
            {
                (above, below) = (below, above);
            }

            above.Take(pixels, image.Width, before, columns);
            below.Take(pixels, image.Width, after, columns);
            for (var channel = 0; channel < 3; channel++)
            {
                var target = planes.Slice((channel * Plane) + (y * InceptionV3.Side), InceptionV3.Side);
                Between(above.Channel(channel), below.Channel(channel), down, target);
            }
        }
    }

    // 2·((1 − share)·one + share·other) − 1.
    private static void Between(ReadOnlySpan<float> one, ReadOnlySpan<float> other, float share, Span<float> target)
    {
        var index = 0;
        for (; index <= target.Length - Vector<float>.Count; index += Vector<float>.Count)
        {
            var (upper, lower) = (new Vector<float>(one[index..]), new Vector<float>(other[index..]));
            ((((upper * (1 - share)) + (lower * share)) * 2) - Vector<float>.One).CopyTo(target[index..]);
        }

        for (; index < target.Length; index++)
        {
            target[index] = (2 * (((1 - share) * one[index]) + (share * other[index]))) - 1;
        }
    }

    private static (int Before, int After, float Share)[] Places(int length)
    {
        var step = (float)length / InceptionV3.Side;
        return
        [
            .. Enumerable.Range(0, InceptionV3.Side).Select(index =>
            {
                // Rounded once, as PyTorch's build has it: in a large picture the difference shows.
                var place = Math.Max(0, MathF.FusedMultiplyAdd(step, index + 0.5f, -0.5f));
                var before = Math.Min((int)place, length - 1);
                return (before, Math.Min(before + 1, length - 1), place - before);
            }),
        ];
    }

    /// <summary>As clean-fid: each channel bicubic in float, clamped to bytes' range, then (x − 128) / 128.</summary>
    private static void Clean(RgbImage image, Span<float> planes)
    {
        var resized = PillowResampler.ResizeFloat(image, InceptionV3.Side, InceptionV3.Side, Resampling.Bicubic);
        for (var index = 0; index < Plane; index++)
        {
            for (var channel = 0; channel < 3; channel++)
            {
                planes[(channel * Plane) + index] = (Math.Clamp(resized[(3 * index) + channel], 0, 255) - 128) / 128;
            }
        }
    }

    /// <summary>A row of a picture, a channel after another, as wide as the network takes it, in [0, 1].</summary>
    private sealed class StretchedRow
    {
        private readonly float[] _values = new float[3 * InceptionV3.Side];

        /// <summary>Its number in the picture; −1 before there is one.</summary>
        public int Row { get; private set; } = -1;

        public ReadOnlySpan<float> Channel(int channel) => _values.AsSpan(channel * InceptionV3.Side, InceptionV3.Side);

        /// <summary>Becomes another row, if it is not that one already.</summary>
        public void Take(ReadOnlySpan<byte> pixels, int width, int row, (int Before, int After, float Share)[] columns)
        {
            if (Row == row)
            {
                return;
            }

            Row = row;
            var line = pixels.Slice(3 * row * width, 3 * width);
            for (var x = 0; x < columns.Length; x++)
            {
                var (left, right, along) = columns[x];
                for (var channel = 0; channel < 3; channel++)
                {
                    _values[(channel * InceptionV3.Side) + x] =
                        ((1 - along) * UnitRange[line[(3 * left) + channel]]) + (along * UnitRange[line[(3 * right) + channel]]);
                }
            }
        }
    }
}
