using System.Numerics;
using System.Text;

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
    private readonly TorchReductions _torch;
    private readonly Dictionary<long, object?> _memo = [];
    private readonly Stack<List<object?>> _marked = new();
    private List<object?> _stack = [];
    private int _values;

    private PickleReader(Stream stream, long elementLimit) => (_input, _torch) = (new PickleInput(stream), new TorchReductions(elementLimit));

    /// <summary>Reads the pickle that starts at the stream's position; the stream knows its length.</summary>
    /// <param name="stream">The bytes; afterwards it stands behind the pickle.</param>
    /// <param name="elementLimit">Most elements that one tensor may have.</param>
    /// <returns>The object, the tensors in it, and the storages they are views of by key.</returns>
    /// <exception cref="InvalidDataException">What was met that is not read.</exception>
    public static (object? Root, IReadOnlyList<ArchivedTensor> Tensors, IReadOnlyDictionary<string, ArchivedStorage> Storages) Read(
        Stream stream, long elementLimit)
    {
        PickleReader reader = new(stream, elementLimit);
        var root = reader.Run();
        return (root, reader._torch.Tensors, reader._torch.Storages);
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
            case 'p': _memo[PickleNumbers.ParseInteger(_input.ReadLine())] = Peek(); break;
            case 'q': _memo[_input.ReadByte()] = Peek(); break;
            case 'r': _memo[_input.ReadUInt32()] = Peek(); break;
            case '\x94': _memo[_memo.Count] = Peek(); break;
            case 'g': Push(Recall(PickleNumbers.ParseInteger(_input.ReadLine()))); break;
            case 'h': Push(Recall(_input.ReadByte())); break;
            case 'j': Push(Recall(_input.ReadUInt32())); break;

            // Plain values.
            case 'N': Push(null); break;
            case '\x88': Push(true); break;
            case '\x89': Push(false); break;
            case 'I': Push(PickleNumbers.IntegerOrBoolean(_input.ReadLine())); break;
            case 'L': Push(PickleNumbers.ParseInteger(_input.ReadLine().TrimEnd('L'))); break;
            case 'J': Push((long)_input.ReadInt32()); break;
            case 'K': Push((long)_input.ReadByte()); break;
            case 'M': Push((long)_input.ReadUInt16()); break;
            case '\x8a': Push(PickleNumbers.LongInteger(_input, _input.ReadByte())); break;
            case '\x8b': Push(PickleNumbers.LongInteger(_input, _input.ReadUInt32())); break;
            case 'F': Push(PickleNumbers.ParseDouble(_input.ReadLine())); break;
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
            case 'd': Push(PickleDictionary.Fill(new OrderedDictionary<object, object?>(), PopMark())); break;
            case 's': SetOne(); break;
            case 'u': SetMany(); break;

            // The dangerous ones, each to a short list.
            case 'c': Push(PickleGlobal.Resolve(_input.ReadLine(), _input.ReadLine())); break;
            case '\x93': PushStackGlobal(); break;
            case 'R': Reduce(); break;
            case 'b': Build(); break;
            case 'Q': Push(_torch.Storage(Pop())); break;
            default: throw new InvalidDataException($"the pickle operation {PickleOpcode.NameOf(opcode)}, which is not read");
        }
    }

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
        PickleDictionary.Fill(PickleDictionary.Of(Peek()), [key, value]);
    }

    private void SetMany()
    {
        var items = PopMark();
        PickleDictionary.Fill(PickleDictionary.Of(Peek()), items);
    }

    private void PushStackGlobal()
    {
        var name = Pop<string>("a name");
        Push(PickleGlobal.Resolve(Pop<string>("a module name"), name));
    }

    private void Reduce()
    {
        var arguments = Pop<object?[]>("a tuple of arguments");
        Push(_torch.Call(Pop<PickleGlobal>("a function"), arguments));
    }

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
}
