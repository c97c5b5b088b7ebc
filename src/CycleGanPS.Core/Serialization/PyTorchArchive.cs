using System.IO.Compression;
using TorchSharp;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Serialization;

/// <summary>
/// A file as <c>torch.save</c> writes it: the zip format (PyTorch 1.6 and later) or the one before. Reading
/// executes nothing: the pickle inside may hold tensors and plain containers, anything else is refused by
/// name before a single tensor is made, and no number in the file is trusted with an allocation.
/// </summary>
public sealed class PyTorchArchive : IDisposable
{
    // Where training scripts put the weights when they save more than the weights.
    private static readonly string[] WrapperKeys =
        ["state_dict", "model_state_dict", "params_ema", "params", "generator", "netG", "model", "weights"];

    private readonly List<Tensor> _tensors = [];

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
    public static PyTorchArchive Read(string path)
    {
        return ArchiveFaults.Guard(path, "a PyTorch file, as torch.save(model.state_dict(), path) writes it", () =>
        {
            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
            return Read(stream);
        });
    }

    /// <summary>
    /// Reads the named tensors of a file: the saved dictionary itself, or the one under <c>state_dict</c> and the
    /// like when training state was saved around it. Dictionaries within are flattened to dotted names.
    /// </summary>
    /// <exception cref="CycleGanException">As <see cref="Read(string)"/>; also when the file names no tensors.</exception>
    public static StateDict ReadStateDict(string path)
    {
        using PyTorchArchive archive = Read(path);
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
    public StateDict ToStateDict()
    {
        List<KeyValuePair<string, Tensor>> found = [];
        Flatten(WeightsOf(Root), string.Empty, 0, found);
        bool isEmpty = Root is OrderedDictionary<object, object?> { Count: 0 };
        return found.Count > 0 || isEmpty
            ? new StateDict(found.DistinctBy(pair => pair.Key).Select(pair => KeyValuePair.Create(pair.Key, pair.Value.alias())), Records)
            : throw new InvalidDataException("no named tensors");
    }

    public void Dispose()
    {
        _tensors.ForEach(tensor => tensor.Dispose());
        _tensors.Clear();
    }

    private static PyTorchArchive Read(FileStream stream)
    {
        Span<byte> start = stackalloc byte[4];
        int length = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        stream.Position = 0;
        if (length == 4 && start.SequenceEqual("PK\x3\x4"u8))
        {
            using ZipArchive zip = new(stream, ZipArchiveMode.Read, leaveOpen: true);
            PyTorchZipReader reader = new(zip, stream.Length);
            return Assemble(reader.ReadPickle(), reader.ReadRecords(), reader.ReadStorages);
        }

        if (length >= 2 && start[0] == 0x80 && start[1] <= 5)
        {
            PyTorchLegacyReader reader = new(stream);
            return Assemble(reader.ReadPickle(), new Dictionary<string, string>(), reader.ReadStorages);
        }

        throw new InvalidDataException(length == 0
            ? "an empty file"
            : $"a file that begins with the bytes {Convert.ToHexString(start[..length])}");
    }

    private static PyTorchArchive Assemble(
        (object? Root, IReadOnlyList<ArchivedTensor> Tensors, IReadOnlyDictionary<string, ArchivedStorage> Storages) pickle,
        IReadOnlyDictionary<string, string> records,
        Func<IReadOnlyDictionary<string, ArchivedStorage>, IEnumerable<KeyValuePair<string, Tensor>>> readStorages)
    {
        PyTorchArchive archive = new(pickle.Root, records);
        ILookup<string, ArchivedTensor> views = pickle.Tensors.ToLookup(tensor => tensor.Storage.Key);
        try
        {
            Dictionary<string, ArchivedStorage> storages = pickle.Storages.ToDictionary(pair => pair.Key, pair => Typed(pair.Value, views[pair.Key]));
            foreach ((string key, Tensor storage) in readStorages(storages))
            {
                using (storage)
                {
                    foreach (ArchivedTensor view in views[key])
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

    /// <summary>Gives a storage of untyped bytes the one element type that its tensors have.</summary>
    private static ArchivedStorage Typed(ArchivedStorage storage, IEnumerable<ArchivedTensor> views)
    {
        ScalarType[] types = [.. views.Select(view => view.Type).Distinct()];
        if (storage.Type is not null || types.Length == 0)
        {
            return storage;
        }

        int size = ElementTypes.Size(types[0]);
        return types.Length == 1 && storage.Count % size == 0
            ? storage with { Type = types[0], Count = storage.Count / size }
            : throw new InvalidDataException($"the untyped storage '{storage.Key}' with tensors of several types");
    }

    private static object? WeightsOf(object? root)
    {
        if (root is not OrderedDictionary<object, object?> dictionary || dictionary.Values.Any(value => value is ArchivedTensor))
        {
            return root;
        }

        return WrapperKeys
            .Select(key => dictionary.TryGetValue(key, out object? value) ? value : null)
            .FirstOrDefault(value => value is OrderedDictionary<object, object?>) ?? root;
    }

    private static void Flatten(object? value, string prefix, int depth, List<KeyValuePair<string, Tensor>> found)
    {
        // A pickle can make a dictionary hold itself, or share one so often that it unfolds without end.
        const int DeepestName = 16;
        const int MostTensors = 100_000;
        if (depth > DeepestName || found.Count > MostTensors)
        {
            throw new InvalidDataException($"dictionaries more than {DeepestName} deep or more than {MostTensors} tensors");
        }

        if (value is not OrderedDictionary<object, object?> dictionary)
        {
            return;
        }

        foreach ((object key, object? item) in dictionary)
        {
            string name = prefix + Convert.ToString(key, System.Globalization.CultureInfo.InvariantCulture);
            if (item is ArchivedTensor tensor)
            {
                found.Add(KeyValuePair.Create(name, tensor.Value));
            }
            else
            {
                Flatten(item, name + ".", depth + 1, found);
            }
        }
    }
}
