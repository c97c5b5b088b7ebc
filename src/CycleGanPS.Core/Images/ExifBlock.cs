using CycleGanPS.Core.Images.Jpeg;

namespace CycleGanPS.Core.Images;

/// <summary>
/// Finds the EXIF data of a JPEG, PNG, WebP or TIFF file, and in them the orientation. Decoders look for less: not into a PNG, and not past
/// what some programs write before the data of a WebP file, or beside the one type of number that the standard names.
/// </summary>
internal static class ExifBlock
{
    private const byte ApplicationOne = 0xE1, EndOfImage = 0xD9, StartOfScan = 0xDA;
    private const int Orientation = 0x112;

    /// <summary>The orientation, 1 to 8; 1 where none is told.</summary>
    public static int OrientationOf(ReadOnlySpan<byte> file)
    {
        var data = Of(file);
        var little = data.StartsWith("II*\0"u8);
        if (data.Length < 8 || (!little && !data.StartsWith("MM\0*"u8)))
        {
            return 1;
        }

        var entry = Number(data.Slice(4, 4), little);
        if (entry > data.Length - 2)
        {
            return 1;
        }

        var rest = data[((int)entry + 2)..];
        for (var count = Number(data.Slice((int)entry, 2), little); count > 0 && rest.Length >= 12; count--, rest = rest[12..])
        {
            if (Number(rest[..2], little) == Orientation)
            {
                var size = Number(rest.Slice(2, 2), little) switch { 1 or 6 => 1, 3 or 8 => 2, 4 or 9 => 4, _ => 0 };
                return Number(rest.Slice(8, size), little) is >= 1 and <= 8 and var value ? (int)value : 1;
            }
        }

        return 1;
    }

    /// <summary>The EXIF data, from their byte order on; for a TIFF file that is the whole of it. Empty where there are none.</summary>
    public static ReadOnlySpan<byte> Of(ReadOnlySpan<byte> file)
    {
        var data = Find(file);
        return data.StartsWith("Exif\0"u8) ? data[Math.Min(6, data.Length)..] : data;
    }

    private static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> file) =>
        JpegWalk.IsJpeg(file) ? InJpeg(file)
        : ImageMagic.IsPng(file) ? ImageChunks.Png(file, "eXIf"u8)
        : ImageMagic.IsWebp(file) ? ImageChunks.Webp(file, "EXIF"u8)
        : ImageMagic.IsTiff(file) ? file
        : [];

    private static ReadOnlySpan<byte> InJpeg(ReadOnlySpan<byte> file)
    {
        var position = 2;
        byte marker;
        do
        {
            marker = JpegWalk.Next(file, ref position, out var segment);
            if (marker == ApplicationOne && segment.StartsWith("Exif\0"u8))
            {
                return segment;
            }
        }
        while (marker is not (0 or EndOfImage or StartOfScan));

        return [];
    }

    private static uint Number(ReadOnlySpan<byte> bytes, bool little)
    {
        var value = 0u;
        for (var index = 0; index < bytes.Length; index++)
        {
            value = value << 8 | bytes[little ? bytes.Length - 1 - index : index];
        }

        return value;
    }
}
