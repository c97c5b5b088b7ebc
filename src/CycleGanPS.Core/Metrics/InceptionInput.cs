using CycleGanPS.Core.Images;

namespace CycleGanPS.Core.Metrics;

/// <summary>Pictures as the Inception network takes them: 3×299×299 numbers in [−1, 1].</summary>
internal static class InceptionInput
{
    private const int Plane = InceptionV3.Side * InceptionV3.Side;

    private static readonly float[] UnitRange = [.. Enumerable.Range(0, 256).Select(value => value / 255f)];

    public static float[] Of(RgbImage image, FeatureResize resize) => resize == FeatureResize.Clean ? Clean(image) : Bilinear(image);

    /// <summary>
    /// As pytorch-fid: in [0, 1], bilinear between the four pixels around, without antialiasing, their places found by their middles as
    /// PyTorch does with <c>align_corners=False</c>; then 2x − 1.
    /// </summary>
    private static float[] Bilinear(RgbImage image)
    {
        var planes = new float[InceptionV3.PictureLength];
        var (columns, rows) = (Places(image.Width), Places(image.Height));
        var pixels = image.Pixels;
        for (var y = 0; y < InceptionV3.Side; y++)
        {
            var (above, below, down) = rows[y];
            var (first, second) = (3 * above * image.Width, 3 * below * image.Width);
            for (var x = 0; x < InceptionV3.Side; x++)
            {
                var (left, right, along) = columns[x];
                for (var channel = 0; channel < 3; channel++)
                {
                    var upper = Between(pixels[first + (3 * left) + channel], pixels[first + (3 * right) + channel], along);
                    var lower = Between(pixels[second + (3 * left) + channel], pixels[second + (3 * right) + channel], along);
                    planes[(channel * Plane) + (y * InceptionV3.Side) + x] = (2 * (((1 - down) * upper) + (down * lower))) - 1;
                }
            }
        }

        return planes;
    }

    private static float Between(byte one, byte other, float share) => ((1 - share) * UnitRange[one]) + (share * UnitRange[other]);

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
    private static float[] Clean(RgbImage image)
    {
        var resized = PillowResampler.ResizeFloat(image, InceptionV3.Side, InceptionV3.Side, Resampling.Bicubic);
        var planes = new float[InceptionV3.PictureLength];
        for (var index = 0; index < Plane; index++)
        {
            for (var channel = 0; channel < 3; channel++)
            {
                planes[(channel * Plane) + index] = (Math.Clamp(resized[(3 * index) + channel], 0, 255) - 128) / 128;
            }
        }

        return planes;
    }
}
