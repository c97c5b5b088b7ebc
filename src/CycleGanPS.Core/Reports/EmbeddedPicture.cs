using CycleGanPS.Core.Images;

namespace CycleGanPS.Core.Reports;

/// <summary>Pictures as text within a page.</summary>
internal static class EmbeddedPicture
{
    /// <summary>A picture of which no side is longer.</summary>
    public static RgbImage Shrunk(RgbImage image, int side)
    {
        var factor = (double)side / Math.Max(image.Width, image.Height);
        return factor >= 1 ? image : PillowResampler.Resize(
            image, Math.Max(1, (int)Math.Round(image.Width * factor)), Math.Max(1, (int)Math.Round(image.Height * factor)), Resampling.Bicubic);
    }

    /// <summary>The address of a JPEG that holds it.</summary>
    public static string Address(byte[] jpeg) => "data:image/jpeg;base64," + Convert.ToBase64String(jpeg);
}
