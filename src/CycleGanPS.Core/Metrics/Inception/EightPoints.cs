using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static CycleGanPS.Core.Networks.Convolutions.Winograd.PointVectors;

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
    public static void Input(float* d, nint stride, float* target, nint targetStride)
    {
        var (d0, d1, d2, d3) = (Load(d, stride, 0), Load(d, stride, 1), Load(d, stride, 2), Load(d, stride, 3));
        var (d4, d5, d6, d7) = (Load(d, stride, 4), Load(d, stride, 5), Load(d, stride, 6), Load(d, stride, 7));
        MultiplyAdd(d0, Third, MultiplyAdd(d2, Second, MultiplyAdd(d4, First, d6))).Store(target);
        MultiplyAdd(d1, Third, MultiplyAdd(d3, Second, MultiplyAdd(d5, First, d7))).Store(target + (7 * targetStride));
        var (even, odd) = (MultiplyAdd(d2, TwoOfA, MultiplyAdd(d4, OneOfA, d6)), MultiplyAdd(d1, TwoOfA, MultiplyAdd(d3, OneOfA, d5)) * A);
        StorePair(even, odd, target + targetStride, targetStride);
        (even, odd) = (MultiplyAdd(d2, TwoOfB, MultiplyAdd(d4, OneOfB, d6)), MultiplyAdd(d1, TwoOfB, MultiplyAdd(d3, OneOfB, d5)) * B);
        StorePair(even, odd, target + (3 * targetStride), targetStride);
        (even, odd) = (MultiplyAdd(d2, TwoOfC, MultiplyAdd(d4, OneOfC, d6)), MultiplyAdd(d1, TwoOfC, MultiplyAdd(d3, OneOfC, d5)) * C);
        StorePair(even, odd, target + (5 * targetStride), targetStride);
    }

    /// <summary>Values at the points to four outputs, of five taps, or to six, of three.</summary>
    /// <inheritdoc cref="IFiltering.Output" path="/param"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Output(float* m, nint stride, float* target, nint targetStride, bool six)
    {
        var (zero, infinity) = (Load(m, stride, 0), Load(m, stride, 7));
        var (sumA, differenceA) = LoadPair(m, stride, 1);
        var (sumB, differenceB) = LoadPair(m, stride, 3);
        var (sumC, differenceC) = LoadPair(m, stride, 5);
        (zero + sumA + (sumB + sumC)).Store(target);
        MultiplyAdd(differenceA, A, MultiplyAdd(differenceB, B, differenceC * C)).Store(target + targetStride);
        MultiplyAdd(sumA, A2, MultiplyAdd(sumB, B2, sumC * C2)).Store(target + (2 * targetStride));
        var third = MultiplyAdd(differenceA, A2 * A, MultiplyAdd(differenceB, B2 * B, differenceC * (C2 * C)));
        if (!six)
        {
            (third + infinity).Store(target + (3 * targetStride));
            return;
        }

        third.Store(target + (3 * targetStride));
        MultiplyAdd(sumA, A2 * A2, MultiplyAdd(sumB, B2 * B2, sumC * (C2 * C2))).Store(target + (4 * targetStride));
        MultiplyAdd(differenceA, A2 * A2 * A, MultiplyAdd(differenceB, B2 * B2 * B, MultiplyAdd(differenceC, C2 * C2 * C, infinity)))
            .Store(target + (5 * targetStride));
    }
}
