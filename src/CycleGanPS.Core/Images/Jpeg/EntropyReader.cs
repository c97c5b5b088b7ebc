using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace CycleGanPS.Core.Images.Jpeg;

/// <summary>Reads the bits of a scan: up to the next marker, with the zero bytes left out that stand behind each FF.</summary>
internal ref struct EntropyReader(ReadOnlySpan<byte> file, int position)
{
    // More than any padding.
    private const long Many = 1000;

    private readonly ReadOnlySpan<byte> _file = file;
    private int _position = position;

    // The next bits, the first one highest; below the counted ones there may be some that come again with the next byte.
    private ulong _bits;
    private int _count;

    /// <summary>The next symbol; the bits of the number behind it, as many as its lower half says, are passed over with it.</summary>
    /// <exception cref="InvalidDataException">There is no such code, or the data end.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Symbol(HuffmanTable table)
    {
        if (_count < 32)
        {
            Fill();
        }

        int entry = table.Lookup[_bits >> (64 - HuffmanTable.LookupBits)];
        if (entry == 0)
        {
            entry = table.Find((int)(_bits >> (64 - HuffmanTable.LongestCode)));
        }

        if (entry == 0)
        {
            ThrowNoCode();
        }

        Consume((entry >> 8) + (entry & 15));
        return entry & 0xFF;
    }

    /// <summary>Passes over bits, at most 16.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Skip(int bits)
    {
        if (_count < bits)
        {
            Fill();
        }

        Consume(bits);
    }

    /// <summary>The next bits as a number, at most 16.</summary>
    public int Number(int bits)
    {
        if (_count < bits)
        {
            Fill();
        }

        var value = bits == 0 ? 0 : (int)(_bits >> (64 - bits));
        Consume(bits);
        return value;
    }

    /// <summary>Goes to what follows the restart marker of a number from 0 to 7, which must be next.</summary>
    /// <exception cref="InvalidDataException">Something else is.</exception>
    public void Restart(int number)
    {
        var unread = Unread(out var marker);
        if (unread > 0 || marker >= _file.Length || _file[marker] != 0xD0 + number)
        {
            throw new InvalidDataException(marker >= _file.Length ? JpegWalk.CutOff : JpegWalk.Damaged);
        }

        (_position, _bits, _count) = (marker + 1, 0, 0);
    }

    /// <summary>Ends the scan: gives the zero bytes that it had left, many for any other, and the place of the marker behind it, on its FF.</summary>
    public long End(out int position)
    {
        var unread = Unread(out var marker);
        while (marker < _file.Length && _file[marker] is >= 0xD0 and <= 0xD7)
        {
            // A restart marker where nothing is to follow.
            (_position, _count) = (marker + 1, 0);
            unread += 2 + Unread(out marker);
        }

        position = marker - 1;
        return unread;
    }

    /// <summary>Whole bytes up to the next marker, those that are not zero as many; where that is, behind its FF.</summary>
    private readonly long Unread(out int marker)
    {
        var unread = 0L;
        for (var bits = _count & ~7; bits > 0; bits -= 8)
        {
            unread += Weight((byte)(_bits >> (64 - _count) >> (bits - 8)));
        }

        for (marker = _position; marker < _file.Length; marker++)
        {
            if (_file[marker] != 0xFF)
            {
                unread += Weight(_file[marker]);
                continue;
            }

            while (++marker < _file.Length && _file[marker] == 0xFF)
            {
            }

            if (marker < _file.Length && _file[marker] != 0)
            {
                return unread;
            }

            unread += Many;
        }

        return unread;
    }

    private static long Weight(byte value) => value == 0 ? 1 : Many;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Consume(int bits)
    {
        if (bits > _count)
        {
            ThrowMissing();
        }

        _bits <<= bits;
        _count -= bits;
    }

    // Apart from those that call them, which are inlined.
    private readonly void ThrowMissing() =>
        throw new InvalidDataException(_position >= _file.Length - 1 ? JpegWalk.CutOff : JpegWalk.Lacking);

    private readonly void ThrowNoCode()
    {
        if (_count < HuffmanTable.LongestCode)
        {
            ThrowMissing();
        }

        throw new InvalidDataException(JpegWalk.Damaged);
    }

    private void Fill()
    {
        if (_position + sizeof(ulong) <= _file.Length)
        {
            var next = BinaryPrimitives.ReadUInt64BigEndian(_file[_position..]);

            // No byte of it is FF.
            if ((~next - 0x0101010101010101UL & next & 0x8080808080808080UL) == 0)
            {
                _bits |= next >> _count;
                var bytes = (64 - _count) / 8;
                _position += bytes;
                _count += 8 * bytes;
                return;
            }
        }

        while (_count <= 56 && _position < _file.Length)
        {
            var value = _file[_position];
            var next = _position + 1;
            if (value == 0xFF)
            {
                while (next < _file.Length && _file[next] == 0xFF)
                {
                    next++;
                }

                if (next >= _file.Length || _file[next++] != 0)
                {
                    return;
                }
            }

            _bits |= (ulong)value << (56 - _count);
            _count += 8;
            _position = next;
        }
    }
}
