namespace CycleGanPS.Core.Images;

/// <summary>
/// Looks at the markers of a JPEG file. A progressive one that is cut off between its scans decodes without
/// complaint, only coarser; that it goes on to its end marker must be seen to here.
/// </summary>
internal static class JpegStructure
{
    private const byte Progressive = 0xC2, EndOfImage = 0xD9, StartOfScan = 0xDA;

    /// <summary>Whether the file is a progressive JPEG without its end marker.</summary>
    public static bool IsCutOffProgressive(ReadOnlySpan<byte> file)
    {
        if (!file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8]))
        {
            return false;
        }

        var progressive = false;
        for (var position = 2; position + 4 <= file.Length;)
        {
            var marker = file[position + 1];
            if (file[position] != 0xFF || marker == EndOfImage)
            {
                // Not as the standard has it: the decoder's business.
                return false;
            }

            if (marker == 0xFF)
            {
                position++;
                continue;
            }

            progressive |= marker == Progressive;
            position += 2 + (file[position + 2] << 8 | file[position + 3]);
            if (marker == StartOfScan)
            {
                position = NextMarker(file, position);
            }
        }

        return progressive && !file.EndsWith((ReadOnlySpan<byte>)[0xFF, EndOfImage]);
    }

    // Within a scan FF is data when 00 follows, and a restart marker when D0 to D7 does.
    private static int NextMarker(ReadOnlySpan<byte> file, int position)
    {
        while (position + 1 < file.Length)
        {
            var offset = file[position..^1].IndexOf((byte)0xFF);
            if (offset < 0)
            {
                break;
            }

            position += offset;
            if (file[position + 1] is not (0x00 or (>= 0xD0 and <= 0xD7)))
            {
                return position;
            }

            position += 2;
        }

        return file.Length;
    }
}
