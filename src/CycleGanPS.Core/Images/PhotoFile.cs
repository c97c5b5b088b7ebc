using CycleGanPS.Core.Images.Colours;
using CycleGanPS.Core.Images.Decoders;
using CycleGanPS.Core.Images.Metadata;

namespace CycleGanPS.Core.Images;

/// <summary>
/// Reads pictures as a viewer shows them: <see cref="ImageFile"/>, which measuring and training use, leaves colour profiles aside as the
/// references do, and these are applied here.
/// </summary>
internal static class PhotoFile
{
    /// <summary>Reads a picture and makes something of it, as <see cref="ImageFile.Read{T}"/> does.</summary>
    /// <param name="transparency">Whether it is laid over white.</param>
    /// <param name="withMetadata">Whether EXIF and XMP are wanted.</param>
    /// <param name="use">What to make of it.</param>
    /// <param name="appliesProfile">Whether its colour profile counts.</param>
    /// <exception cref="CycleGanException">It cannot be read.</exception>
    public static T Read<T>(string path, Transparency transparency, bool withMetadata, Func<Photo, T> use, bool appliesProfile = true) =>
        ImageFile.Open(path, (file, decoder) =>
        {
            string? warning = null;
            using var pixels = appliesProfile ? Decode(path, file, decoder, out warning) : decoder.Decode();
            var orientation = ExifOrientation.Of(file);
            var alpha = transparency == Transparency.Keep && !decoder.IsOpaque ? pixels.Alpha() : null;
            if (alpha is not null)
            {
                AlphaBleed.Apply(pixels, decoder.Width, decoder.Height);
            }

            var image = alpha is not null || decoder.IsOpaque ? pixels.DropAlpha() : pixels.OverWhite();
            return use(new Photo(
                ExifOrientation.Apply(image, orientation),
                alpha is null ? null : ExifOrientation.Apply(alpha, orientation),
                withMetadata ? PhotoMetadata.Of(file) : null,
                warning));
        });

    private static RgbaPixels Decode(string path, ReadOnlySpan<byte> file, PictureDecoder decoder, out string? warning)
    {
        warning = null;
        ToSrgb? transform = null;
        try
        {
            var profile = EmbeddedProfile.Of(file);
            transform = profile.Length == 0 ? null : ToSrgb.Of(new IccProfile(profile, decoder.Model));
        }
        catch (InvalidDataException fault)
        {
            warning = $"The colour profile in '{path}' {fault.Message}; the picture is read as sRGB.";
        }

        var pixels = transform is not null && decoder.Model == ColourModel.Cmyk ? decoder.DecodeInks() : decoder.Decode();
        transform?.Apply(pixels, decoder.Height);
        return pixels;
    }
}
