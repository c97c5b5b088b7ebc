using System.Buffers.Binary;

namespace CycleGanPS.Core.Images.Colours;

/// <summary>
/// The table of a colour profile from colours of a device to those between profiles (its tag A2B0), with the curves before and behind it: of
/// 8 and of 16 bits, and of the fourth version with a matrix (ICC.1:2022, 10.10 to 10.12). Between its points it is interpolated in
/// tetrahedra, along the first of four channels linearly, as LittleCMS does it.
/// </summary>
internal sealed class ColourTable
{
    private const int Results = 3;

    private readonly float[][] _before;
    private readonly int[] _points;
    private readonly int[] _steps;
    private readonly float[] _nodes;
    private readonly ToneCurve[] _middle = [];
    private readonly float[] _matrix = [];
    private readonly ToneCurve[] _behind;

    /// <param name="tag">The data of the tag.</param>
    /// <param name="channels">Channels of the device.</param>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public ColourTable(ReadOnlySpan<byte> tag, int channels)
    {
        if (tag.Length < 52 || tag[8] != channels || tag[9] != Results)
        {
            throw new InvalidDataException(IccProfile.Damaged);
        }

        IsLegacy = tag.StartsWith("mft2"u8);
        if (tag.StartsWith("mAB "u8))
        {
            var (behind, matrix, middle, table, before) = (Place(tag, 12), Place(tag, 16), Place(tag, 20), Place(tag, 24), Place(tag, 28));
            if (behind == 0 || table == 0 || before == 0 || table + 20L > tag.Length)
            {
                throw new InvalidDataException(IccProfile.Damaged);
            }

            _before = [.. Curves(tag, before, channels).Select(curve => curve.OfBytes())];
            _points = [.. tag.Slice(table, channels).ToArray().Select(points => (int)points)];
            _nodes = Nodes(tag[(table + 20)..], _points, tag[table + 16]);
            _middle = middle > 0 && matrix > 0 ? Curves(tag, middle, Results) : [];
            _matrix = _middle.Length > 0 ? Matrix(tag[Math.Min(matrix, tag.Length)..]) : [];
            _behind = Curves(tag, behind, Results);
        }
        else if (IsLegacy || tag.StartsWith("mft1"u8))
        {
            var bytes = IsLegacy ? 2 : 1;
            var (input, output) = IsLegacy
                ? (BinaryPrimitives.ReadUInt16BigEndian(tag[48..]), BinaryPrimitives.ReadUInt16BigEndian(tag[50..]))
                : (256, 256);
            _points = [.. Enumerable.Repeat((int)tag[10], channels)];
            var rest = tag[(IsLegacy ? 52 : 48)..];
            _before = [.. Tables(ref rest, channels, input, bytes).Select(curve => curve.OfBytes())];
            _nodes = Nodes(rest, _points, bytes);
            rest = rest[(_nodes.Length * bytes)..];
            _behind = Tables(ref rest, Results, output, bytes);
        }
        else
        {
            throw new InvalidDataException(IccProfile.Damaged);
        }

        _steps = new int[channels];
        for (int channel = channels - 1, step = Results; channel >= 0; step *= _points[channel], channel--)
        {
            _steps[channel] = step;
        }
    }

    /// <summary>Lab values are those of the second version, whose 16 bits end at 65280.</summary>
    public bool IsLegacy { get; }

    /// <summary>Looks a colour up.</summary>
    /// <param name="device">A byte of each channel.</param>
    /// <param name="result">Three values of 0…1.</param>
    public void Look(ReadOnlySpan<byte> device, Span<float> result)
    {
        Span<float> fractions = stackalloc float[4];
        var first = 0;
        for (var channel = 0; channel < _before.Length; channel++)
        {
            var place = Math.Clamp(_before[channel][device[channel]], 0, 1) * (_points[channel] - 1);
            var below = Math.Max(Math.Min((int)place, _points[channel] - 2), 0);
            fractions[channel] = place - below;
            first += below * _steps[channel];
        }

        // The last three channels, or as many as there are, form the tetrahedra.
        var outer = Math.Max(_before.Length - 3, 0);
        Within(first, fractions, outer, result);
        if (outer > 0 && fractions[0] > 0)
        {
            Span<float> further = stackalloc float[Results];
            Within(first + _steps[0], fractions, outer, further);
            for (var index = 0; index < Results; index++)
            {
                result[index] += fractions[0] * (further[index] - result[index]);
            }
        }

        if (_middle.Length > 0)
        {
            Transform(result);
        }

        for (var index = 0; index < Results; index++)
        {
            result[index] = _behind[index].At(result[index]);
        }
    }

