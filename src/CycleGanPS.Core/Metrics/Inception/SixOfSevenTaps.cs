using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

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

    public static double[] Finite => [0, A, -A, B, -B, C, -C, D, -D, E, -E];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Input(Vector256<float>* d, int stride)
    {
        var (d1, d2, d3, d4, d5) = (d[stride], d[2 * stride], d[3 * stride], d[4 * stride], d[5 * stride]);
        var (d6, d7, d8, d9, d10) = (d[6 * stride], d[7 * stride], d[8 * stride], d[9 * stride], d[10 * stride]);
        d[0] = Whole(d[0], d2, d4, d6, d8, d10);
        d[11 * stride] = Whole(d1, d3, d5, d7, d9, d[11 * stride]);
        var (even, odd) = (Without(A2, d2, d4, d6, d8, d10), Without(A2, d1, d3, d5, d7, d9) * A);
        (d[stride], d[2 * stride]) = (even + odd, even - odd);
        (even, odd) = (Without(B2, d2, d4, d6, d8, d10), Without(B2, d1, d3, d5, d7, d9) * B);
        (d[3 * stride], d[4 * stride]) = (even + odd, even - odd);
        (even, odd) = (Without(C2, d2, d4, d6, d8, d10), Without(C2, d1, d3, d5, d7, d9) * C);
        (d[5 * stride], d[6 * stride]) = (even + odd, even - odd);
        (even, odd) = (Without(D2, d2, d4, d6, d8, d10), Without(D2, d1, d3, d5, d7, d9) * D);
        (d[7 * stride], d[8 * stride]) = (even + odd, even - odd);
        (even, odd) = (Without(E2, d2, d4, d6, d8, d10), Without(E2, d1, d3, d5, d7, d9) * E);
        (d[9 * stride], d[10 * stride]) = (even + odd, even - odd);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Output(Vector256<float>* m, int stride)
    {
        var (sumA, differenceA) = (m[stride] + m[2 * stride], m[stride] - m[2 * stride]);
        var (sumB, differenceB) = (m[3 * stride] + m[4 * stride], m[3 * stride] - m[4 * stride]);
        var (sumC, differenceC) = (m[5 * stride] + m[6 * stride], m[5 * stride] - m[6 * stride]);
        var (sumD, differenceD) = (m[7 * stride] + m[8 * stride], m[7 * stride] - m[8 * stride]);
        var (sumE, differenceE) = (m[9 * stride] + m[10 * stride], m[9 * stride] - m[10 * stride]);
        m[0] = (m[0] + sumA + sumB) + (sumC + sumD + sumE);
        m[stride] = Sum(A, B, C, D, E, differenceA, differenceB, differenceC, differenceD, differenceE);
        m[2 * stride] = Sum(A2, B2, C2, D2, E2, sumA, sumB, sumC, sumD, sumE);
        m[3 * stride] = Sum(A2 * A, B2 * B, C2 * C, D2 * D, E2 * E, differenceA, differenceB, differenceC, differenceD, differenceE);
        m[4 * stride] = Sum(A2 * A2, B2 * B2, C2 * C2, D2 * D2, E2 * E2, sumA, sumB, sumC, sumD, sumE);
        m[5 * stride] = m[11 * stride]
            + Sum(A2 * A2 * A, B2 * B2 * B, C2 * C2 * C, D2 * D2 * D, E2 * E2 * E, differenceA, differenceB, differenceC, differenceD, differenceE);
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> MultiplyAdd(Vector256<float> value, float factor, Vector256<float> addend) =>
        Vector256.FusedMultiplyAdd(value, Vector256.Create(factor), addend);
}
