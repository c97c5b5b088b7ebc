using System.Buffers.Binary;
using System.Text;

namespace CycleGanPS.Core.Models.PyTorch;

/// <summary>Bytes of a pickle. Every length is checked against what is left before anything is allocated for it.</summary>
internal sealed class PickleInput(Stream stream)
{
    private const int LongestLine = 1 << 16;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public byte ReadByte()
    {
        var value = stream.ReadByte();
        return value >= 0 ? (byte)value : throw new EndOfStreamException();
    }

    public ushort ReadUInt16() => BinaryPrimitives.ReadUInt16LittleEndian(ReadBytes(2));

    public int ReadInt32() => BinaryPrimitives.ReadInt32LittleEndian(ReadBytes(4));

    public uint ReadUInt32() => BinaryPrimitives.ReadUInt32LittleEndian(ReadBytes(4));

    public ulong ReadUInt64() => BinaryPrimitives.ReadUInt64LittleEndian(ReadBytes(8));

    public double ReadBigEndianDouble() => BinaryPrimitives.ReadDoubleBigEndian(ReadBytes(8));

    public byte[] ReadBytes(ulong count)
    {
        var left = stream.Length - stream.Position;
        if (count > (ulong)left)
        {
            throw new InvalidDataException($"a value of {count} bytes where {left} bytes are left");
        }

        var bytes = new byte[count];
        stream.ReadExactly(bytes);
        return bytes;
    }

    public string ReadText(ulong byteCount)
    {
        try
        {
            return StrictUtf8.GetString(ReadBytes(byteCount));
        }
        catch (DecoderFallbackException exception)
        {
            throw new InvalidDataException("text that is not UTF-8", exception);
        }
    }

    /// <summary>A line without its end, as the text opcodes of protocol 0 use it; one character a byte.</summary>
    public string ReadLine()
    {
        StringBuilder line = new();
        while (ReadByte() is var value && value != '\n')
        {
            if (line.Length == LongestLine)
            {
                throw new InvalidDataException($"a line of more than {LongestLine} characters");
            }

            line.Append((char)value);
        }

        return line.ToString().TrimEnd('\r');
    }
}
