using CycleGanPS.Core.Images;

namespace CycleGanPS.Core.Inference;

/// <summary>
/// Makes any picture fit a network that wants sides of certain multiples: mirrored at the borders, without repeating
/// the border itself, and cut back afterwards.
/// </summary>
internal static class ReflectionPadding
{
    /// <summary>The length to pad to: the next multiple, and not less than the smallest side.</summary>
    public static int PaddedLength(int length, int multiple, int smallest) =>
        Math.Max((length + multiple - 1) / multiple * multiple, smallest);

    /// <summary>The picture in the middle of a larger one whose margins mirror it; the same one if it fits already.</summary>
    public static RgbImage Pad(RgbImage image, int width, int height)
    {
        if ((image.Width, image.Height) == (width, height))
        {
            return image;
        }

        var (left, top) = Offsets(image.Width, image.Height, width, height);
        var columns = Enumerable.Range(-left, width).Select(x => 3 * Mirror.Index(x, image.Width)).ToArray();
        var padded = new RgbImage(width, height);
        var written = 0;
        for (var y = 0; y < height; y++)
        {
            var row = 3 * Mirror.Index(y - top, image.Height) * image.Width;
            foreach (var column in columns)
            {
                image.Pixels.AsSpan(row + column, 3).CopyTo(padded.Pixels.AsSpan(written, 3));
                written += 3;
            }
        }

        return padded;
    }

    /// <summary>Takes the middle out again.</summary>
    public static RgbImage Crop(RgbImage padded, int width, int height)
    {
        if ((padded.Width, padded.Height) == (width, height))
        {
            return padded;
        }

        var (left, top) = Offsets(width, height, padded.Width, padded.Height);
        var image = new RgbImage(width, height);
        for (var y = 0; y < height; y++)
        {
            padded.Pixels.AsSpan(3 * (((top + y) * padded.Width) + left), 3 * width).CopyTo(image.Pixels.AsSpan(3 * y * width));
        }

        return image;
    }

    private static (int Left, int Top) Offsets(int width, int height, int paddedWidth, int paddedHeight) =>
        ((paddedWidth - width) / 2, (paddedHeight - height) / 2);
}
