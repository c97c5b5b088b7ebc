using System.Buffers.Binary;
using System.Text;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Models.PyTorch;

/// <summary>Writes the one pickle we need: an <c>OrderedDict</c> of tensors, storages numbered in order (protocol 2).</summary>
internal static class PickleWriter
{
    public static byte[] StateDict(IReadOnlyList<KeyValuePair<string, Tensor>> tensors)
    {
        using MemoryStream pickle = new();
        pickle.Write([0x80, 2]);
        EmptyOrderedDictionary(pickle);
        pickle.WriteByte((byte)'(');
        for (var i = 0; i < tensors.Count; i++)
        {
            Text(pickle, tensors[i].Key);
            TensorView(pickle, tensors[i].Value, i.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        pickle.Write("u."u8);
        return pickle.ToArray();
    }

    /// <summary>A call of <c>_rebuild_tensor_v2(storage, 0, sizes, strides, requires_grad=False, hooks={})</c>.</summary>
    private static void TensorView(Stream pickle, Tensor tensor, string key)
    {
        var sizes = tensor.shape;
        var strides = new long[sizes.Length];
        long stride = 1;
        for (var i = sizes.Length - 1; i >= 0; i--)
        {
            strides[i] = stride;
            stride *= Math.Max(1, sizes[i]);
        }

        Global(pickle, "torch._utils", "_rebuild_tensor_v2");
        pickle.Write("(("u8);
        Text(pickle, "storage");
        Global(pickle, "torch", ElementTypes.StorageName(tensor.dtype));
        Text(pickle, key);
        Text(pickle, "cpu");
        Integer(pickle, tensor.numel());
        pickle.Write("tQ"u8);
        Integer(pickle, 0);
        Tuple(pickle, sizes);
        Tuple(pickle, strides);
        pickle.WriteByte(0x89);
        EmptyOrderedDictionary(pickle);
        pickle.Write("tR"u8);
    }

    private static void EmptyOrderedDictionary(Stream pickle)
    {
        Global(pickle, "collections", "OrderedDict");
        pickle.Write(")R"u8);
    }

    private static void Global(Stream pickle, string module, string name) =>
        pickle.Write(Encoding.ASCII.GetBytes($"c{module}\n{name}\n"));

    private static void Tuple(Stream pickle, long[] values)
    {
        pickle.WriteByte((byte)'(');
        foreach (var value in values)
        {
            Integer(pickle, value);
        }

        pickle.WriteByte((byte)'t');
    }

    private static void Integer(Stream pickle, long value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        if (value is >= 0 and <= int.MaxValue)
        {
            pickle.WriteByte((byte)'J');
            pickle.Write(bytes[..4]);
        }
        else
        {
            pickle.Write([0x8a, 8]);
            pickle.Write(bytes);
        }
    }

    private static void Text(Stream pickle, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        pickle.WriteByte((byte)'X');
        pickle.Write(length);
        pickle.Write(bytes);
    }
}
