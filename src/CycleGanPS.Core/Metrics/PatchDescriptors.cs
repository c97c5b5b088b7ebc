using CycleGanPS.Core.Data;
using CycleGanPS.Core.Images;

namespace CycleGanPS.Core.Metrics;

/// <summary>Random 7×7×3 patches of the levels of a picture's Laplacian pyramid (Karras et al. 2018).</summary>
internal static class PatchDescriptors
{
    public const int PatchesPerLevel = 128;
    public const int PatchSide = 7;

    /// <summary>Numbers of one descriptor: channel by channel, row by row.</summary>
    public const int Length = 3 * PatchSide * PatchSide;

    /// <summary>128 descriptors of each level, finest level first.</summary>
    public static float[][] Draw(RgbImage image, RandomSource random)
    {
        var levels = LaplacianPyramid.Build(image);
        var sides = LaplacianPyramid.Sides(image.Width);
        return [.. levels.Select((planes, level) => DrawLevel(planes, sides[level], random))];
    }

    private static float[] DrawLevel(float[] planes, int side, RandomSource random)
    {
        var descriptors = new float[PatchesPerLevel * Length];
        var target = descriptors.AsSpan();
        for (var patch = 0; patch < PatchesPerLevel; patch++)
        {
            var (left, top) = (random.NextInt(side - PatchSide + 1), random.NextInt(side - PatchSide + 1));
            for (var channel = 0; channel < 3; channel++)
            {
                for (var y = 0; y < PatchSide; y++)
                {
                    planes.AsSpan((channel * side + top + y) * side + left, PatchSide).CopyTo(target);
                    target = target[PatchSide..];
                }
            }
        }

        return descriptors;
    }
}
