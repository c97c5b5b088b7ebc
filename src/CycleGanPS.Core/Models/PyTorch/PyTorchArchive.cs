using System.IO.Compression;
using CycleGanPS.Core.Files;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Models.PyTorch;

/// <summary>
/// A file as <c>torch.save</c> writes it: the zip format (PyTorch 1.6 and later) or the one before. Reading
/// executes nothing: the pickle inside may hold tensors and plain containers, anything else is refused by
/// name before a single tensor is made, and no number in the file is trusted with an allocation.
/// </summary>
internal sealed class PyTorchArchive : IDisposable
{
    private readonly List<Tensor> _tensors = [];

    /// <summary>Works on a file that is open: its pickle, its text records, what checks and reads its storages, and how it is written.</summary>
    private delegate T Use<out T>(
        (object? Root, IReadOnlyList<ArchivedTensor> Tensors, IReadOnlyDictionary<string, ArchivedStorage> Storages) pickle,
        IReadOnlyDictionary<string, string> records,
        IStorageReader storages,
        ModelFormat format);

    private PyTorchArchive(object? root, IReadOnlyDictionary<string, string> records) => (Root, Records) = (root, records);

    /// <summary>
    /// The saved object: <see cref="OrderedDictionary{TKey, TValue}"/> for dictionaries, <see cref="List{T}"/>
    /// for lists and sets, arrays for tuples, <see cref="ArchivedTensor"/> for tensors, and plain values.
    /// </summary>
    public object? Root { get; }

    /// <summary>Further text records of the zip by name, such as <c>cyclegan.json</c>.</summary>
    public IReadOnlyDictionary<string, string> Records { get; }

    /// <summary>Reads a file whole.</summary>
    /// <exception cref="CycleGanException">
    /// <see cref="FaultKind.PathNotFound"/>; <see cref="FaultKind.UnreadableArchive"/>, saying what was found.
    /// </exception>
    public static PyTorchArchive Read(string path) =>
        Open(path, (pickle, records, reader, _) => Assemble(pickle, records, reader));

    /// <summary>
    /// Reads the named tensors of a file: the saved dictionary itself, or the one under <c>state_dict</c> and the
    /// like when training state was saved around it. Dictionaries within are flattened to dotted names.
    /// </summary>
    /// <exception cref="CycleGanException">As <see cref="Read(string)"/>; also when the file names no tensors.</exception>
    public static StateDict ReadStateDict(string path)
    {
        using var archive = Read(path);
        return ArchiveFaults.Guard(path, "a dictionary of named tensors", archive.ToStateDict);
    }

    /// <summary>
    /// Writes tensors as an <c>OrderedDict</c> that <c>torch.load(path, weights_only=True)</c> reads, whole or
    /// not at all. Extra records go into the zip beside them, where <c>torch.load</c> does not look.
    /// </summary>
    public static void Write(
        string path,
        IEnumerable<KeyValuePair<string, Tensor>> tensors,
        IReadOnlyDictionary<string, string>? extraRecords = null) =>
        AtomicFile.Write(path, stream => PyTorchZipWriter.Write(stream, tensors, extraRecords ?? new Dictionary<string, string>()));

    /// <summary>The named tensors, as handles of their own on the same memory.</summary>
    public StateDict ToStateDict() => new StateDict(Named(Root).Select(pair => KeyValuePair.Create(pair.Key, pair.Value.Value.alias())), Records);

    public void Dispose()
    {
        _tensors.ForEach(tensor => tensor.Dispose());
        _tensors.Clear();
    }

    /// <summary>Reads the names and shapes of a file's tensors, and none of their elements, which must all be there.</summary>
    internal static TensorIndex Index(string path) => Open(path, (pickle, records, reader, format) =>
    {
        reader.CheckStorages(TypedStorages(pickle.Tensors, pickle.Storages));
        return new TensorIndex(
            format,
            records,
            SavedObject.Parts(pickle.Root).ToDictionary(
                part => part.Part,
                part => (IReadOnlyDictionary<string, TensorDescription>)new OrderedDictionary<string, TensorDescription>(
                    part.Tensors.Select(pair => KeyValuePair.Create(pair.Key, new TensorDescription(pair.Value.Type, pair.Value.Sizes))))),
            pickle.Root is OrderedDictionary<object, object?> dictionary ? [.. dictionary.Keys.OfType<string>()] : []);
    });

    /// <summary>
    /// Reads the tensors of one part of a file, one storage after the other: no more than one is in memory at a time. A tensor
    /// is gone when <paramref name="visit"/> returns.
    /// </summary>
    internal static void Stream(string path, string part, Action<string, Tensor> visit) => Open(path, (pickle, _, reader, format) =>
    {
        var views = SavedObject.Parts(pickle.Root).Where(found => found.Part == part)
            .SelectMany(found => found.Tensors).ToLookup(pair => pair.Value.Storage.Key);
        // A zip gives any storage alone; the old format has them one behind the other.
        IReadOnlyDictionary<string, ArchivedStorage> storages = TypedStorages(pickle.Tensors, pickle.Storages)
            .Where(pair => format == ModelFormat.PyTorchLegacy || views.Contains(pair.Key))
            .ToDictionary();
        foreach ((var key, var storage) in reader.ReadStorages(storages, TensorBytes.Read))
        {
            using (storage)
            {
                foreach ((var name, var view) in views[key])
                {
                    using var tensor = storage.as_strided(view.Sizes, view.Strides, view.Offset);
                    visit(name, tensor);
                }
            }
        }

        return true;
    });

