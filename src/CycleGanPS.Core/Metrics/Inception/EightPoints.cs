using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CycleGanPS.Core.Metrics.Inception;

/// <summary>
/// The transforms of minimal filtering at the points 0, ±a, ±b, ±c and infinity. Rounding decides which points are good: these were the
/// best of many for random numbers, and lose between one and two bits more than those of <see cref="FourOfThreeTaps"/>.
/// </summary>
internal static unsafe class EightPoints
{
    public const int Count = 8;

    private const float A = 0.5f;
    private const float B = 1;
    private const float C = 2;
    private const float A2 = A * A;
    private const float B2 = B * B;
    private const float C2 = C * C;

    // (x² − b²)(x² − c²) and its like are x⁴ + One x² + Two; (x² − a²)(x² − b²)(x² − c²) is x⁶ + First x⁴ + Second x² + Third.
    private const float OneOfA = -B2 - C2;
    private const float TwoOfA = B2 * C2;
    private const float OneOfB = -A2 - C2;
    private const float TwoOfB = A2 * C2;
    private const float OneOfC = -A2 - B2;
    private const float TwoOfC = A2 * B2;
    private const float First = -A2 - B2 - C2;
    private const float Second = (A2 * B2) + (A2 * C2) + (B2 * C2);
    private const float Third = -A2 * B2 * C2;

    public static double[] Finite => [0, A, -A, B, -B, C, -C];

    /// <inheritdoc cref="IFiltering.Input"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Input(Vector256<float>* d, int stride)
    {
        var (d0, d1, d2, d3) = (d[0], d[stride], d[2 * stride], d[3 * stride]);
        var (d4, d5, d6, d7) = (d[4 * stride], d[5 * stride], d[6 * stride], d[7 * stride]);
        d[0] = MultiplyAdd(d0, Third, MultiplyAdd(d2, Second, MultiplyAdd(d4, First, d6)));
        d[7 * stride] = MultiplyAdd(d1, Third, MultiplyAdd(d3, Second, MultiplyAdd(d5, First, d7)));
        var (even, odd) = (MultiplyAdd(d2, TwoOfA, MultiplyAdd(d4, OneOfA, d6)), MultiplyAdd(d1, TwoOfA, MultiplyAdd(d3, OneOfA, d5)) * A);
        (d[stride], d[2 * stride]) = (even + odd, even - odd);
        (even, odd) = (MultiplyAdd(d2, TwoOfB, MultiplyAdd(d4, OneOfB, d6)), MultiplyAdd(d1, TwoOfB, MultiplyAdd(d3, OneOfB, d5)) * B);
        (d[3 * stride], d[4 * stride]) = (even + odd, even - odd);
        (even, odd) = (MultiplyAdd(d2, TwoOfC, MultiplyAdd(d4, OneOfC, d6)), MultiplyAdd(d1, TwoOfC, MultiplyAdd(d3, OneOfC, d5)) * C);
        (d[5 * stride], d[6 * stride]) = (even + odd, even - odd);
    }

    /// <summary>Values at the points to four outputs, of five taps, or to six, of three.</summary>
    /// <inheritdoc cref="IFiltering.Output" path="/param"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Output(Vector256<float>* m, int stride, bool six)
    {
        var (sumA, differenceA) = (m[stride] + m[2 * stride], m[stride] - m[2 * stride]);
        var (sumB, differenceB) = (m[3 * stride] + m[4 * stride], m[3 * stride] - m[4 * stride]);
        var (sumC, differenceC) = (m[5 * stride] + m[6 * stride], m[5 * stride] - m[6 * stride]);
        var infinity = m[7 * stride];
        m[0] = m[0] + sumA + (sumB + sumC);
        m[stride] = MultiplyAdd(differenceA, A, MultiplyAdd(differenceB, B, differenceC * C));
        m[2 * stride] = MultiplyAdd(sumA, A2, MultiplyAdd(sumB, B2, sumC * C2));
        var third = MultiplyAdd(differenceA, A2 * A, MultiplyAdd(differenceB, B2 * B, differenceC * (C2 * C)));
        if (!six)
        {
            m[3 * stride] = third + infinity;
            return;
        }

        m[3 * stride] = third;
        m[4 * stride] = MultiplyAdd(sumA, A2 * A2, MultiplyAdd(sumB, B2 * B2, sumC * (C2 * C2)));
        m[5 * stride] = MultiplyAdd(differenceA, A2 * A2 * A, MultiplyAdd(differenceB, B2 * B2 * B, MultiplyAdd(differenceC, C2 * C2 * C, infinity)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> MultiplyAdd(Vector256<float> value, float factor, Vector256<float> addend) =>
        Vector256.FusedMultiplyAdd(value, Vector256.Create(factor), addend);
}
