using System.IO.Compression;
using CycleGanPS.Core.Images.Jpeg;

namespace CycleGanPS.Core.Images.Tiff;

/// <summary>Unpacks the strips and tiles of TIFF files into exactly the bytes that they should be (TIFF 6.0, sections 9, 13 and 14).</summary>
internal static class TiffPacking
{
    /// <summary>Bytes that can come of one at most, so that room is not made for what cannot come: LZW's longest strings for a code of 12 bits.</summary>
    public const int MostGrowth = 4096;

    private const int LzwClear = 256, LzwEnd = 257, LzwCodes = 4096;

    /// <exception cref="InvalidDataException">They are fewer, or no such codes.</exception>
    public static void Deflated(ReadOnlySpan<byte> packed, Span<byte> target)
    {
        using var stream = new ZLibStream(new MemoryStream(packed.ToArray()), CompressionMode.Decompress);
        int read;
        try
        {
            read = stream.ReadAtLeast(target, target.Length, throwOnEndOfStream: false);
        }
        catch (InvalidDataException)
        {
            throw new InvalidDataException(JpegWalk.Damaged);
        }

        Whole(read, target);
    }

    /// <inheritdoc cref="Deflated"/>
    public static void PackBits(ReadOnlySpan<byte> packed, Span<byte> target)
    {
        var written = 0;
        while (written < target.Length && packed.Length > 1)
        {
            var head = (sbyte)packed[0];
            packed = packed[1..];
            if (head >= 0)
            {
                var count = Math.Min(Math.Min(head + 1, packed.Length), target.Length - written);
                packed[..count].CopyTo(target[written..]);
                packed = packed[count..];
                written += count;
            }
            else if (head != sbyte.MinValue)
            {
                var count = Math.Min(1 - head, target.Length - written);
                target.Slice(written, count).Fill(packed[0]);
                packed = packed[1..];
                written += count;
            }
        }

        Whole(written, target);
    }

    /// <inheritdoc cref="Deflated"/>
    public static void Lzw(ReadOnlySpan<byte> packed, Span<byte> target)
    {
        // A string is the one before it and a byte, so it lies in the target already: where, and how long it is.
        Span<int> starts = stackalloc int[LzwCodes], lengths = stackalloc int[LzwCodes];
        var (next, width, written, bits, buffer, previous) = (LzwEnd + 1, 9, 0, 0, 0u, -1);
        while (written < target.Length)
        {
            for (; bits < width && packed.Length > 0; bits += 8, packed = packed[1..])
            {
                buffer = buffer << 8 | packed[0];
            }

            if (bits < width)
            {
                break;
            }

            bits -= width;
            var code = (int)(buffer >> bits) & ((1 << width) - 1);
            if (code == LzwEnd)
            {
                break;
            }

            if (code == LzwClear)
            {
                (next, width, previous) = (LzwEnd + 1, 9, -1);
                continue;
            }

            // A new string begins where the one before it did, and its last byte is the first of what comes now.
            if (previous >= 0 && next < LzwCodes)
            {
                (starts[next], lengths[next]) = (written - previous, previous + 1);
                next++;
            }

            if (code >= next)
            {
                throw new InvalidDataException(JpegWalk.Damaged);
            }

            var length = code < LzwClear ? 1 : lengths[code];
            var count = Math.Min(length, target.Length - written);
            for (var index = 0; index < count; index++)
            {
                target[written + index] = code < LzwClear ? (byte)code : target[starts[code] + index];
            }

            (written, previous) = (written + count, length);

            // Codes grow one earlier than they would have to.
            width = next >= 2047 ? 12 : next >= 1023 ? 11 : next >= 511 ? 10 : 9;
        }

        Whole(written, target);
    }

    private static void Whole(int written, Span<byte> target)
    {
        if (written < target.Length)
        {
            throw new InvalidDataException(JpegWalk.CutOff);
        }
    }
}
