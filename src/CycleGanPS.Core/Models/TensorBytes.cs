using CycleGanPS.Core.Machine;
using ICSharpCode.SharpZipLib.Checksum;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Models;

/// <summary>Moves elements between a stream and a tensor's own memory, with no managed copy between.</summary>
internal static class TensorBytes
{
    private const int PieceLength = 1 << 20;

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
            var piece = new byte[(int)Math.Min(PieceLength, Math.Max(1, count * ElementTypes.Size(type)))];
            var rest = count == 0 ? [] : tensor.bytes;
            while (!rest.IsEmpty)
            {
                var length = Math.Min(piece.Length, rest.Length);
                stream.ReadExactly(piece, 0, length);
                checksum.Update(new ArraySegment<byte>(piece, 0, length));
                piece.AsSpan(0, length).CopyTo(rest);
                rest = rest[length..];
            }

            if (type == ScalarType.Bool && count > 0 && tensor.bytes.ContainsAnyExceptInRange((byte)0, (byte)1))
            {
                throw new InvalidDataException("truth values other than 0 and 1");
            }

            return (tensor, (uint)checksum.Value);
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
    public static uint Checksum(Tensor dense)
    {
        Crc32 checksum = new();
        ForEachPiece(dense, (piece, length) => checksum.Update(new ArraySegment<byte>(piece, 0, length)));
        return (uint)checksum.Value;
    }

    /// <summary>Writes a dense tensor's elements.</summary>
    public static void Write(Stream stream, Tensor dense)
    {
        if (dense.numel() > 0)
        {
            stream.Write(dense.bytes);
        }
    }

    private static void ForEachPiece(Tensor dense, Action<byte[], int> action)
    {
        if (dense.numel() == 0)
        {
            return;
        }

        var piece = new byte[PieceLength];
        for (ReadOnlySpan<byte> rest = dense.bytes; !rest.IsEmpty; rest = rest[Math.Min(piece.Length, rest.Length)..])
        {
            var length = Math.Min(piece.Length, rest.Length);
            rest[..length].CopyTo(piece);
            action(piece, length);
        }
    }
}
