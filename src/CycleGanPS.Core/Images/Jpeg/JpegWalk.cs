using System.Buffers.Binary;

namespace CycleGanPS.Core.Images.Jpeg;

/// <summary>
/// Goes through a JPEG file as a decoder does, marker by marker and code by code, and makes no pixel of it: decoders paint over what
/// is missing without a word. What may follow the end marker (further pictures, padding) is the camera's business.
/// </summary>
internal ref struct JpegWalk
{
    public const string CutOff = "is cut off: the file ends before the picture does";
    public const string Damaged = "is damaged";
    public const string Lacking = "is damaged: a part of its data is missing";

    private const byte StartOfImage = 0xD8, EndOfImage = 0xD9, StartOfScan = 0xDA, DefineRestart = 0xDD, DefineTables = 0xC4;

    private readonly ReadOnlySpan<byte> _file;
    private readonly HuffmanTable?[] _tables = StandardTables.Create();
    private JpegFrame? _frame;
    private int _position = 2;
    private int _restartInterval;

    private JpegWalk(ReadOnlySpan<byte> file) => _file = file;

    /// <summary>Whether a file begins as a JPEG does.</summary>
    public static bool IsJpeg(ReadOnlySpan<byte> file) => file.StartsWith((ReadOnlySpan<byte>)[0xFF, StartOfImage, 0xFF]);

    /// <summary>What is wrong with a file, as 'is …', or null where it is whole.</summary>
    public static string? FaultOf(ReadOnlySpan<byte> file)
    {
        try
        {
            new JpegWalk(file).Run(frameOnly: false);
            return null;
        }
        catch (InvalidDataException fault)
        {
            return fault.Message;
        }
    }

    /// <summary>The head of its frame, or null where there is none.</summary>
    public static JpegFrame? FrameOf(ReadOnlySpan<byte> file)
    {
        try
        {
            return new JpegWalk(file).Run(frameOnly: true);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>The next segment of a file, without its length; empty for a marker that has none.</summary>
    /// <param name="position">Where to look; then behind the segment.</param>
    /// <returns>The marker, or 0 where the file ends.</returns>
    public static byte Next(ReadOnlySpan<byte> file, scoped ref int position, out ReadOnlySpan<byte> segment)
    {
        segment = [];
        while (position < file.Length && file[position] != 0xFF)
        {
            position++;
        }

        while (position < file.Length && file[position] == 0xFF)
        {
            position++;
        }

        if (position >= file.Length)
        {
            return 0;
        }

        var marker = file[position++];
        if (marker is 0 or 1 or (>= 0xD0 and <= EndOfImage))
        {
            return marker == 0 ? (byte)1 : marker;
        }

        var length = position + 2 <= file.Length ? BinaryPrimitives.ReadUInt16BigEndian(file[position..]) : 0;
        if (length < 2 || position + length > file.Length)
        {
            return 0;
        }

        segment = file.Slice(position + 2, length - 2);
        position += length;
        return marker;
    }

    private JpegFrame? Run(bool frameOnly)
    {
        while (true)
        {
            var marker = Next(_file, ref _position, out var segment);
            if (JpegFrame.IsFrame(marker))
            {
                _frame = _frame is null ? JpegFrame.Read(marker, segment) : throw new InvalidDataException(Damaged);
                if (frameOnly)
                {
                    return _frame;
                }
            }

            switch (marker)
            {
                case 0:
                    throw new InvalidDataException(CutOff);
                case StartOfImage:
                    throw new InvalidDataException(Lacking);
                case EndOfImage:
                    return _frame is not null && Array.TrueForAll(_frame.Channels, channel => channel.IsWhole)
                        ? _frame
                        : throw new InvalidDataException(Lacking);
                case DefineRestart when segment.Length >= 2:
                    _restartInterval = BinaryPrimitives.ReadUInt16BigEndian(segment);
                    break;
                case DefineTables:
                    ReadTables(segment);
                    break;
                case StartOfScan:
                    ReadScan(segment);
                    break;
            }
        }
    }

    // By class (0 for first coefficients, 1 for the others) and number, which may be up to 15.
    private readonly void ReadTables(ReadOnlySpan<byte> segment)
    {
        while (segment.Length > 16)
        {
            var counts = segment.Slice(1, 16);
            var sum = 0;
            foreach (var count in counts)
            {
                sum += count;
            }

            if (segment[0] >= _tables.Length || sum > 256 || segment.Length < 17 + sum)
            {
                throw new InvalidDataException(Damaged);
            }

            _tables[segment[0]] = new HuffmanTable(counts, segment.Slice(17, sum));
            segment = segment[(17 + sum)..];
        }
    }

    private void ReadScan(scoped ReadOnlySpan<byte> segment)
    {
        var count = segment.Length > 0 ? segment[0] : 0;
        if (_frame is null || count is < 1 or > 4 || segment.Length < 4 + 2 * count)
        {
            throw new InvalidDataException(Damaged);
        }

        var frame = _frame;
        var parts = new (JpegChannel, HuffmanTable, HuffmanTable)[count];
        for (var index = 0; index < count; index++)
        {
            var (id, numbers) = (segment[1 + 2 * index], segment[2 + 2 * index]);
            parts[index] = (
                Array.Find(frame.Channels, channel => channel.Id == id && channel.BlocksAcross > 0) ?? throw new InvalidDataException(Damaged),
                _tables[numbers >> 4] ?? StandardTables.Empty,
                _tables[StandardTables.Others + (numbers & 15)] ?? StandardTables.Empty);
        }

        var scan = new JpegScan(frame, parts, segment[(1 + 2 * count)..], new EntropyReader(_file, _position));
        _position = scan.Run(_restartInterval);
    }
}
