using System.Buffers.Binary;
using System.IO.Hashing;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using CycleGanPS.Core.Models.PyTorch;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Models;

/// <summary>A tensor of a file as plain numbers, for those who do without the tensor library.</summary>
/// <param name="Shape">Its sizes.</param>
/// <param name="Elements">The elements of its storage, which other tensors may be views of, too.</param>
internal sealed record StoredNumbers(long[] Shape, float[] Elements)
{
    private const int PieceLength = 1 << 20;

    /// <summary>Reads the named tensors of real numbers of a PyTorch or safetensors file, which its name tells apart.</summary>
    /// <exception cref="CycleGanException">The file is missing, damaged, or names no tensors.</exception>
    public static IReadOnlyDictionary<string, StoredNumbers> ReadFile(string path) =>
        path.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase) ? SafeTensors.ReadNumbers(path) : PyTorchArchive.ReadNumbers(path);

    /// <summary>Reads elements as float32; those that are no real numbers are passed over. The caller has checked that the file holds that much.</summary>
    /// <returns>The elements and the CRC-32 of their bytes.</returns>
    public static (float[] Elements, uint Checksum) ReadElements(Stream stream, ScalarType type, long count)
    {
        var size = ElementTypes.Size(type);
        if (count > int.MaxValue / size)
        {
            throw new InvalidDataException($"a storage of {count} elements, more than 2 GB");
        }

        Crc32 checksum = new();
        var elements = ElementTypes.IsReal(type) ? new float[count] : [];
        var piece = new byte[(int)Math.Min(PieceLength, Math.Max(1, count * size))];
        for (var done = 0L; done < count; done += piece.Length / size)
        {
            var length = (int)Math.Min(piece.Length / size, count - done) * size;
            stream.ReadExactly(piece, 0, length);
            checksum.Append(piece.AsSpan(0, length));
            if (elements.Length > 0)
            {
                Convert(piece.AsSpan(0, length), type, elements.AsSpan((int)done));
            }
        }

        return (elements, checksum.GetCurrentHashAsUInt32());
    }

    /// <summary>A tensor of a PyTorch file, from the elements of its storage.</summary>
    public static StoredNumbers Of(float[] elements, ArchivedTensor view)
    {
        var size = 1L;
        var isDense = true;
        for (var dimension = view.Sizes.Length - 1; dimension >= 0; dimension--)
        {
            isDense &= view.Strides[dimension] == size;
            size *= view.Sizes[dimension];
        }

        return isDense && size == elements.Length
            ? new(view.Sizes, elements)
            : new(view.Sizes, elements) { Offset = view.Offset, Strides = view.Strides };
    }

    /// <summary>Where in the storage it begins.</summary>
    private long Offset { get; init; }

    /// <summary>From one element of each dimension to the next; null where the storage is the tensor's alone.</summary>
    private long[]? Strides { get; init; }

    /// <summary>
    /// The elements, row after row; a copy of those that lie otherwise. Made when somebody asks: a hostile file may hold more views than
    /// memory has room for.
    /// </summary>
    public float[] ToArray()
    {
        if (Strides is null)
        {
            return Elements;
        }

        var values = new float[Shape.Aggregate(1L, (product, size) => product * size)];
        for (var index = 0L; index < values.Length; index++)
        {
            var (rest, place) = (index, Offset);
            for (var dimension = Shape.Length - 1; dimension >= 0; dimension--)
            {
                (rest, var step) = Math.DivRem(rest, Shape[dimension]);
                place += step * Strides[dimension];
            }

            values[index] = Elements[place];
        }

        return values;
    }

    private static void Convert(ReadOnlySpan<byte> bytes, ScalarType type, Span<float> values)
    {
        switch (type)
        {
            case ScalarType.Float64:
                TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, double>(bytes), values);
                break;
            case ScalarType.Float16:
                TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<byte, Half>(bytes), values);
                break;
            case ScalarType.BFloat16:
                for (var index = 0; index < bytes.Length / 2; index++)
                {
                    values[index] = BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadUInt16LittleEndian(bytes[(2 * index)..]) << 16);
                }

                break;
            default:
                MemoryMarshal.Cast<byte, float>(bytes).CopyTo(values);
                break;
        }
    }
}
