using System.Numerics;

namespace CycleGanPS.Core.Images.Jpeg;

/// <summary>Goes through the blocks of one scan, code by code (ITU-T T.81, annexes F and G).</summary>
internal ref struct JpegScan
{
    // Some cameras leave a few zero bytes before the end marker; more than these are data that found no place.
    private const int MostPadding = 7;

    private readonly JpegFrame _frame;
    private readonly (JpegChannel Channel, HuffmanTable Dc, HuffmanTable Ac)[] _parts;
    private readonly int _first;
    private readonly int _last;
    private readonly bool _refines;
    private EntropyReader _reader;
    private int _emptyBlocks;

    /// <param name="frame">The frame that it is of.</param>
    /// <param name="parts">Its channels, with the tables of their codes.</param>
    /// <param name="selection">Its first and last coefficient, and the low bits left out before and by it, as the segment has them.</param>
    /// <param name="reader">Where its data begin.</param>
    public JpegScan(
        JpegFrame frame, (JpegChannel Channel, HuffmanTable Dc, HuffmanTable Ac)[] parts, scoped ReadOnlySpan<byte> selection, EntropyReader reader)
    {
        (_frame, _parts) = (frame, parts);
        _reader = reader;
        var (from, to) = (selection[2] >> 4, selection[2] & 15);
        (_first, _last) = frame.IsProgressive ? (selection[0], selection[1]) : (0, 63);
        _refines = frame.IsProgressive && from > 0;
        if (_first > _last || _last > 63 || (frame.IsProgressive && ((_first == 0 && _last > 0) || (_first > 0 && parts.Length > 1))))
        {
            throw new InvalidDataException(JpegWalk.Damaged);
        }

        foreach (var (channel, _, _) in parts)
        {
            channel.Note(_first, _last, frame.IsProgressive ? from : 0, frame.IsProgressive ? to : 0);
        }
    }

    /// <summary>Reads it to its end.</summary>
    /// <param name="restartInterval">Units between two restart markers, or 0.</param>
    /// <returns>Where the marker behind it is.</returns>
    /// <exception cref="InvalidDataException">Data are missing, left over, or no codes.</exception>
    public int Run(int restartInterval)
    {
        var alone = _parts.Length == 1 ? _parts[0].Channel : null;
        var (across, down) = alone is null ? (_frame.UnitsAcross, _frame.UnitsDown) : (alone.BlocksAcross, alone.BlocksDown);
        var (untilRestart, restarts) = (restartInterval, 0);
        for (var y = 0; y < down; y++)
        {
            for (var x = 0; x < across; x++)
            {
                if (restartInterval > 0 && untilRestart-- == 0)
                {
                    _reader.Restart(restarts++ & 7);
                    (untilRestart, _emptyBlocks) = (restartInterval - 1, 0);
                }

                if (alone is null)
                {
                    Unit(x, y);
                }
                else
                {
                    Block(_parts[0], x, y);
                }
            }
        }

        return _reader.End(out var position) <= MostPadding ? position : throw new InvalidDataException(JpegWalk.Lacking);
    }

    private void Unit(int x, int y)
    {
        foreach (var part in _parts)
        {
            var channel = part.Channel;
            for (var row = 0; row < channel.Down; row++)
            {
                for (var column = 0; column < channel.Across; column++)
                {
                    Block(part, x * channel.Across + column, y * channel.Down + row);
                }
            }
        }
    }

    private void Block(in (JpegChannel Channel, HuffmanTable Dc, HuffmanTable Ac) part, int x, int y)
    {
        if (!_frame.IsProgressive)
        {
            Whole(part.Dc, part.Ac);
        }
        else if (_first > 0)
        {
            var rows = part.Channel.Rows;
            ref var known = ref (rows[y] ??= new ulong[part.Channel.BlocksInRow])[x];
            if (_refines)
            {
                Refine(part.Ac, ref known);
            }
            else
            {
                Begin(part.Ac, ref known);
            }
        }
        else if (_refines)
        {
            _reader.Skip(1);
        }
        else
        {
            _reader.Symbol(part.Dc);
        }
    }

    private void Whole(HuffmanTable dc, HuffmanTable ac)
    {
        _reader.Symbol(dc);
        var place = 1;
        while (place <= 63)
        {
            var symbol = _reader.Symbol(ac);
            var (run, size) = (symbol >> 4, symbol & 15);
            if (size == 0 && run < 15)
            {
                return;
            }

            place += run + 1;
        }

        Within(place - 1, 63);
    }

    private void Begin(HuffmanTable ac, ref ulong known)
    {
        if (_emptyBlocks > 0)
        {
            _emptyBlocks--;
            return;
        }

        var place = _first;
        while (place <= _last)
        {
            var symbol = _reader.Symbol(ac);
            var (run, size) = (symbol >> 4, symbol & 15);
            if (size == 0 && run < 15)
            {
                _emptyBlocks = (1 << run) + _reader.Number(run) - 1;
                return;
            }

            place += run;
            Within(place, _last);
            known |= size == 0 ? 0 : 1UL << place;
            place++;
        }
    }

    // Coefficients that are known already have a bit each, in between those that come anew.
    private void Refine(HuffmanTable ac, ref ulong known)
    {
        var place = _first;
        while (_emptyBlocks == 0 && place <= _last)
        {
            var symbol = _reader.Symbol(ac);
            var (run, size) = (symbol >> 4, symbol & 15);
            if (size == 0 && run < 15)
            {
                _emptyBlocks = (1 << run) + _reader.Number(run);
                break;
            }

            // One that is not known, behind as many of them as the run says.
            var unknown = ~known & Places(place, _last);
            for (; run > 0 && unknown != 0; run--)
            {
                unknown &= unknown - 1;
            }

            var next = unknown == 0 ? _last + 1 : BitOperations.TrailingZeroCount(unknown);
            Within(next, size == 0 ? _last + 1 : _last);
            Within(size, 1);
            Correct(known & Places(place, next - 1));
            known |= size == 0 ? 0 : 1UL << next;
            place = next + 1;
        }

        if (_emptyBlocks > 0)
        {
            Correct(known & Places(place, _last));
            _emptyBlocks--;
        }
    }

    private void Correct(ulong coefficients)
    {
        for (var bits = BitOperations.PopCount(coefficients); bits > 0; bits -= 16)
        {
            _reader.Skip(Math.Min(bits, 16));
        }
    }

    private static ulong Places(int first, int last) => first > last ? 0 : ulong.MaxValue << first & ulong.MaxValue >> (63 - last);

    private static void Within(int place, int last)
    {
        if (place > last)
        {
            throw new InvalidDataException(JpegWalk.Damaged);
        }
    }
}
