using static TorchSharp.torch;

namespace CycleGanPS.Core.Models.PyTorch;

/// <summary>Reads the elements of a storage, for which the stream stands at the first, and their CRC-32.</summary>
internal delegate (T Elements, uint Checksum) ReadElements<T>(Stream stream, ScalarType type, long count);

/// <summary>Reads a PyTorch file of either format that is open.</summary>
internal interface IStorageReader
{
    /// <summary>The object that was saved, with all its tensors and the storages that they are views of.</summary>
    (object? Root, IReadOnlyList<ArchivedTensor> Tensors, IReadOnlyDictionary<string, ArchivedStorage> Storages) ReadPickle();

    /// <summary>Makes sure that all storages are there, and reads none.</summary>
    void CheckStorages(IReadOnlyDictionary<string, ArchivedStorage> storages);

    /// <summary>Reads one storage after the other.</summary>
    IEnumerable<KeyValuePair<string, T>> ReadStorages<T>(IReadOnlyDictionary<string, ArchivedStorage> storages, ReadElements<T> read);
}
