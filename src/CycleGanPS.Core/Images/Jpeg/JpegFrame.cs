using System.Buffers.Binary;

namespace CycleGanPS.Core.Images.Jpeg;

/// <summary>What the head of a frame (SOF) says, and how much of each of its channels the scans have brought so far.</summary>
internal sealed class JpegFrame
{
    private JpegFrame(byte marker, ReadOnlySpan<byte> segment)
    {
        (Marker, Precision) = (marker, segment[0]);
        (Height, Width) = (BinaryPrimitives.ReadUInt16BigEndian(segment[1..]), BinaryPrimitives.ReadUInt16BigEndian(segment[3..]));
        Channels = new JpegChannel[segment[5]];
        for (var index = 0; index < Channels.Length; index++)
        {
            var about = segment.Slice(6 + 3 * index, 3);
            Channels[index] = new JpegChannel(about[0], about[1] >> 4, about[1] & 15);
        }

        if (Channels.Length > 0 && Array.TrueForAll(Channels, channel => channel is { Across: >= 1 and <= 4, Down: >= 1 and <= 4 }))
        {
            var (across, down) = (Channels.Max(channel => channel.Across), Channels.Max(channel => channel.Down));
            (UnitsAcross, UnitsDown) = (Ceiling(Width, 8 * across), Ceiling(Height, 8 * down));
            foreach (var channel in Channels)
            {
                channel.BlocksAcross = Ceiling(Ceiling(Width * channel.Across, across), 8);
                channel.BlocksDown = Ceiling(Ceiling(Height * channel.Down, down), 8);
                channel.Rows = IsProgressive ? new ulong[UnitsDown * channel.Down][] : [];
                channel.BlocksInRow = UnitsAcross * channel.Across;
            }
        }
    }

    public byte Marker { get; }

    public int Precision { get; }

    public int Width { get; }

    public int Height { get; }

    public JpegChannel[] Channels { get; }

    /// <summary>Whether its scans refine one another.</summary>
    public bool IsProgressive => Marker == 0xC2;

    /// <summary>Minimum coded units of a scan of several channels, in a row.</summary>
    public int UnitsAcross { get; }

    /// <summary>Rows of minimum coded units.</summary>
    public int UnitsDown { get; }

    /// <summary>Whether a marker begins a frame.</summary>
    public static bool IsFrame(byte marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC) or 0xF7;

    /// <exception cref="InvalidDataException">The segment is too short for what it says.</exception>
    public static JpegFrame Read(byte marker, ReadOnlySpan<byte> segment) =>
        segment.Length >= 6 && segment.Length >= 6 + 3 * segment[5] ? new JpegFrame(marker, segment) : throw new InvalidDataException(JpegWalk.Damaged);

    /// <summary>What it has that we do not read, as 'is …', or null.</summary>
    public string? Unread() => this switch
    {
        { Marker: 0xF7 } => "is a JPEG-LS picture",
        { Marker: 0xC3 or 0xC7 or 0xCB or 0xCF } => "is a lossless JPEG",
        { Marker: 0xC5 or 0xC6 or 0xCD or 0xCE } => "is a hierarchical JPEG",
        { Marker: 0xC9 or 0xCA } => "is a JPEG with arithmetic coding",
        { Precision: not 8 } => $"is a {Precision}-bit JPEG",
        { Channels.Length: not (1 or 3 or 4) } => $"is a JPEG of {Channels.Length} channels",
        { Height: 0, Width: > 0 } => "is a JPEG that tells its height at its end",
        _ => null,
    };

    private static int Ceiling(int length, int size) => (length + size - 1) / size;
}
