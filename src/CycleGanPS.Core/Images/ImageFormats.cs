using System.Globalization;

namespace CycleGanPS.Core.Images;

/// <summary>The formats that pictures are written in, and the extensions that tell them.</summary>
internal static class ImageFormats
{
    private static readonly Dictionary<string, ImageFormat> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        [".png"] = ImageFormat.Png,
        [".jpg"] = ImageFormat.Jpeg,
        [".jpeg"] = ImageFormat.Jpeg,
        [".webp"] = ImageFormat.Webp,
    };

    /// <summary>The extension that files of a format get.</summary>
    public static string Extension(ImageFormat format) => Known.First(entry => entry.Value == format).Key;

    /// <summary>The format that the name of a file to write tells.</summary>
    /// <exception cref="CycleGanException">Its extension tells none.</exception>
    public static ImageFormat Of(string path) => Known.TryGetValue(Path.GetExtension(path), out var format)
        ? format
        : throw new CycleGanException(
            FaultKind.InvalidArgument, $"Pictures are written as {string.Join(", ", Known.Keys)}; '{path}' ends otherwise.", path);

    /// <summary>Makes sure, best before the work, that a format holds a picture of a size.</summary>
    /// <param name="name">What to call the picture in the error message.</param>
    /// <exception cref="CycleGanException"><see cref="FaultKind.OutputNotWritable"/>.</exception>
    public static void CheckHolds(ImageFormat format, int width, int height, string? name)
    {
        var most = format switch
        {
            ImageFormat.Webp => 16383,
            ImageFormat.Jpeg => 65500,
            _ => UnreadFeatures.LargestPngSide,
        };
        if (Math.Max(width, height) > most)
        {
            throw new CycleGanException(
                FaultKind.OutputNotWritable,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{format} holds at most {most} pixels a side; '{name}' would be {width}×{height}.{(format == ImageFormat.Png ? "" : " Choose Png.")}"),
                name);
        }
    }
}