    /// <summary>Reads the named tensors of a file as <see cref="ReadStateDict"/> finds them, those of real numbers, without the tensor library.</summary>
    /// <exception cref="CycleGanException">As <see cref="ReadStateDict"/>.</exception>
    internal static IReadOnlyDictionary<string, StoredNumbers> ReadNumbers(string path) => Open(path, (pickle, _, reader, _) =>
    {
        var views = Named(pickle.Root).Where(pair => ElementTypes.IsReal(pair.Value.Type)).ToLookup(pair => pair.Value.Storage.Key);
        Dictionary<string, StoredNumbers> numbers = new(StringComparer.Ordinal);
        foreach ((var key, var elements) in reader.ReadStorages(TypedStorages(pickle.Tensors, pickle.Storages), StoredNumbers.ReadElements))
        {
            foreach ((var name, var view) in views[key])
            {
                numbers[name] = StoredNumbers.Of(elements, view);
            }
        }

        return numbers;
    });

    private static IEnumerable<KeyValuePair<string, ArchivedTensor>> Named(object? root)
    {
        var found = SavedObject.Named(root);
        return found.Count > 0 || root is OrderedDictionary<object, object?> { Count: 0 }
            ? found.DistinctBy(pair => pair.Key)
            : throw new InvalidDataException("no named tensors");
    }

    private static T Open<T>(string path, Use<T> use) =>
        ArchiveFaults.Guard(path, "a PyTorch file, as torch.save(model.state_dict(), path) writes it", () =>
        {
            using var stream = RegularFile.OpenRead(path);
            return Open(stream, use);
        });

    private static T Open<T>(FileStream stream, Use<T> use)
    {
        Span<byte> start = stackalloc byte[4];
        var length = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        stream.Position = 0;
        if (length == 4 && start.SequenceEqual("PK\x3\x4"u8))
        {
            using ZipArchive zip = new(stream, ZipArchiveMode.Read, leaveOpen: true);
            PyTorchZipReader reader = new(zip, stream.Length);
            return use(reader.ReadPickle(), reader.ReadRecords(), reader, ModelFormat.PyTorch);
        }

        if (length >= 2 && start[0] == 0x80 && start[1] <= 5)
        {
            PyTorchLegacyReader reader = new(stream);
            return use(reader.ReadPickle(), new Dictionary<string, string>(), reader, ModelFormat.PyTorchLegacy);
        }

        throw new InvalidDataException(length == 0
            ? "an empty file"
            : $"a file that begins with the bytes {Convert.ToHexString(start[..length])}");
    }

    private static PyTorchArchive Assemble(
        (object? Root, IReadOnlyList<ArchivedTensor> Tensors, IReadOnlyDictionary<string, ArchivedStorage> Storages) pickle,
        IReadOnlyDictionary<string, string> records,
        IStorageReader reader)
    {
        PyTorchArchive archive = new(pickle.Root, records);
        var views = pickle.Tensors.ToLookup(tensor => tensor.Storage.Key);
        try
        {
            var storages = TypedStorages(pickle.Tensors, pickle.Storages);
            foreach ((var key, var storage) in reader.ReadStorages(storages, TensorBytes.Read))
            {
                using (storage)
                {
                    foreach (var view in views[key])
                    {
                        view.Value = storage.as_strided(view.Sizes, view.Strides, view.Offset).DetachFromDisposeScope();
                        archive._tensors.Add(view.Value);
                    }
                }
            }

            return archive;
        }
        catch
        {
            archive.Dispose();
            throw;
        }
    }

    private static Dictionary<string, ArchivedStorage> TypedStorages(
        IReadOnlyList<ArchivedTensor> tensors, IReadOnlyDictionary<string, ArchivedStorage> storages)
    {
        var views = tensors.ToLookup(tensor => tensor.Storage.Key);
        return storages.ToDictionary(pair => pair.Key, pair => Typed(pair.Value, views[pair.Key]));
    }

    /// <summary>Gives a storage of untyped bytes the one element type that its tensors have.</summary>
    private static ArchivedStorage Typed(ArchivedStorage storage, IEnumerable<ArchivedTensor> views)
    {
        ScalarType[] types = [.. views.Select(view => view.Type).Distinct()];
        if (storage.Type is not null || types.Length == 0)
        {
            return storage;
        }

        var size = ElementTypes.Size(types[0]);
        return types.Length == 1 && storage.Count % size == 0
            ? storage with { Type = types[0], Count = storage.Count / size }
            : throw new InvalidDataException($"the untyped storage '{storage.Key}' with tensors of several types");
    }
}
