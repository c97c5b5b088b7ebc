using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace CycleGanPS.Core.Data;

/// <summary>
/// The random numbers of a run: xoshiro256** (Blackman and Vigna 2018), whose whole state is four numbers that a
/// checkpoint can hold. The same seed gives the same numbers on every machine.
/// </summary>
internal sealed class RandomSource
{
    private ulong _s0;
    private ulong _s1;
    private ulong _s2;
    private ulong _s3;

    /// <summary>A source of its own for one purpose of a run, so that one purpose's draws do not shift another's.</summary>
    public RandomSource(int seed, string purpose)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}/{purpose}"));
        Restore([.. Enumerable.Range(0, 4).Select(index => BitConverter.ToUInt64(hash, 8 * index))]);
    }

    private RandomSource(IReadOnlyList<ulong> state) => Restore(state);

    /// <summary>Goes on where <see cref="State"/> was taken.</summary>
    public static RandomSource FromState(IReadOnlyList<ulong> state) => new(state);

    /// <summary>A copy of the four numbers of the state.</summary>
    public ulong[] State => [_s0, _s1, _s2, _s3];

    /// <summary>Uniform on all 64-bit numbers.</summary>
    public ulong NextBits()
    {
        var result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        var shifted = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= shifted;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>Uniform on [0, 1).</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform on 0 … <paramref name="count"/> − 1.</summary>
    public int NextInt(int count) => (int)(NextDouble() * count);

    /// <summary>The numbers 0 … <paramref name="count"/> − 1 in random order (Fisher and Yates).</summary>
    public int[] Permutation(int count)
    {
        var order = Enumerable.Range(0, count).ToArray();
        for (var last = count - 1; last > 0; last--)
        {
            var other = NextInt(last + 1);
            (order[last], order[other]) = (order[other], order[last]);
        }

        return order;
    }

    /// <summary>Whether numbers from a file can be such a state.</summary>
    public static bool IsState([NotNullWhen(true)] IReadOnlyList<ulong>? numbers) => numbers is { Count: 4 } && numbers.Any(part => part != 0);

    private void Restore(IReadOnlyList<ulong> state)
    {
        if (!IsState(state))
        {
            throw new ArgumentException("A random state is four numbers, not all zero.", nameof(state));
        }

        (_s0, _s1, _s2, _s3) = (state[0], state[1], state[2], state[3]);
    }
}
