using System.Text;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Models.PyTorch;

/// <summary>
/// What a pickle of torch may call, and nothing else: dictionaries, sets, bytes, sizes, and tensors as views of storages that are named
/// and not yet read. What does not fit is refused by name.
/// </summary>
/// <param name="elementLimit">Most elements that one tensor may have.</param>
internal sealed class TorchReductions(long elementLimit)
{
    private readonly List<ArchivedTensor> _tensors = [];
    private readonly Dictionary<string, ArchivedStorage> _storages = new(StringComparer.Ordinal);

    /// <summary>The tensors made so far.</summary>
    public IReadOnlyList<ArchivedTensor> Tensors => _tensors;

    /// <summary>The storages that they are views of, by key.</summary>
    public IReadOnlyDictionary<string, ArchivedStorage> Storages => _storages;

    /// <summary>What the call of a function gives.</summary>
    /// <exception cref="InvalidDataException">It does not take these arguments.</exception>
    public object? Call(PickleGlobal function, object?[] arguments) => function.Callable switch
    {
        PickleCallable.OrderedDictionary => NewDictionary(arguments),
        PickleCallable.Set when arguments is [] => new List<object?>(),
        PickleCallable.Set when arguments is [List<object?> items] => new List<object?>(items),
        PickleCallable.EncodeBytes when arguments is [string text, "latin1" or "latin-1"] => Encoding.Latin1.GetBytes(text),
        PickleCallable.Size when arguments is [object?[] sizes] => sizes,
        PickleCallable.RebuildTensor when arguments is [ArchivedStorage storage, long offset, object?[] sizes, object?[] strides]
            => Tensor(storage, offset, sizes, strides, null),
        PickleCallable.RebuildTensorV2 when arguments is [ArchivedStorage storage, long offset, object?[] sizes, object?[] strides, bool, ..]
            => Tensor(storage, offset, sizes, strides, null),
        PickleCallable.RebuildTensorV3 when arguments is
            [ArchivedStorage storage, long offset, object?[] sizes, object?[] strides, bool, _, PickleGlobal { Callable: PickleCallable.DType } type, ..]
            => Tensor(storage, offset, sizes, strides, type.Type),
        PickleCallable.RebuildParameter when arguments is [ArchivedTensor tensor, ..] => tensor,
        _ => throw new InvalidDataException($"a call of '{function.Name}' with arguments it does not take"),
    };

    /// <summary>
    /// The storage that a persistent identifier names: ('storage', type, key, location, count[, view]); the view is (key, offset, count)
    /// in old files.
    /// </summary>
    /// <exception cref="InvalidDataException">It is something else, or contradicts what was said of the storage before.</exception>
    public ArchivedStorage Storage(object? identifier)
    {
        if (identifier is not object?[] { Length: 5 or 6 } parts
            || parts is not ["storage", PickleGlobal { Callable: PickleCallable.StorageType } type, string key, string, long count, ..])
        {
            throw new InvalidDataException("a persistent object that is no tensor storage");
        }

        if (count < 0)
        {
            throw new InvalidDataException($"a storage of {count} elements");
        }

        (var viewOffset, var viewCount) = parts.Length == 6 && parts[5] is object?[] view
            ? View(view, count)
            : (0, count);
        ArchivedStorage storage = new(key, type.Type, count, viewOffset, viewCount);
        var whole = storage with { ViewOffset = 0, ViewCount = count };
        if (!_storages.TryAdd(key, whole) && _storages[key] != whole)
        {
            throw new InvalidDataException($"the storage '{key}' with two types or sizes");
        }

        return storage;
    }

    private static (long Offset, long Count) View(object?[] view, long count) =>
        view is [_, long offset, long viewCount] && offset >= 0 && viewCount >= 0 && (Int128)offset + viewCount <= count
            ? (offset, viewCount)
            : throw new InvalidDataException("a view that reaches outside its storage");

    private static OrderedDictionary<object, object?> NewDictionary(object?[] arguments)
    {
        OrderedDictionary<object, object?> dictionary = [];
        if (arguments is [List<object?> pairs])
        {
            foreach (var pair in pairs)
            {
                // Protocol 2 and Python 2 write [key, value] lists, later ones tuples.
                PickleDictionary.Fill(dictionary, pair switch
                {
                    object?[] tuple => [.. tuple],
                    List<object?> list => list,
                    _ => throw new InvalidDataException("an OrderedDict item that is no pair"),
                });
            }
        }
        else if (arguments.Length > 0)
        {
            throw new InvalidDataException("a call of 'collections.OrderedDict' with arguments it does not take");
        }

        return dictionary;
    }

    private ArchivedTensor Tensor(ArchivedStorage storage, long offset, object?[] sizes, object?[] strides, ScalarType? type)
    {
        var elementType = type ?? storage.Type
            ?? throw new InvalidDataException("a tensor on untyped bytes that does not say its type");
        if (storage.Type is { } storageType && storageType != elementType)
        {
            throw new InvalidDataException($"a tensor of {elementType} on a storage of {storageType}");
        }

        var tensor = ArchivedTensor.Create(
            storage, elementType, offset, Integers(sizes), Integers(strides), elementLimit);
        _tensors.Add(tensor);
        return tensor;
    }

    private static long[] Integers(object?[] values) => Array.ConvertAll(
        values, value => value is long number ? number : throw new InvalidDataException("a tensor size that is no number"));
}
