using System.Buffers.Binary;
using CycleGanPS.Core.Images.Jpeg;

namespace CycleGanPS.Core.Images.Tiff;

/// <summary>One directory of tags of a TIFF file, or of EXIF data, which are one. What points outside the file is as good as not there.</summary>
internal readonly ref struct TiffDirectory
{
    private const int EntryLength = 12;

    private readonly ReadOnlySpan<byte> _file;
    private readonly ReadOnlySpan<byte> _entries;

    /// <param name="file">The file, from its byte order on.</param>
    /// <param name="offset">Where the directory is.</param>
    public TiffDirectory(ReadOnlySpan<byte> file, uint offset)
    {
        _file = file;
        IsLittleEndian = file.StartsWith("II"u8);
        if (offset >= 8 && offset + 2L <= file.Length)
        {
            var rest = file[((int)offset + 2)..];
            _entries = rest[..Math.Min(EntryLength * Short(file[(int)offset..]), rest.Length / EntryLength * EntryLength)];
        }
    }

    public bool IsLittleEndian { get; }

    public int Count => _entries.Length / EntryLength;

    /// <summary>The first directory of a file.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public static TiffDirectory First(ReadOnlySpan<byte> file)
    {
        var header = new TiffDirectory(file, 0);
        var first = file.Length >= 8 ? new TiffDirectory(file, header.Long(file[4..])) : header;
        return first.Count > 0 ? first : throw new InvalidDataException(JpegWalk.CutOff);
    }

    /// <summary>An entry: its tag, the type of its values, how many they are, and their bytes.</summary>
    public TiffEntry this[int index]
    {
        get
        {
            var entry = _entries.Slice(EntryLength * index, EntryLength);
            var (type, count) = (Short(entry[2..]), Long(entry[4..]));
            var length = count * (long)SizeOf(type);
            var offset = Long(entry[8..]);
            var bytes = length <= 4 ? entry.Slice(8, (int)length)
                : offset + length <= _file.Length ? _file.Slice((int)offset, (int)length)
                : [];
            return new TiffEntry(Short(entry), type, bytes, IsLittleEndian);
        }
    }

    /// <summary>Whether it has a tag.</summary>
    public bool Has(int tag) => Find(tag) >= 0;

    /// <summary>The bytes of a tag's values; none where it is missing.</summary>
    public ReadOnlySpan<byte> Bytes(int tag) => Find(tag) is >= 0 and var index ? this[index].Bytes : [];

    /// <summary>The first value of a tag, or what stands for it where it is missing.</summary>
    public uint Number(int tag, uint otherwise) => Find(tag) is >= 0 and var index && this[index] is { Count: > 0 } entry ? entry.Number(0) : otherwise;

    /// <summary>All values of a tag.</summary>
    public uint[] Numbers(int tag)
    {
        var index = Find(tag);
        if (index < 0)
        {
            return [];
        }

        var entry = this[index];
        var numbers = new uint[entry.Count];
        for (var place = 0; place < numbers.Length; place++)
        {
            numbers[place] = entry.Number(place);
        }

        return numbers;
    }

    /// <summary>The bytes of one value of a type; 0 for a type that there is not.</summary>
    public static int SizeOf(int type) => type switch { 1 or 2 or 6 or 7 => 1, 3 or 8 => 2, 4 or 9 or 11 or 13 => 4, 5 or 10 or 12 => 8, _ => 0 };

    private int Find(int tag)
    {
        for (var index = 0; index < Count; index++)
        {
            if (Short(_entries[(EntryLength * index)..]) == tag)
            {
                return index;
            }
        }

        return -1;
    }

    private ushort Short(ReadOnlySpan<byte> bytes) =>
        IsLittleEndian ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);

    private uint Long(ReadOnlySpan<byte> bytes) =>
        IsLittleEndian ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);
}
