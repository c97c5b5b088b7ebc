using System.IO.Hashing;
using CycleGanPS.Core.Machine;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Models;

/// <summary>Moves elements between a stream and a tensor's own memory, with no managed copy between.</summary>
internal static class TensorBytes
{
    // What is read stays in the processor's cache until it has been summed.
    private const int PieceLength = 1 << 18;

    /// <summary>
    /// A new tensor of one dimension, filled from the stream. Belongs to no dispose scope. The caller has checked
    /// that the file holds that much.
    /// </summary>
    /// <returns>The tensor and the CRC-32 of its bytes.</returns>
    public static (Tensor Tensor, uint Checksum) Read(Stream stream, ScalarType type, long count)
    {
        if (count * ElementTypes.Size(type) > int.MaxValue)
        {
            throw new InvalidDataException($"a storage of {count} elements, more than 2 GB");
        }

        // The first tensor of whatever reads a file of them.
        NativeLibraries.EnsureLoadable();
        var tensor = empty(count, type).DetachFromDisposeScope();
        try
        {
            Crc32 checksum = new();
            for (var rest = count == 0 ? [] : tensor.bytes; !rest.IsEmpty;)
            {
                var piece = rest[..Math.Min(PieceLength, rest.Length)];
                stream.ReadExactly(piece);
                checksum.Append(piece);
                rest = rest[piece.Length..];
            }

            if (type == ScalarType.Bool && count > 0 && tensor.bytes.ContainsAnyExceptInRange((byte)0, (byte)1))
            {
                throw new InvalidDataException("truth values other than 0 and 1");
            }

            return (tensor, checksum.GetCurrentHashAsUInt32());
        }
        catch
        {
            tensor.Dispose();
            throw;
        }
    }

    /// <summary>The tensor as dense CPU memory; a new handle that the caller disposes.</summary>
    public static Tensor Dense(Tensor tensor)
    {
        using var noGradient = no_grad();
        using var detached = tensor.detach();
        using var onCpu = detached.cpu();
        return onCpu.contiguous().DetachFromDisposeScope();
    }

    /// <summary>CRC-32 of a dense tensor's elements.</summary>
    public static uint Checksum(Tensor dense) => dense.numel() == 0 ? 0 : Crc32.HashToUInt32(dense.bytes);

    /// <summary>Writes a dense tensor's elements.</summary>
    public static void Write(Stream stream, Tensor dense)
    {
        if (dense.numel() > 0)
        {
            stream.Write(dense.bytes);
        }
    }
}
