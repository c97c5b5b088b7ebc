using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static CycleGanPS.Core.Networks.Convolutions.Winograd.PointVectors;

namespace CycleGanPS.Core.Metrics.Inception;

/// <summary>
/// F(6, 7) at the points 0, ±a, ±b, ±c, ±d, ±e and infinity, which round least of many that were tried: they lose two bits more
/// than those of <see cref="FourOfThreeTaps"/>.
/// </summary>
internal readonly unsafe struct SixOfSevenTaps : IFiltering
{
    private const float A = 0.25f;
    private const float B = 0.625f;
    private const float C = 1;
    private const float D = 1.5f;
    private const float E = 2.5f;
    private const float A2 = A * A;
    private const float B2 = B * B;
    private const float C2 = C * C;
    private const float D2 = D * D;
    private const float E2 = E * E;

    // (x² − a²)(x² − b²)(x² − c²)(x² − d²)(x² − e²) = x¹⁰ + First x⁸ + Second x⁶ + Third x⁴ + Fourth x² + Fifth.
    private const float First = -(A2 + B2 + C2 + D2 + E2);
    private const float Second = (A2 * (B2 + C2 + D2 + E2)) + (B2 * (C2 + D2 + E2)) + (C2 * (D2 + E2)) + (D2 * E2);
    private const float Third = -((A2 * B2 * (C2 + D2 + E2)) + (((A2 + B2) * C2) * (D2 + E2)) + ((A2 + B2 + C2) * D2 * E2));
    private const float Fourth = (A2 * B2 * ((C2 * (D2 + E2)) + (D2 * E2))) + ((A2 + B2) * C2 * D2 * E2);
    private const float Fifth = -(A2 * B2 * C2 * D2 * E2);

    public static int Outputs => 6;

    public static int Taps => 7;

    public static int Points => 12;

    public static double[,] Factors => FilterWeights.Factors([0, A, -A, B, -B, C, -C, D, -D, E, -E], Taps);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Input(float* d, nint stride, float* target, nint targetStride)
    {
        var (d1, d2, d3, d4, d5) = (Load(d, stride, 1), Load(d, stride, 2), Load(d, stride, 3), Load(d, stride, 4), Load(d, stride, 5));
        var (d6, d7, d8, d9, d10) = (Load(d, stride, 6), Load(d, stride, 7), Load(d, stride, 8), Load(d, stride, 9), Load(d, stride, 10));
        var (zero, infinity) = (Whole(Load(d, stride, 0), d2, d4, d6, d8, d10), Whole(d1, d3, d5, d7, d9, Load(d, stride, 11)));
        zero.Store(target);
        infinity.Store(target + (11 * targetStride));
        var (even, odd) = (Without(A2, d2, d4, d6, d8, d10), Without(A2, d1, d3, d5, d7, d9) * A);
        StorePair(even, odd, target + targetStride, targetStride);
        (even, odd) = (Without(B2, d2, d4, d6, d8, d10), Without(B2, d1, d3, d5, d7, d9) * B);
        StorePair(even, odd, target + (3 * targetStride), targetStride);
        (even, odd) = (Without(C2, d2, d4, d6, d8, d10), Without(C2, d1, d3, d5, d7, d9) * C);
        StorePair(even, odd, target + (5 * targetStride), targetStride);
        (even, odd) = (Without(D2, d2, d4, d6, d8, d10), Without(D2, d1, d3, d5, d7, d9) * D);
        StorePair(even, odd, target + (7 * targetStride), targetStride);
        (even, odd) = (Without(E2, d2, d4, d6, d8, d10), Without(E2, d1, d3, d5, d7, d9) * E);
        StorePair(even, odd, target + (9 * targetStride), targetStride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Output(float* m, nint stride, float* target, nint targetStride)
    {
        var (sumA, differenceA) = LoadPair(m, stride, 1);
        var (sumB, differenceB) = LoadPair(m, stride, 3);
        var (sumC, differenceC) = LoadPair(m, stride, 5);
        var (sumD, differenceD) = LoadPair(m, stride, 7);
        var (sumE, differenceE) = LoadPair(m, stride, 9);
        var (zero, infinity) = (Load(m, stride, 0), Load(m, stride, 11));
        ((zero + sumA + sumB) + (sumC + sumD + sumE)).Store(target);
        Sum(A, B, C, D, E, differenceA, differenceB, differenceC, differenceD, differenceE).Store(target + targetStride);
        Sum(A2, B2, C2, D2, E2, sumA, sumB, sumC, sumD, sumE).Store(target + (2 * targetStride));
        Sum(A2 * A, B2 * B, C2 * C, D2 * D, E2 * E, differenceA, differenceB, differenceC, differenceD, differenceE).Store(target + (3 * targetStride));
        Sum(A2 * A2, B2 * B2, C2 * C2, D2 * D2, E2 * E2, sumA, sumB, sumC, sumD, sumE).Store(target + (4 * targetStride));
        var last = Sum(
            A2 * A2 * A, B2 * B2 * B, C2 * C2 * C, D2 * D2 * D, E2 * E2 * E, differenceA, differenceB, differenceC, differenceD, differenceE);
        (infinity + last).Store(target + (5 * targetStride));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Whole(
        Vector256<float> d0, Vector256<float> d2, Vector256<float> d4, Vector256<float> d6, Vector256<float> d8, Vector256<float> d10) =>
        MultiplyAdd(d0, Fifth, MultiplyAdd(d2, Fourth, MultiplyAdd(d4, Third, MultiplyAdd(d6, Second, MultiplyAdd(d8, First, d10)))));

    // The same polynomial without one square, divided by Horner's rule.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Without(
        float square, Vector256<float> d0, Vector256<float> d2, Vector256<float> d4, Vector256<float> d6, Vector256<float> d8)
    {
        var first = First + square;
        var second = Second + (square * first);
        var third = Third + (square * second);
        var fourth = Fourth + (square * third);
        return MultiplyAdd(d0, fourth, MultiplyAdd(d2, third, MultiplyAdd(d4, second, MultiplyAdd(d6, first, d8))));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Sum(
        float a, float b, float c, float d, float e,
        Vector256<float> ofA, Vector256<float> ofB, Vector256<float> ofC, Vector256<float> ofD, Vector256<float> ofE) =>
        MultiplyAdd(ofA, a, MultiplyAdd(ofB, b, MultiplyAdd(ofC, c, MultiplyAdd(ofD, d, ofE * e))));
}
