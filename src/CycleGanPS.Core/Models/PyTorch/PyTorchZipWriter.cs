using System.IO.Hashing;
using System.Text;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Models.PyTorch;

/// <summary>
/// Writes the zip format of PyTorch: records stored, not packed, and aligned to 64 bytes, so that PyTorch may
/// map them. Our own writer because no .NET zip library places the data of an entry.
/// </summary>
internal sealed class PyTorchZipWriter
{
    private const int Alignment = 64;
    private const ushort PaddingField = 0x4246;
    private const int LocalHeaderLength = 30;

    // 1 January 1980, the first day of the zip calendar: the same tensors give the same bytes.
    private const ushort FirstDate = 0x21;

    private readonly List<(byte[] Name, uint Checksum, uint Length, uint Offset)> _directory = [];
    private readonly BinaryWriter _output;

    private PyTorchZipWriter(Stream stream) => _output = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);

    public static void Write(
        Stream stream, IEnumerable<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string> extraRecords)
    {
        List<KeyValuePair<string, Tensor>> ordered = [.. tensors];
        PyTorchZipWriter writer = new(stream);
        writer.Record("data.pkl", PickleWriter.StateDict(ordered));
        writer.Record("byteorder", "little"u8.ToArray());
        foreach ((var name, var text) in extraRecords)
        {
            writer.Record(name, Encoding.UTF8.GetBytes(text));
        }

        for (var i = 0; i < ordered.Count; i++)
        {
            using var dense = TensorBytes.Dense(ordered[i].Value);
            writer.Record($"data/{i}", TensorBytes.Checksum(dense), dense.numel() * dense.element_size(), output => TensorBytes.Write(output, dense));
        }

        writer.Record("version", "3\n"u8.ToArray());
        writer.Directory();
    }

    private void Record(string name, byte[] bytes) => Record(name, Crc32.HashToUInt32(bytes), bytes.LongLength, output => output.Write(bytes));

    private void Record(string name, uint checksum, long length, Action<Stream> write)
    {
        var fullName = Encoding.UTF8.GetBytes("archive/" + name);
        var offset = _output.BaseStream.Position;
        if (offset + length > uint.MaxValue - (1 << 20))
        {
            throw new IOException("Tensors of more than 4 GB do not go into one file.");
        }

        // An extra field of at least its four header bytes fills the gap up to the boundary.
        var unpadded = offset + LocalHeaderLength + fullName.Length + 4;
        var padding = (int)((Alignment - (unpadded % Alignment)) % Alignment);
        _output.Write(0x04034b50u);
        Common(checksum, (uint)length, fullName.Length);
        _output.Write((ushort)(4 + padding));
        _output.Write(fullName);
        _output.Write(PaddingField);
        _output.Write((ushort)padding);
        _output.Write(Enumerable.Repeat((byte)'Z', padding).ToArray());
        _output.Flush();
        write(_output.BaseStream);
        _directory.Add((fullName, checksum, (uint)length, (uint)offset));
    }

    /// <summary>The fields that a local header and its directory entry share, up to the name's length.</summary>
    private void Common(uint checksum, uint length, int nameLength)
    {
        const ushort NamesAreUtf8 = 0x0800;
        _output.Write((ushort)20);
        _output.Write(NamesAreUtf8);
        _output.Write((ushort)0);
        _output.Write((ushort)0);
        _output.Write(FirstDate);
        _output.Write(checksum);
        _output.Write(length);
        _output.Write(length);
        _output.Write((ushort)nameLength);
    }

    private void Directory()
    {
        var start = (uint)_output.BaseStream.Position;
        foreach (var (name, checksum, length, offset) in _directory)
        {
            _output.Write(0x02014b50u);
            _output.Write((ushort)20);
            Common(checksum, length, name.Length);
            _output.Write((ushort)0);
            _output.Write((ushort)0);
            _output.Write((ushort)0);
            _output.Write((ushort)0);
            _output.Write(0u);
            _output.Write(offset);
            _output.Write(name);
        }

        var end = (uint)_output.BaseStream.Position;
        if (_directory.Count >= ushort.MaxValue)
        {
            throw new IOException("More than 65,000 tensors do not go into one file.");
        }

        _output.Write(0x06054b50u);
        _output.Write(0u);
        _output.Write((ushort)_directory.Count);
        _output.Write((ushort)_directory.Count);
        _output.Write(end - start);
        _output.Write(start);
        _output.Write((ushort)0);
        _output.Flush();
    }
}