    // From the lowest corner along the channels, that of the largest fraction first.
    private void Within(int node, ReadOnlySpan<float> fractions, int outer, Span<float> result)
    {
        _nodes.AsSpan(node, Results).CopyTo(result);
        Span<bool> gone = stackalloc bool[4];
        for (var left = _before.Length - outer; left > 0; left--)
        {
            var largest = -1;
            for (var channel = outer; channel < _before.Length; channel++)
            {
                largest = !gone[channel] && (largest < 0 || fractions[channel] > fractions[largest]) ? channel : largest;
            }

            if (fractions[largest] <= 0)
            {
                return;
            }

            gone[largest] = true;
            for (var index = 0; index < Results; index++)
            {
                result[index] += fractions[largest] * (_nodes[node + _steps[largest] + index] - _nodes[node + index]);
            }

            node += _steps[largest];
        }
    }

    private void Transform(Span<float> colour)
    {
        var (x, y, z) = (_middle[0].At(colour[0]), _middle[1].At(colour[1]), _middle[2].At(colour[2]));
        for (var row = 0; row < Results; row++)
        {
            colour[row] = _matrix[3 * row] * x + _matrix[3 * row + 1] * y + _matrix[3 * row + 2] * z + _matrix[9 + row];
        }
    }

    private static int Place(ReadOnlySpan<byte> tag, int at)
    {
        var place = BinaryPrimitives.ReadUInt32BigEndian(tag[at..]);
        return place < tag.Length ? (int)place : throw new InvalidDataException(IccProfile.Damaged);
    }

    // One after the other, each at a multiple of four.
    private static ToneCurve[] Curves(ReadOnlySpan<byte> tag, int place, int count)
    {
        var curves = new ToneCurve[count];
        for (var index = 0; index < count; index++)
        {
            curves[index] = ToneCurve.Read(tag[Math.Min(place, tag.Length)..], out var length);
            place += (length + 3) & ~3;
        }

        return curves;
    }

    private static float[] Matrix(ReadOnlySpan<byte> data)
    {
        var matrix = new float[12];
        for (var index = 0; index < matrix.Length; index++)
        {
            matrix[index] = (float)IccProfile.Fixed(data.Length >= 48 ? data[(4 * index)..] : throw new InvalidDataException(IccProfile.Damaged));
        }

        return matrix;
    }

    private static ToneCurve[] Tables(ref ReadOnlySpan<byte> rest, int count, int entries, int bytes)
    {
        if (entries < 2 || (long)count * entries * bytes > rest.Length)
        {
            throw new InvalidDataException(IccProfile.Damaged);
        }

        var curves = new ToneCurve[count];
        for (var index = 0; index < count; index++)
        {
            curves[index] = ToneCurve.Through(Values(rest[..(entries * bytes)], bytes));
            rest = rest[(entries * bytes)..];
        }

        return curves;
    }

    private static float[] Nodes(ReadOnlySpan<byte> data, int[] points, int bytes)
    {
        var count = points.Aggregate((long)Results, (product, point) => point < 2 || product > int.MaxValue ? -1 : product * point);
        return count > 0 && bytes is 1 or 2 && count * bytes <= data.Length
            ? Values(data[..(int)(count * bytes)], bytes)
            : throw new InvalidDataException(IccProfile.Damaged);
    }

    private static float[] Values(ReadOnlySpan<byte> data, int bytes)
    {
        var values = new float[data.Length / bytes];
        for (var index = 0; index < values.Length; index++)
        {
            values[index] = bytes == 1 ? data[index] / 255f : BinaryPrimitives.ReadUInt16BigEndian(data[(2 * index)..]) / 65535f;
        }

        return values;
    }
}
