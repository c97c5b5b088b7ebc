namespace CycleGanPS.Core.Images.Jpeg;

/// <summary>A channel (component) of a JPEG picture.</summary>
/// <param name="id">What scans call it.</param>
/// <param name="across">Its blocks in a minimum coded unit, side by side.</param>
/// <param name="down">And one below the other.</param>
internal sealed class JpegChannel(byte id, int across, int down)
{
    private const sbyte Nothing = -1;

    private readonly sbyte[] _bitsLeft = [.. Enumerable.Repeat(Nothing, 64)];

    public byte Id { get; } = id;

    public int Across { get; } = across;

    public int Down { get; } = down;

    /// <summary>Blocks in a row of a scan of this channel alone.</summary>
    public int BlocksAcross { get; set; }

    /// <summary>Rows of blocks in such a scan.</summary>
    public int BlocksDown { get; set; }

    /// <summary>Blocks in a row of a scan of several channels.</summary>
    public int BlocksInRow { get; set; }

    /// <summary>For each block the coefficients that are not zero, a bit each in zigzag order; rows are made when a scan comes to them.</summary>
    public ulong[]?[] Rows { get; set; } = [];

    /// <summary>Whether scans have brought every coefficient to its last bit.</summary>
    public bool IsWhole => Array.TrueForAll(_bitsLeft, left => left == 0);

    /// <summary>Notes what a scan brings.</summary>
    /// <param name="first">The first coefficient.</param>
    /// <param name="last">The last one.</param>
    /// <param name="from">Low bits that the scans before had left out; 0 for a first scan.</param>
    /// <param name="to">Low bits that this one leaves out.</param>
    /// <exception cref="InvalidDataException">A scan before this one is missing.</exception>
    public void Note(int first, int last, int from, int to)
    {
        for (var place = first; place <= last; place++)
        {
            if (Math.Max((int)_bitsLeft[place], 0) != from)
            {
                throw new InvalidDataException(JpegWalk.Lacking);
            }

            _bitsLeft[place] = (sbyte)to;
        }
    }
}
