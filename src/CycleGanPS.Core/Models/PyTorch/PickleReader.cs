using System.Globalization;
using System.Numerics;
using System.Text;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Models.PyTorch;

/// <summary>
/// Reads one Python pickle (protocols 0 to 5) into plain .NET values: <see cref="string"/>, <see cref="long"/>,
/// <see cref="BigInteger"/>, <see cref="double"/>, <see cref="bool"/>, <see langword="null"/>, byte arrays,
/// <see cref="List{T}"/> (lists and sets), object arrays (tuples),
/// <see cref="OrderedDictionary{TKey, TValue}"/> and <see cref="ArchivedTensor"/>. A pickle is a program; this
/// machine can build these values and do nothing else, and names what it refuses.
/// </summary>
internal sealed class PickleReader
{
    // Far above what any model file holds, far below what would hurt.
    private const int MostValues = 4_000_000;

    private readonly PickleInput _input;
    private readonly Dictionary<string, ArchivedStorage> _storages;
    private readonly long _elementLimit;
    private readonly Dictionary<long, object?> _memo = [];
    private readonly Stack<List<object?>> _marked = new();
    private List<object?> _stack = [];
    private int _values;

    private PickleReader(Stream stream, Dictionary<string, ArchivedStorage> storages, long elementLimit) =>
        (_input, _storages, _elementLimit) = (new PickleInput(stream), storages, elementLimit);

    private List<ArchivedTensor> Tensors { get; } = [];

    /// <summary>Reads the pickle that starts at the stream's position; the stream knows its length.</summary>
    /// <param name="stream">The bytes; afterwards it stands behind the pickle.</param>
    /// <param name="elementLimit">Most elements that one tensor may have.</param>
    /// <returns>The object, the tensors in it, and the storages they are views of by key.</returns>
    /// <exception cref="InvalidDataException">What was met that is not read.</exception>
    public static (object? Root, IReadOnlyList<ArchivedTensor> Tensors, IReadOnlyDictionary<string, ArchivedStorage> Storages) Read(
        Stream stream, long elementLimit)
    {
        Dictionary<string, ArchivedStorage> storages = new(StringComparer.Ordinal);
        PickleReader reader = new(stream, storages, elementLimit);
        var root = reader.Run();
        return (root, reader.Tensors, storages);
    }

    private object? Run()
    {
        while (true)
        {
            var opcode = _input.ReadByte();
            if (opcode == (byte)'.')
            {
                return Pop();
            }

            Step(opcode);
        }
    }

