using System.Buffers.Binary;
using System.Numerics;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Models.PyTorch;

/// <summary>
/// The format of <c>torch.save</c> before 1.6: pickles of a magic number, a version, facts about the machine,
/// the object and the list of storages, then each storage as an element count and its bytes.
/// </summary>
internal sealed class PyTorchLegacyReader(FileStream stream) : IStorageReader
{
    private static readonly BigInteger MagicNumber = BigInteger.Parse("119547037146038801333356", System.Globalization.CultureInfo.InvariantCulture);

    public (object? Root, IReadOnlyList<ArchivedTensor> Tensors, IReadOnlyDictionary<string, ArchivedStorage> Storages) ReadPickle()
    {
        if (ReadValue() is not BigInteger magic || magic != MagicNumber)
        {
            throw new InvalidDataException("a Python pickle that torch.save did not write");
        }

        if (ReadValue() is not 1001L)
        {
            throw new InvalidDataException("an unknown version of the legacy format");
        }

        if (ReadValue() is OrderedDictionary<object, object?> machine && machine.TryGetValue("little_endian", out var little) && little is false)
        {
            throw new InvalidDataException("big-endian numbers; only little-endian files are read");
        }

        return PickleReader.Read(stream, stream.Length);
    }

    /// <summary>Reads one storage after the other.</summary>
    public IEnumerable<KeyValuePair<string, T>> ReadStorages<T>(IReadOnlyDictionary<string, ArchivedStorage> storages, ReadElements<T> read) =>
        Storages(storages).Select(storage => KeyValuePair.Create(
            storage.Key, read(stream, storage.Type ?? ScalarType.Byte, storage.Count).Elements));

    /// <summary>Makes sure that all storages are there, and reads none.</summary>
    public void CheckStorages(IReadOnlyDictionary<string, ArchivedStorage> storages)
    {
        foreach (var storage in Storages(storages))
        {
            stream.Position += (long)storage.ByteCount;
        }
    }

    /// <summary>The storages in their order; the stream stands at the numbers of the one that is given.</summary>
    private IEnumerable<ArchivedStorage> Storages(IReadOnlyDictionary<string, ArchivedStorage> storages)
    {
        if (ReadValue() is not List<object?> keys || keys.Distinct().Count() != keys.Count)
        {
            throw new InvalidDataException("no list of storages");
        }

        if (storages.Keys.Except(keys.OfType<string>()).FirstOrDefault() is { } missing)
        {
            throw new InvalidDataException($"a tensor whose storage '{missing}' is not there");
        }

        var countBytes = new byte[sizeof(long)];
        foreach (var key in keys)
        {
            if (key is not string name || !storages.TryGetValue(name, out var storage))
            {
                throw new InvalidDataException("a storage that no tensor uses");
            }

            stream.ReadExactly(countBytes);
            var count = BinaryPrimitives.ReadInt64LittleEndian(countBytes);
            var left = stream.Length - stream.Position;
            if (count != storage.Count || storage.ByteCount > left)
            {
                throw new InvalidDataException(count != storage.Count
                    ? $"the storage '{name}' with {count} elements where its tensor needs {storage.Count}"
                    : $"the storage '{name}' of {storage.ByteCount} bytes where {left} are left; the file is cut off");
            }

            yield return storage;
        }
    }

    private object? ReadValue() => PickleReader.Read(stream, stream.Length).Root;
}
