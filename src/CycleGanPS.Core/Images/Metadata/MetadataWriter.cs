using System.Buffers.Binary;
using System.IO.Hashing;

namespace CycleGanPS.Core.Images.Metadata;

/// <summary>Puts EXIF data and an XMP packet into a finished JPEG, PNG or WebP file.</summary>
internal static class MetadataWriter
{
    private const int MostInSegment = 65533;
    private const int PngHeaderEnd = 33;
    private const byte WebpXmp = 4, WebpExif = 8;

    private static ReadOnlySpan<byte> JpegExif => "Exif\0\0"u8;

    /// <param name="file">As it was encoded.</param>
    /// <param name="format">Its format.</param>
    /// <param name="exif">EXIF data, from their byte order on; none for none.</param>
    /// <param name="xmp">An XMP packet; none for none.</param>
    /// <param name="leftOut">Told of what does not fit, in words.</param>
    public static byte[] Embed(byte[] file, ImageFormat format, byte[] exif, byte[] xmp, Action<string> leftOut) => format switch
    {
        ImageFormat.Jpeg => IntoJpeg(file, exif, xmp, leftOut),
        ImageFormat.Png => IntoPng(file, exif, xmp),
        _ => IntoWebp(file, exif, xmp),
    };

    // At the beginning, but behind the JFIF segment, which wants to be first.
    private static byte[] IntoJpeg(byte[] file, byte[] exif, byte[] xmp, Action<string> leftOut)
    {
        var at = file.AsSpan(2).StartsWith((ReadOnlySpan<byte>)[0xFF, 0xE0]) ? 4 + BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(4)) : 2;
        return
        [
            .. file.AsSpan(0, at), .. Segment(JpegExif, exif, "EXIF data"), .. Segment(XmpPacket.JpegName, xmp, "XMP packet"), .. file.AsSpan(at),
        ];

        byte[] Segment(ReadOnlySpan<byte> name, byte[] data, string what)
        {
            var length = 2 + name.Length + data.Length;
            if (data.Length == 0 || length > MostInSegment + 2)
            {
                if (data.Length > 0)
                {
                    leftOut($"the {what} (more than the 64 KB that JPEG takes)");
                }

                return [];
            }

            return [0xFF, 0xE1, (byte)(length >> 8), (byte)length, .. name, .. data];
        }
    }

    private static byte[] IntoPng(byte[] file, byte[] exif, byte[] xmp)
    {
        return
        [
            .. file.AsSpan(0, PngHeaderEnd), .. Chunk("eXIf"u8, [], exif), .. Chunk("iTXt"u8, XmpPacket.PngName, xmp), .. file.AsSpan(PngHeaderEnd),
        ];

        static byte[] Chunk(ReadOnlySpan<byte> name, ReadOnlySpan<byte> start, byte[] data)
        {
            if (data.Length == 0)
            {
                return [];
            }

            byte[] chunk = [0, 0, 0, 0, .. name, .. start, .. data, 0, 0, 0, 0];
            BinaryPrimitives.WriteInt32BigEndian(chunk, start.Length + data.Length);
            BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(chunk.Length - 4), Crc32.HashToUInt32(chunk.AsSpan(4, chunk.Length - 8)));
            return chunk;
        }
    }

    // Such a file begins with a chunk that tells what it has; Skia's has it where there is a profile or alpha.
    private static byte[] IntoWebp(byte[] file, byte[] exif, byte[] xmp)
    {
        var extended = ImageChunks.Webp(file, "VP8X"u8);
        byte[] head = [.. "VP8X"u8, 10, 0, 0, 0, .. extended.IsEmpty ? Extended(file) : extended];
        head[8] |= (byte)((exif.Length > 0 ? WebpExif : 0) | (xmp.Length > 0 ? WebpXmp : 0));
        byte[] result =
        [
            .. file.AsSpan(0, 12), .. head, .. file.AsSpan(extended.IsEmpty ? 12 : 12 + head.Length),
            .. Chunk("EXIF"u8, exif), .. Chunk("XMP "u8, xmp),
        ];
        BinaryPrimitives.WriteInt32LittleEndian(result.AsSpan(4), result.Length - 8);
        return result;

        static byte[] Chunk(ReadOnlySpan<byte> name, byte[] data)
        {
            if (data.Length == 0)
            {
                return [];
            }

            byte[] chunk = [.. name, 0, 0, 0, 0, .. data, .. new byte[data.Length & 1]];
            BinaryPrimitives.WriteInt32LittleEndian(chunk.AsSpan(4), data.Length);
            return chunk;
        }
    }

    // A lossy picture's own header has its size in 14 bits each, at the start of its first frame.
    private static byte[] Extended(byte[] file)
    {
        var frame = ImageChunks.Webp(file, "VP8 "u8);
        var (width, height) = (BinaryPrimitives.ReadUInt16LittleEndian(frame[6..]) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(frame[8..]) & 0x3FFF);
        return [0, 0, 0, 0, (byte)(width - 1), (byte)((width - 1) >> 8), 0, (byte)(height - 1), (byte)((height - 1) >> 8), 0];
    }
}
