using CycleGanPS.Core.Images;

namespace CycleGanPS.Core.Data;

/// <summary>
/// CycleGAN's training transform: shorter side to the load size (bicubic with antialiasing, as Pillow), a random
/// square crop, and a mirror image with probability one half.
/// </summary>
internal static class Augmentation
{
    /// <summary>The crop as interleaved RGB, <paramref name="cropSize"/>² × 3 bytes.</summary>
    public static RgbImage Apply(RgbImage image, ImagePlan plan, int loadSize, int cropSize)
    {
        var (width, height) = ShorterSideTo(image.Width, image.Height, loadSize);
        var resized = (width, height) == (image.Width, image.Height)
            ? image
            : PillowResampler.Resize(image, width, height, Resampling.Bicubic);
        var left = (int)(plan.CropX * (width - cropSize + 1));
        var top = (int)(plan.CropY * (height - cropSize + 1));
        return Crop(resized, left, top, cropSize, plan.Flip);
    }

    /// <summary>The size with the shorter side as asked and the aspect ratio kept, the longer side rounded down as torchvision does.</summary>
    public static (int Width, int Height) ShorterSideTo(int width, int height, int size) => width <= height
        ? (size, (int)((long)size * height / width))
        : ((int)((long)size * width / height), size);

    private static RgbImage Crop(RgbImage image, int left, int top, int size, bool flip)
    {
        var crop = new RgbImage(size, size);
        for (var y = 0; y < size; y++)
        {
            var source = image.Pixels.AsSpan(3 * (((top + y) * image.Width) + left), 3 * size);
            var target = crop.Pixels.AsSpan(3 * y * size, 3 * size);
            if (!flip)
            {
                source.CopyTo(target);
                continue;
            }

            for (var x = 0; x < size; x++)
            {
                source.Slice(3 * x, 3).CopyTo(target[(3 * (size - 1 - x))..]);
            }
        }

        return crop;
    }
}
