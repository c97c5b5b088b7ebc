namespace CycleGanPS.Core.Images.Edges;

/// <summary>A picture that has been edge-smoothed and written.</summary>
public sealed class EdgeSmoothingResult
{
    /// <summary>The absolute path of the picture.</summary>
    public required string Source { get; init; }

    /// <summary>The absolute path of its smoothed copy, a PNG.</summary>
    public required string Destination { get; init; }

    /// <summary>Width in pixels.</summary>
    public required int Width { get; init; }

    /// <summary>Height in pixels.</summary>
    public required int Height { get; init; }

    /// <summary>The share of the pixels that were smoothed, 0 to 1.</summary>
    public required double EdgeShare { get; init; }

    /// <summary>Time spent on this picture: reading, smoothing, writing. Pictures overlap.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>
    /// How many pictures to have under way at once: while some wait until the disk has them, which takes longer than all else, as many as
    /// there are cores are worked on, and the disk takes several together.
    /// </summary>
    internal static int MostUnderWay => Environment.ProcessorCount + 8;

    /// <summary>Smooths a picture from file to file; the new one is a PNG.</summary>
    /// <exception cref="CycleGanException">The source cannot be read, or the destination not written.</exception>
    public static EdgeSmoothingResult Make(string source, string destination)
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        return ImageFile.Read(source, image =>
        {
            ImageFormats.CheckHolds(ImageFormat.Png, image.Width, image.Height, destination);
            var smoothed = EdgeSmoother.Smooth(image);
            ImageFile.Write(smoothed.Image, destination, ImageFormat.Png, pngLevel: ImageFile.QuickPngLevel);
            return new EdgeSmoothingResult
            {
                Source = source,
                Destination = destination,
                Width = image.Width,
                Height = image.Height,
                EdgeShare = Math.Round(smoothed.EdgeShare, 6),
                Elapsed = watch.Elapsed,
            };
        });
    }
}