    private void Step(byte opcode)
    {
        switch ((char)opcode)
        {
            // Framing and protocol.
            case '\x80': RequireProtocol(_input.ReadByte()); break;
            case '\x95': _input.ReadUInt64(); break;

            // Stack and memo.
            case '(': PushMark(); break;
            case '0': PopOrMark(); break;
            case '1': PopMark(); break;
            case '2': Push(Peek()); break;
            case 'p': _memo[ParseInteger(_input.ReadLine())] = Peek(); break;
            case 'q': _memo[_input.ReadByte()] = Peek(); break;
            case 'r': _memo[_input.ReadUInt32()] = Peek(); break;
            case '\x94': _memo[_memo.Count] = Peek(); break;
            case 'g': Push(Recall(ParseInteger(_input.ReadLine()))); break;
            case 'h': Push(Recall(_input.ReadByte())); break;
            case 'j': Push(Recall(_input.ReadUInt32())); break;

            // Plain values.
            case 'N': Push(null); break;
            case '\x88': Push(true); break;
            case '\x89': Push(false); break;
            case 'I': Push(IntegerOrBoolean(_input.ReadLine())); break;
            case 'L': Push(ParseInteger(_input.ReadLine().TrimEnd('L'))); break;
            case 'J': Push((long)_input.ReadInt32()); break;
            case 'K': Push((long)_input.ReadByte()); break;
            case 'M': Push((long)_input.ReadUInt16()); break;
            case '\x8a': Push(LongInteger(_input.ReadByte())); break;
            case '\x8b': Push(LongInteger(_input.ReadUInt32())); break;
            case 'F': Push(ParseDouble(_input.ReadLine())); break;
            case 'G': Push(_input.ReadBigEndianDouble()); break;
            case 'S': Push(PickleText.Unquote(_input.ReadLine())); break;
            case 'V': Push(PickleText.UnescapeUnicode(_input.ReadLine())); break;
            case 'U': Push(Encoding.Latin1.GetString(_input.ReadBytes(_input.ReadByte()))); break;
            case 'T': Push(Encoding.Latin1.GetString(_input.ReadBytes(_input.ReadUInt32()))); break;
            case '\x8c': Push(_input.ReadText(_input.ReadByte())); break;
            case 'X': Push(_input.ReadText(_input.ReadUInt32())); break;
            case '\x8d': Push(_input.ReadText(_input.ReadUInt64())); break;
            case 'C': Push(_input.ReadBytes(_input.ReadByte())); break;
            case 'B': Push(_input.ReadBytes(_input.ReadUInt32())); break;
            case '\x8e' or '\x96': Push(_input.ReadBytes(_input.ReadUInt64())); break;

            // Containers.
            case ')': Push(Array.Empty<object?>()); break;
            case 't': Push(PopMark().ToArray()); break;
            case '\x85': Push(PopTuple(1)); break;
            case '\x86': Push(PopTuple(2)); break;
            case '\x87': Push(PopTuple(3)); break;
            case ']' or '\x8f': Push(new List<object?>()); break;
            case 'l' or '\x91': Push(PopMark()); break;
            case 'a': Append([Pop()]); break;
            case 'e' or '\x90': Append(PopMark()); break;
            case '}': Push(new OrderedDictionary<object, object?>()); break;
            case 'd': Push(Filled(new OrderedDictionary<object, object?>(), PopMark())); break;
            case 's': SetOne(); break;
            case 'u': SetMany(); break;

            // The dangerous ones, each to a short list.
            case 'c': Push(PickleGlobal.Resolve(_input.ReadLine(), _input.ReadLine())); break;
            case '\x93': PushStackGlobal(); break;
            case 'R': Reduce(); break;
            case 'b': Build(); break;
            case 'Q': Push(Storage(Pop())); break;
            default: throw new InvalidDataException($"the pickle operation {NameOf(opcode)}, which is not read");
        }
    }

    private static string NameOf(byte opcode) => (char)opcode switch
    {
        'i' => "INST (makes an object of a class)",
        'o' => "OBJ (makes an object of a class)",
        '\x81' => "NEWOBJ (makes an object of a class)",
        '\x92' => "NEWOBJ_EX (makes an object of a class)",
        'P' => "PERSID (a persistent object as text)",
        '\x82' or '\x83' or '\x84' => "EXT (an object of the extension registry)",
        '\x97' or '\x98' => "NEXT_BUFFER (data outside the pickle)",
        _ => $"0x{opcode:x2}",
    };

    private static void RequireProtocol(byte protocol)
    {
        if (protocol > 5)
        {
            throw new InvalidDataException($"pickle protocol {protocol}; protocols 0 to 5 are read");
        }
    }

    private void Push(object? value)
    {
        CountValue();
        _stack.Add(value);
    }

    private void PushMark()
    {
        CountValue();
        _marked.Push(_stack);
        _stack = [];
    }

    private void CountValue()
    {
        if (++_values > MostValues)
        {
            throw new InvalidDataException($"more than {MostValues} values in one pickle");
        }
    }

    private object? Peek() => _stack.Count > 0 ? _stack[^1] : throw new InvalidDataException("an operation without its operand");

    private object? Pop()
    {
        var value = Peek();
        _stack.RemoveAt(_stack.Count - 1);
        return value;
    }

    private T Pop<T>(string expected) =>
        Pop() is T value ? value : throw new InvalidDataException($"something else where {expected} belongs");

    private List<object?> PopMark()
    {
        var items = _stack;
        _stack = _marked.Count > 0 ? _marked.Pop() : throw new InvalidDataException("an end of a sequence without its start");
        return items;
    }

    private void PopOrMark()
    {
        if (_stack.Count > 0)
        {
            Pop();
        }
        else
        {
            PopMark();
        }
    }

    private object?[] PopTuple(int count)
    {
        var items = new object?[count];
        for (var i = count - 1; i >= 0; i--)
        {
            items[i] = Pop();
        }

