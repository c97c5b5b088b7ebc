using System.Buffers.Binary;

namespace CycleGanPS.Core.Images.Colours;

/// <summary>A curve of a colour profile: a table, a gamma or a formula (ICC.1:2022, 10.6 and 10.18). Formulas go on beyond 0 and 1.</summary>
internal sealed class ToneCurve
{
    private readonly float[] _table;
    private readonly double[] _formula;
    private readonly int _kind;

    private ToneCurve(float[] table, int kind, params double[] formula) => (_table, _kind, _formula) = (table, kind, formula);

    /// <summary>A curve through values at equal distances.</summary>
    public static ToneCurve Through(float[] table) => new(table, kind: -1);

    /// <summary>Reads one from the beginning of a tag's data.</summary>
    /// <param name="length">The bytes that it takes up.</param>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public static ToneCurve Read(ReadOnlySpan<byte> data, out int length)
    {
        length = 12;
        if (data.Length >= 12 && data.StartsWith("curv"u8))
        {
            var count = BinaryPrimitives.ReadInt32BigEndian(data[8..]);
            if (count < 0 || count > (data.Length - 12) / 2)
            {
                throw new InvalidDataException(IccProfile.Damaged);
            }

            length += 2 * count;
            var table = new float[count];
            for (var index = 0; index < count; index++)
            {
                table[index] = BinaryPrimitives.ReadUInt16BigEndian(data[(12 + 2 * index)..]) / 65535f;
            }

            // None at all: as it is. One: a gamma in 8.8 bits.
            return count switch { 0 => new([], 0, 1), 1 => new([], 0, table[0] * 65535 / 256), _ => Through(table) };
        }

        if (data.Length >= 12 && data.StartsWith("para"u8) && BinaryPrimitives.ReadUInt16BigEndian(data[8..]) is <= 4 and var kind)
        {
            var formula = new double[kind switch { 0 => 1, 1 => 3, 2 => 4, 3 => 5, _ => 7 }];
            length += 4 * formula.Length;
            for (var index = 0; index < formula.Length && length <= data.Length; index++)
            {
                formula[index] = IccProfile.Fixed(data[(12 + 4 * index)..]);
            }

            return length <= data.Length ? new([], kind, formula) : throw new InvalidDataException(IccProfile.Damaged);
        }

        throw new InvalidDataException(IccProfile.Damaged);
    }

    /// <summary>The value at a place.</summary>
    public float At(float x)
    {
        if (_kind < 0)
        {
            var place = Math.Clamp(x, 0, 1) * (_table.Length - 1);
            var below = Math.Min((int)place, _table.Length - 2);
            return _table[below] + (place - below) * (_table[below + 1] - _table[below]);
        }

        var p = _formula;
        var y = _kind switch
        {
            0 => Power(x, p[0]),
            1 => x >= -p[2] / p[1] ? Power(p[1] * x + p[2], p[0]) : 0,
            2 => x >= -p[2] / p[1] ? Power(p[1] * x + p[2], p[0]) + p[3] : p[3],
            3 => x >= p[4] ? Power(p[1] * x + p[2], p[0]) : p[3] * x,
            _ => x >= p[4] ? Power(p[1] * x + p[2], p[0]) + p[5] : p[3] * x + p[6],
        };
        return double.IsFinite(y) ? (float)y : 0;
    }

    /// <summary>The values of the 256 bytes.</summary>
    public float[] OfBytes() => [.. Enumerable.Range(0, 256).Select(value => At(value / 255f))];

    private static double Power(double x, double exponent) => exponent == 1 ? x : Math.Pow(Math.Max(x, 0), exponent);
}
