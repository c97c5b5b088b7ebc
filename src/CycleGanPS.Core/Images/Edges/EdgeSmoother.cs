namespace CycleGanPS.Core.Images.Edges;

/// <summary>
/// Blurs a drawing along its outlines and leaves the rest as it is, which makes the pictures that CartoonGAN's
/// edge-promoting loss teaches the discriminator to reject (Chen, Lai, Liu: CartoonGAN, CVPR 2018, section 3.2).
/// Grey levels as OpenCV's <c>cvtColor(BGR2GRAY)</c> makes them of the decoded picture (not those it makes when it reads
/// a file as grey), Canny 100/200, dilation by a 5×5 square, and there the 5×5 Gaussian of the original. Equal to
/// OpenCV 4's <c>cvtColor</c>, <c>Canny</c>, <c>dilate</c> and <c>GaussianBlur</c> in every pixel.
/// </summary>
internal static class EdgeSmoother
{
    /// <summary>The version of the result: pictures smoothed by another one are not to be mixed with these.</summary>
    public const string Settings = "canny-100-200-3-l1 dilate-5 gauss-1-4-6-4-1-rounded v1";

    private const int LowThreshold = 100;
    private const int HighThreshold = 200;

    /// <summary>Makes the edge-smoothed copy of a picture; the picture itself is not changed.</summary>
    public static EdgeSmoothedImage Smooth(RgbImage image)
    {
        var edges = CannyEdges.Find(Grey(image), image.Width, image.Height, LowThreshold, HighThreshold);
        SquareDilation.Apply(edges, image.Width, image.Height);
        var blurred = BinomialBlur.Apply(image);
        var (source, target) = (image.Pixels, blurred.Pixels);
        var smoothed = 0;
        for (var index = 0; index < edges.Length;)
        {
            // Runs of equal pixels are long, so whole runs are counted or copied back.
            var rest = edges.AsSpan(index);
            var run = rest[0] == 0 ? rest.IndexOfAnyExcept((byte)0) : rest.IndexOf((byte)0);
            run = run < 0 ? rest.Length : run;
            if (rest[0] == 0)
            {
                Array.Copy(source, 3L * index, target, 3L * index, 3L * run);
            }
            else
            {
                smoothed += run;
            }

            index += run;
        }

        return new EdgeSmoothedImage(blurred, (double)smoothed / edges.Length);
    }

    /// <summary>Grey levels in OpenCV's fixed point: 0.299 R + 0.587 G + 0.114 B with 15 bits behind the point, rounded.</summary>
    internal static byte[] Grey(RgbImage image)
    {
        var grey = new byte[image.Width * image.Height];
        ReadOnlySpan<byte> pixels = image.Pixels;
        for (int index = 0, read = 0; index < grey.Length; index++, read += 3)
        {
            grey[index] = (byte)(((9798 * pixels[read]) + (19235 * pixels[read + 1]) + (3735 * pixels[read + 2]) + (1 << 14)) >> 15);
        }

        return grey;
    }
}