        return items;
    }

    private object? Recall(long key) =>
        _memo.TryGetValue(key, out var value) ? value : throw new InvalidDataException($"a reference to the value {key} that is not there");

    private void Append(List<object?> items)
    {
        if (Peek() is not List<object?> list)
        {
            throw new InvalidDataException("items for something that is no list");
        }

        list.AddRange(items);
    }

    private void SetOne()
    {
        var value = Pop();
        var key = Pop();
        Filled(Dictionary(Peek()), [key, value]);
    }

    private void SetMany()
    {
        var items = PopMark();
        Filled(Dictionary(Peek()), items);
    }

    private static OrderedDictionary<object, object?> Dictionary(object? value) =>
        value as OrderedDictionary<object, object?> ?? throw new InvalidDataException("items for something that is no dictionary");

    private static OrderedDictionary<object, object?> Filled(OrderedDictionary<object, object?> dictionary, List<object?> items)
    {
        if (items.Count % 2 != 0)
        {
            throw new InvalidDataException("a dictionary key without a value");
        }

        for (var i = 0; i < items.Count; i += 2)
        {
            if (items[i] is not (string or long or double or bool))
            {
                throw new InvalidDataException("a dictionary key that is neither text nor number");
            }

            dictionary[items[i]!] = items[i + 1];
        }

        return dictionary;
    }

    private void PushStackGlobal()
    {
        var name = Pop<string>("a name");
        Push(PickleGlobal.Resolve(Pop<string>("a module name"), name));
    }

    private void Reduce()
    {
        var arguments = Pop<object?[]>("a tuple of arguments");
        var function = Pop<PickleGlobal>("a function");
        Push(function.Callable switch
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
            PickleCallable.RebuildTensorV3 when arguments is [ArchivedStorage storage, long offset, object?[] sizes, object?[] strides, bool, _, PickleGlobal { Callable: PickleCallable.DType } type, ..]
                => Tensor(storage, offset, sizes, strides, type.Type),
            PickleCallable.RebuildParameter when arguments is [ArchivedTensor tensor, ..] => tensor,
            _ => throw new InvalidDataException($"a call of '{function.Name}' with arguments it does not take"),
        });
    }

    private static OrderedDictionary<object, object?> NewDictionary(object?[] arguments)
    {
        OrderedDictionary<object, object?> dictionary = [];
        if (arguments is [List<object?> pairs])
        {
            foreach (var pair in pairs)
            {
                // Protocol 2 and Python 2 write [key, value] lists, later ones tuples.
                Filled(dictionary, pair switch
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
            storage, elementType, offset, Integers(sizes), Integers(strides), _elementLimit);
        Tensors.Add(tensor);
        return tensor;
    }

    private static long[] Integers(object?[] values) => Array.ConvertAll(
        values, value => value is long number ? number : throw new InvalidDataException("a tensor size that is no number"));

    /// <summary>
    /// State for an object: only the attributes that <c>state_dict()</c> hangs on its OrderedDict
    /// (<c>_metadata</c>), which hold module versions that nothing here needs.
    /// </summary>
    private void Build()
    {
        var state = Pop();
        var target = Peek();
        if (target is not OrderedDictionary<object, object?> || state is not OrderedDictionary<object, object?>)
        {
            throw new InvalidDataException("a BUILD of something other than a dictionary's attributes");
        }
    }

    /// <summary>('storage', type, key, location, count[, view]); the view is (key, offset, count) in old files.</summary>
    private ArchivedStorage Storage(object? identifier)
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

    private object LongInteger(uint byteCount)
    {
        const int LongestInteger = 255;
        if (byteCount > LongestInteger)
        {
            throw new InvalidDataException($"a number of {byteCount} bytes");
        }

        BigInteger value = new(_input.ReadBytes(byteCount));
        return value >= long.MinValue && value <= long.MaxValue ? (object)(long)value : value;
    }

    private static object IntegerOrBoolean(string line) => line switch { "00" => false, "01" => true, _ => ParseInteger(line) };

    private static long ParseInteger(string line) =>
        long.TryParse(line, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new InvalidDataException("a whole number that is none");

    private static double ParseDouble(string line) =>
        double.TryParse(line, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new InvalidDataException("a number that is none");
}
