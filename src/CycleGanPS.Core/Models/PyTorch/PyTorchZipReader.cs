using System.IO.Compression;
using System.IO.Hashing;
using System.Text;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Models.PyTorch;

/// <summary>The zip format of PyTorch: <c>root/data.pkl</c>, <c>root/data/N</c>, <c>root/version</c>, <c>root/byteorder</c>.</summary>
internal sealed class PyTorchZipReader : IStorageReader
{
    private const long LongestPickle = 64L << 20;
    private const long LongestRecord = 1L << 20;

    // Weights hardly compress; this leaves room for any honest file that was packed again, and none for a bomb.
    private const long ExpansionLimit = 20;

    private readonly Dictionary<string, ZipArchiveEntry> _entries = new(StringComparer.Ordinal);
    private readonly long _budget;
    private readonly string _root;

    public PyTorchZipReader(ZipArchive zip, long fileLength)
    {
        _budget = Math.Max(LongestRecord, fileLength * ExpansionLimit);
        foreach (var entry in zip.Entries)
        {
            if (!_entries.TryAdd(entry.FullName, entry))
            {
                throw new InvalidDataException($"the record '{entry.FullName}' twice");
            }
        }

        string[] pickles = [.. _entries.Keys.Where(name => name == "data.pkl" || name.EndsWith("/data.pkl", StringComparison.Ordinal))];
        if (pickles.Length != 1)
        {
            throw new InvalidDataException(pickles.Length == 0 ? "a zip file without the record data.pkl" : "a zip file with several records data.pkl");
        }

        _root = pickles[0][..^"data.pkl".Length];
        if (_entries.ContainsKey(_root + "constants.pkl"))
        {
            throw new InvalidDataException("a TorchScript program, not a dictionary of tensors");
        }

        if (ReadText("byteorder") is { } byteOrder && byteOrder.Trim() != "little")
        {
            throw new InvalidDataException($"the byte order '{byteOrder.Trim()}'; only little-endian files are read");
        }
    }

    public (object? Root, IReadOnlyList<ArchivedTensor> Tensors, IReadOnlyDictionary<string, ArchivedStorage> Storages) ReadPickle()
    {
        using MemoryStream pickle = new(ReadAll(_entries[_root + "data.pkl"], LongestPickle));
        return PickleReader.Read(pickle, _budget);
    }

    /// <summary>The small text records that are not PyTorch's own.</summary>
    public Dictionary<string, string> ReadRecords()
    {
        Dictionary<string, string> records = new(StringComparer.Ordinal);
        foreach (var fullName in _entries.Keys.Where(name => name.StartsWith(_root, StringComparison.Ordinal)))
        {
            var name = fullName[_root.Length..];
            var isOurs = name is not ("data.pkl" or "version" or "byteorder" or "") && name[0] != '.' && !name.Contains('/');
            if (isOurs && _entries[fullName].Length <= LongestRecord)
            {
                records[name] = ReadText(name)!;
            }
        }

        return records;
    }

    /// <summary>Makes sure that all storages are there, and reads none.</summary>
    public void CheckStorages(IReadOnlyDictionary<string, ArchivedStorage> storages)
    {
        Int128 total = 0;
        foreach (var storage in storages.Values)
        {
            total += storage.ByteCount;
            if (Entry(storage).Length != storage.ByteCount)
            {
                throw new InvalidDataException(
                    $"the record 'data/{storage.Key}' with {Entry(storage).Length} bytes where its tensor needs {storage.ByteCount}");
            }
        }

        if (total > _budget)
        {
            throw new InvalidDataException($"{total} bytes of tensors in a file that cannot hold them");
        }
    }

    /// <summary>Reads one storage after the other.</summary>
    public IEnumerable<KeyValuePair<string, T>> ReadStorages<T>(IReadOnlyDictionary<string, ArchivedStorage> storages, ReadElements<T> read)
    {
        // All lengths are checked before the first storage is allocated.
        CheckStorages(storages);
        foreach ((var key, var storage) in storages)
        {
            var entry = Entry(storage);
            using var stream = entry.Open();
            (var elements, var checksum) = read(stream, storage.Type ?? ScalarType.Byte, storage.Count);
            if (checksum != entry.Crc32)
            {
                (elements as IDisposable)?.Dispose();
                throw new InvalidDataException($"a wrong checksum of the record 'data/{key}'; the file is damaged");
            }

            yield return KeyValuePair.Create(key, elements);
        }
    }

    private ZipArchiveEntry Entry(ArchivedStorage storage) =>
        _entries.TryGetValue($"{_root}data/{storage.Key}", out var entry)
            ? entry
            : throw new InvalidDataException($"a tensor whose record 'data/{storage.Key}' is not there");

    private string? ReadText(string name) =>
        _entries.TryGetValue(_root + name, out var entry) ? Encoding.UTF8.GetString(ReadAll(entry, LongestRecord)) : null;

    private byte[] ReadAll(ZipArchiveEntry entry, long limit)
    {
        if (entry.Length > Math.Min(limit, _budget))
        {
            throw new InvalidDataException($"the record '{entry.FullName}' of {entry.Length} bytes");
        }

        var bytes = new byte[entry.Length];
        using var stream = entry.Open();
        stream.ReadExactly(bytes);
        return Crc32.HashToUInt32(bytes) == entry.Crc32
            ? bytes
            : throw new InvalidDataException($"a wrong checksum of the record '{entry.FullName}'; the file is damaged");
    }
}
