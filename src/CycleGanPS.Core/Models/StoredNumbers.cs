using System.Buffers.Binary;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using CycleGanPS.Core.Models.PyTorch;
using ICSharpCode.SharpZipLib.Checksum;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Models;

/// <summary>A tensor of a file as plain numbers, for those who do without the tensor library.</summary>
/// <param name="Shape">Its sizes.</param>
/// <param name="Values">Its elements, row after row.</param>
internal sealed record StoredNumbers(long[] Shape, float[] Values)
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
            checksum.Update(new ArraySegment<byte>(piece, 0, length));
            if (elements.Length > 0)
            {
                Convert(piece.AsSpan(0, length), type, elements.AsSpan((int)done));
            }
        }

        return (elements, (uint)checksum.Value);
    }

    /// <summary>A tensor of a PyTorch file, from the elements of its storage.</summary>
    public static StoredNumbers Of(float[] elements, ArchivedTensor view)
    {
        var values = new float[view.Sizes.Aggregate(1L, (product, size) => product * size)];
        for (var index = 0L; index < values.Length; index++)
        {
            var (rest, place) = (index, view.Offset);
            for (var dimension = view.Sizes.Length - 1; dimension >= 0; dimension--)
            {
                (rest, var step) = Math.DivRem(rest, view.Sizes[dimension]);
                place += step * view.Strides[dimension];
            }

            values[index] = elements[place];
        }

        return new StoredNumbers(view.Sizes, values);
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
