using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace CycleGanPS.Core.Metrics;

/// <summary>The head of a NumPy <c>.npy</c> array: element type, order and shape.</summary>
internal sealed partial record NpyHeader(string Type, bool IsFortranOrder, long[] Shape)
{
    private const int LongestHeader = 1 << 16;

    private static readonly byte[] Magic = [0x93, .. "NUMPY"u8];

    /// <summary>Whether a stream, which stays where it is, goes on with an array.</summary>
    public static bool IsNext(Stream stream)
    {
        var (position, start) = (stream.Position, new byte[Magic.Length]);
        stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        stream.Position = position;
        return start.AsSpan().SequenceEqual(Magic);
    }

    /// <summary>Reads the head; the stream then stands at the elements.</summary>
    public static NpyHeader Read(Stream stream)
    {
        var start = new byte[8];
        stream.ReadExactly(start);
        if (!start.AsSpan().StartsWith(Magic))
        {
            throw new InvalidDataException("a record that is no NumPy array");
        }

        var lengthBytes = new byte[start[6] == 1 ? 2 : 4];
        stream.ReadExactly(lengthBytes);
        var length = lengthBytes.Length == 2 ? BinaryPrimitives.ReadUInt16LittleEndian(lengthBytes) : BinaryPrimitives.ReadUInt32LittleEndian(lengthBytes);
        if (length > LongestHeader)
        {
            throw new InvalidDataException($"an array header of {length} bytes");
        }

        var text = new byte[length];
        stream.ReadExactly(text);
        return Parse(Encoding.Latin1.GetString(text));
    }

    /// <summary>A head of version 1, padded so that the elements begin at a multiple of 64.</summary>
    public byte[] ToBytes()
    {
        var shape = string.Concat(Shape.Select(size => size.ToString(CultureInfo.InvariantCulture) + ", "));
        var tuple = Shape.Length > 1 ? shape[..^2] : shape.TrimEnd(' ');
        var text = $"{{'descr': '{Type}', 'fortran_order': {(IsFortranOrder ? "True" : "False")}, 'shape': ({tuple}), }}";
        text += new string(' ', (64 - (10 + text.Length + 1) % 64) % 64) + "\n";
        byte[] length = [(byte)text.Length, (byte)(text.Length >> 8)];
        return [.. Magic, 1, 0, .. length, .. Encoding.Latin1.GetBytes(text)];
    }

    private static NpyHeader Parse(string text)
    {
        var (type, order, shape) = (TypePart().Match(text), OrderPart().Match(text), ShapePart().Match(text));
        if (!type.Success || !order.Success || !shape.Success)
        {
            throw new InvalidDataException("an array header that is not NumPy's (arrays of objects are not read)");
        }

        var sizes = shape.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(size => long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : -1)
            .ToArray();
        return sizes.Length <= 2 && sizes.All(size => size is >= 0 and <= int.MaxValue)
            ? new NpyHeader(type.Groups[1].Value, order.Groups[1].Value == "True", sizes)
            : throw new InvalidDataException($"an array of the shape ({shape.Groups[1].Value})");
    }

    [GeneratedRegex("'descr'\\s*:\\s*'([<>|=][a-zA-Z]\\d+)'")]
    private static partial Regex TypePart();

    [GeneratedRegex("'fortran_order'\\s*:\\s*(True|False)")]
    private static partial Regex OrderPart();

    [GeneratedRegex("'shape'\\s*:\\s*\\(([^)]{0,100})\\)")]
    private static partial Regex ShapePart();
}
