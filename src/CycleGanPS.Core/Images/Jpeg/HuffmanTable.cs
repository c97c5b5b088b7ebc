namespace CycleGanPS.Core.Images.Jpeg;

/// <summary>A table of Huffman codes as a DHT segment gives it (ITU-T T.81, annex C), ready to be looked up.</summary>
internal sealed class HuffmanTable
{
    /// <summary>Codes up to this long are found by one look.</summary>
    public const int LookupBits = 9;

    /// <summary>The longest code.</summary>
    public const int LongestCode = 16;

    private readonly byte[] _symbols;
    private readonly int[] _endOfLength = new int[LongestCode + 1];
    private readonly int[] _offsetOfLength = new int[LongestCode + 1];

    /// <param name="counts">How many codes there are of each length from 1 to 16.</param>
    /// <param name="symbols">What the codes mean, in their order.</param>
    /// <exception cref="InvalidDataException">There are more codes of a length than bits can tell apart.</exception>
    public HuffmanTable(ReadOnlySpan<byte> counts, ReadOnlySpan<byte> symbols)
    {
        _symbols = symbols.ToArray();
        int code = 0, place = 0;
        for (var length = 1; length <= LongestCode; length++, code <<= 1)
        {
            _offsetOfLength[length] = place - code;
            _endOfLength[length] = code + counts[length - 1];
            if (_endOfLength[length] > 1 << length)
            {
                throw new InvalidDataException(JpegWalk.Damaged);
            }

            for (; code < _endOfLength[length]; code++, place++)
            {
                if (length <= LookupBits)
                {
                    var shift = LookupBits - length;
                    Lookup.AsSpan(code << shift, 1 << shift).Fill((ushort)(length << 8 | symbols[place]));
                }
            }
        }
    }

    /// <summary>For each start of a code: its length times 256, plus its symbol; 0 where it is longer.</summary>
    public ushort[] Lookup { get; } = new ushort[1 << LookupBits];

    /// <summary>A code that is longer than a look shows, as <see cref="Lookup"/> has the others; 0 where there is none.</summary>
    /// <param name="bits">The next 16 bits.</param>
    public int Find(int bits)
    {
        for (var length = LookupBits + 1; length <= LongestCode; length++)
        {
            var code = bits >> (LongestCode - length);
            if (code < _endOfLength[length])
            {
                return length << 8 | _symbols[code + _offsetOfLength[length]];
            }
        }

        return 0;
    }
}
