using System.Buffers.Binary;

namespace CycleGanPS.Core.Images.Tiff;

/// <summary>One tag of a directory, and the bytes of its values in the byte order of the file.</summary>
internal readonly ref struct TiffEntry(int tag, int type, ReadOnlySpan<byte> bytes, bool isLittleEndian)
{
    public int Tag => tag;

    public int Type => type;

    public ReadOnlySpan<byte> Bytes { get; } = bytes;

    public int Count => Size == 0 ? 0 : Bytes.Length / Size;

    private int Size => TiffDirectory.SizeOf(type);

    /// <summary>A value that is a whole number without sign; 0 where it is something else.</summary>
    public uint Number(int index)
    {
        var value = Bytes[(Size * index)..];
        return (Size, isLittleEndian) switch
        {
            (1, _) => value[0],
            (2, true) => BinaryPrimitives.ReadUInt16LittleEndian(value),
            (2, false) => BinaryPrimitives.ReadUInt16BigEndian(value),
            (4, true) => BinaryPrimitives.ReadUInt32LittleEndian(value),
            (4, false) => BinaryPrimitives.ReadUInt32BigEndian(value),
            _ => 0,
        };
    }
}
