using System.Runtime.InteropServices;
using System.Text.Json;

namespace CycleGanPS.Core.Distributed;

/// <summary>Values between ranks: as JSON, with their length before them.</summary>
internal static class RankMessages
{
    /// <summary>What rank 0 has, at all ranks.</summary>
    public static T Share<T>(this IRanks ranks, T value)
    {
        if (ranks.Count == 1)
        {
            return value;
        }

        var bytes = ranks.Rank == 0 ? JsonSerializer.SerializeToUtf8Bytes(value) : [];
        Span<int> length = [bytes.Length];
        ranks.Broadcast(MemoryMarshal.AsBytes(length));
        bytes = ranks.Rank == 0 ? bytes : new byte[length[0]];
        ranks.Broadcast(bytes);
        return ranks.Rank == 0 ? value : JsonSerializer.Deserialize<T>(bytes)!;
    }

    /// <summary>What all ranks have, in their order, at rank 0; nothing at the others.</summary>
    public static T[] Collect<T>(this IRanks ranks, T value)
    {
        if (ranks.Rank > 0)
        {
            ranks.Give(value, 0);
            return [];
        }

        return [value, .. Enumerable.Range(1, ranks.Count - 1).Select(rank => ranks.Take<T>(rank))];
    }

    /// <summary>Gives a value to another rank, which <see cref="Take"/>s it.</summary>
    public static void Give<T>(this IRanks ranks, T value, int to)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(value);
        ranks.Send(MemoryMarshal.AsBytes<int>([bytes.Length]), to);
        ranks.Send(bytes, to);
    }

    /// <summary>Takes the value that another rank gives.</summary>
    public static T Take<T>(this IRanks ranks, int from)
    {
        Span<int> length = [0];
        ranks.Receive(MemoryMarshal.AsBytes(length), from);
        var bytes = new byte[length[0]];
        ranks.Receive(bytes, from);
        return JsonSerializer.Deserialize<T>(bytes)!;
    }
}
