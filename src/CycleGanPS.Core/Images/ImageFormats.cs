using System.Globalization;

namespace CycleGanPS.Core.Images;

/// <summary>What the formats that pictures are written in can hold.</summary>
internal static class ImageFormats
{
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
