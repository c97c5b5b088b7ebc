using System.Buffers.Binary;

namespace CycleGanPS.Core.Images;

/// <summary>Finds a chunk by its name in files that are made of chunks.</summary>
internal static class ImageChunks
{
    /// <summary>The data of the first chunk of that name in a PNG; none where there is none.</summary>
    public static ReadOnlySpan<byte> Png(ReadOnlySpan<byte> file, ReadOnlySpan<byte> name, ReadOnlySpan<byte> start = default) =>
        Find(file[8..], name, start, isPng: true);

    /// <summary>The data of the first chunk of that name in a WebP file; none where there is none.</summary>
    public static ReadOnlySpan<byte> Webp(ReadOnlySpan<byte> file, ReadOnlySpan<byte> name) => Find(file[12..], name, default, isPng: false);

    // PNG: length, name, data, checksum. RIFF: name, length, data to an even number of bytes.
    private static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> rest, ReadOnlySpan<byte> name, ReadOnlySpan<byte> start, bool isPng)
    {
        while (rest.Length >= 8)
        {
            var (nameAt, length) = isPng ? (4, BinaryPrimitives.ReadUInt32BigEndian(rest)) : (0, BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]));
            if (length > rest.Length - 8)
            {
                break;
            }

            if (rest[nameAt..].StartsWith(name) && rest.Slice(8, (int)length).StartsWith(start))
            {
                return rest.Slice(8, (int)length);
            }

            rest = rest[(int)Math.Min(8L + length + (isPng ? 4 : length & 1), rest.Length)..];
        }

        return [];
    }
}
