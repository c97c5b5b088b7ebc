using System.IO.Compression;
using CycleGanPS.Core.Images.Jpeg;
using CycleGanPS.Core.Images.Tiff;

namespace CycleGanPS.Core.Images.Colours;

/// <summary>Finds the colour profile that a JPEG, PNG, WebP or TIFF file carries.</summary>
internal static class EmbeddedProfile
{
    // Those of printers have up to 4 MB.
    private const int MostBytes = 16 << 20;

    private const int TiffTag = 34675;
    private const byte ApplicationTwo = 0xE2, EndOfImage = 0xD9, StartOfScan = 0xDA;

    private static ReadOnlySpan<byte> JpegName => "ICC_PROFILE\0"u8;

    /// <summary>Its bytes; none where there is none.</summary>
    /// <exception cref="InvalidDataException">There is one, and it is damaged.</exception>
    public static byte[] Of(ReadOnlySpan<byte> file) =>
        JpegWalk.IsJpeg(file) ? OfJpeg(file)
        : ImageMagic.IsPng(file) ? OfPng(ImageChunks.Png(file, "iCCP"u8))
        : ImageMagic.IsWebp(file) ? ImageChunks.Webp(file, "ICCP"u8).ToArray()
        : ImageMagic.IsTiff(file) ? TiffDirectory.First(file).Bytes(TiffTag).ToArray()
        : [];

    /// <summary>The JPEG with another profile.</summary>
    public static byte[] Replace(ReadOnlySpan<byte> jpeg, ReadOnlySpan<byte> profile)
    {
        var result = new MemoryStream(jpeg.Length + profile.Length);
        var length = 2 + JpegName.Length + 2 + profile.Length;
        result.Write([0xFF, 0xD8, 0xFF, ApplicationTwo, (byte)(length >> 8), (byte)length, .. JpegName, 1, 1]);
        result.Write(profile);
        for (int position = 2, begin = 2; ; begin = position)
        {
            var marker = JpegWalk.Next(jpeg, ref position, out var segment);
            if (marker is 0 or EndOfImage or StartOfScan)
            {
                result.Write(jpeg[begin..]);
                return result.ToArray();
            }

            if (marker != ApplicationTwo || !segment.StartsWith(JpegName))
            {
                result.Write(jpeg[begin..position]);
            }
        }
    }

    // In as many segments as it takes, each with its number and how many there are.
    private static byte[] OfJpeg(ReadOnlySpan<byte> file)
    {
        var parts = new SortedDictionary<int, byte[]>();
        var (position, count) = (2, 0);
        byte marker;
        do
        {
            marker = JpegWalk.Next(file, ref position, out var segment);
            if (marker == ApplicationTwo && segment.StartsWith(JpegName) && segment.Length > JpegName.Length + 2)
            {
                count = segment[JpegName.Length + 1];
                parts[segment[JpegName.Length]] = segment[(JpegName.Length + 2)..].ToArray();
            }
        }
        while (marker is not (0 or EndOfImage or StartOfScan));

        return parts.Count == count && (count == 0 || (parts.First().Key, parts.Last().Key) == (1, count))
            ? [.. parts.Values.SelectMany(part => part)]
            : throw new InvalidDataException(IccProfile.Damaged);
    }

    // A name, a zero, the method of compression, and the compressed profile.
    private static byte[] OfPng(ReadOnlySpan<byte> chunk)
    {
        if (chunk.IsEmpty)
        {
            return [];
        }

        var name = chunk.IndexOf((byte)0);
        if (name < 0 || chunk.Length < name + 2)
        {
            throw new InvalidDataException(IccProfile.Damaged);
        }

        using var stream = new ZLibStream(new MemoryStream(chunk[(name + 2)..].ToArray()), CompressionMode.Decompress);
        var (profile, buffer) = (new MemoryStream(), new byte[1 << 14]);
        try
        {
            for (int read; (read = stream.Read(buffer)) > 0;)
            {
                profile.Write(buffer, 0, profile.Length + read <= MostBytes ? read : throw new InvalidDataException(IccProfile.Damaged));
            }
        }
        catch (InvalidDataException)
        {
            throw new InvalidDataException(IccProfile.Damaged);
        }

        return profile.ToArray();
    }
}
