using System.Globalization;
using System.Numerics;

namespace CycleGanPS.Core.Models.PyTorch;

/// <summary>Numbers as a pickle writes them.</summary>
internal static class PickleNumbers
{
    /// <summary>A little-endian number of so many bytes: <see cref="long"/>, or <see cref="BigInteger"/> where that is too small.</summary>
    public static object LongInteger(PickleInput input, uint byteCount)
    {
        const int LongestInteger = 255;
        if (byteCount > LongestInteger)
        {
            throw new InvalidDataException($"a number of {byteCount} bytes");
        }

        BigInteger value = new(input.ReadBytes(byteCount));
        return value >= long.MinValue && value <= long.MaxValue ? (object)(long)value : value;
    }

    /// <summary>Protocol 0 writes booleans as 00 and 01.</summary>
    public static object IntegerOrBoolean(string line) => line switch { "00" => false, "01" => true, _ => ParseInteger(line) };

    public static long ParseInteger(string line) =>
        long.TryParse(line, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new InvalidDataException("a whole number that is none");

    public static double ParseDouble(string line) =>
        double.TryParse(line, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new InvalidDataException("a number that is none");
}
