using System.Buffers.Binary;
using CycleGanPS.Core.Images.Jpeg;

namespace CycleGanPS.Core.Images;

/// <summary>What whole files may have that is not read, so that they are not called damaged.</summary>
internal static class UnreadFeatures
{
    /// <summary>The longest side of a PNG that libpng reads and writes.</summary>
    public const int LargestPngSide = 1_000_000;

    private const int PngHeaderEnd = 24;
    private const int BitmapHeaderEnd = 34;

    /// <summary>The feature as 'is …', or null where there is none.</summary>
    public static string? Of(ReadOnlySpan<byte> file)
    {
        if (JpegWalk.IsJpeg(file))
        {
            return JpegWalk.FrameOf(file)?.Unread();
        }

        if (ImageMagic.IsPng(file) && file.Length >= PngHeaderEnd)
        {
            return OfPng(file);
        }

        return ImageMagic.IsBitmap(file) && file.Length >= BitmapHeaderEnd && file[14] >= 40 ? OfBitmap(file) : null;
    }

    private static string? OfPng(ReadOnlySpan<byte> file)
    {
        var (width, height) = (BinaryPrimitives.ReadUInt32BigEndian(file[16..]), BinaryPrimitives.ReadUInt32BigEndian(file[20..]));
        return file[12..].StartsWith("CgBI"u8) ? "is a PNG as made for iPhones (CgBI)"
            : Math.Max(width, height) > LargestPngSide ? $"is a PNG of {width}×{height} pixels, more than a million a side"
            : null;
    }

    private static string? OfBitmap(ReadOnlySpan<byte> file)
    {
        var (bits, compression) = (BinaryPrimitives.ReadUInt16LittleEndian(file[28..]), BinaryPrimitives.ReadUInt32LittleEndian(file[30..]));
        return compression switch
        {
            4 => "is a BMP with a JPEG in it",
            5 => "is a BMP with a PNG in it",
            > 6 => $"is a BMP of the compression {compression}",
            _ => bits is 1 or 2 or 4 or 8 or 16 or 24 or 32 ? null : $"is a {bits}-bit BMP",
        };
    }
}
