using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CycleGanPS.Core.Networks.Convolutions.Winograd;

/// <summary>
/// The one-dimensional transforms of Winograd's minimal filtering F(4, 3) (Lavin and Gray 2016, arXiv:1509.09308), which multiply
/// polynomials by their values at the points 0, ±a, ±b and infinity. Eight tiles or channels at a time, one in each lane.
/// The points a = 5/8, b = 3/2 round less than the textbook's 1 and 2.
/// </summary>
internal static unsafe class PointTransforms
{
    /// <summary>Outputs of a tile along one side.</summary>
    public const int Outputs = 4;

    /// <summary>Points, and inputs of a tile along one side.</summary>
    public const int Points = 6;

    /// <summary>The point a.</summary>
    public const float A = 0.625f;

    /// <summary>The point b.</summary>
    public const float B = 1.5f;

    private const float A2 = A * A;
    private const float B2 = B * B;
    private const float ScaleOfZero = 1 / (A2 * B2);
    private const float ScaleOfA = 1 / (2 * A2 * (A2 - B2));
    private const float ScaleOfB = 1 / (2 * B2 * (B2 - A2));

    /// <summary>Six inputs, <paramref name="stride"/> apart, to their values at the points (Bᵀd), in place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Input(Vector256<float>* d, int stride)
    {
        var (d0, d1, d2) = (d[0], d[stride], d[2 * stride]);
        var (d3, d4, d5) = (d[3 * stride], d[4 * stride], d[5 * stride]);
        var (evenA, oddA) = (MultiplyAdd(d2, -B2, d4), MultiplyAdd(d1, -B2, d3) * A);
        var (evenB, oddB) = (MultiplyAdd(d2, -A2, d4), MultiplyAdd(d1, -A2, d3) * B);
        d[0] = MultiplyAdd(d0, A2 * B2, MultiplyAdd(d2, -A2 - B2, d4));
        d[stride] = evenA + oddA;
        d[2 * stride] = evenA - oddA;
        d[3 * stride] = evenB + oddB;
        d[4 * stride] = evenB - oddB;
        d[5 * stride] = MultiplyAdd(d1, A2 * B2, MultiplyAdd(d3, -A2 - B2, d5));
    }

    /// <summary>Six values at the points, <paramref name="stride"/> apart, to four outputs in the first four places (Aᵀm).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Output(Vector256<float>* m, int stride)
    {
        var (sumA, differenceA) = (m[stride] + m[2 * stride], m[stride] - m[2 * stride]);
        var (sumB, differenceB) = (m[3 * stride] + m[4 * stride], m[3 * stride] - m[4 * stride]);
        var infinity = m[5 * stride];
        m[0] = m[0] + sumA + sumB;
        m[stride] = MultiplyAdd(differenceA, A, differenceB * B);
        m[2 * stride] = MultiplyAdd(sumA, A2, sumB * B2);
        m[3 * stride] = MultiplyAdd(differenceA, A * A2, MultiplyAdd(differenceB, B * B2, infinity));
    }

    /// <summary>The gradient of four outputs, <paramref name="stride"/> apart, to that of the values at the points (Ag), in six places.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void OutputGradient(Vector256<float>* g, int stride)
    {
        var (g0, g1, g2, g3) = (g[0], g[stride], g[2 * stride], g[3 * stride]);
        var (evenA, oddA) = (MultiplyAdd(g2, A2, g0), MultiplyAdd(g3, A * A2, g1 * A));
        var (evenB, oddB) = (MultiplyAdd(g2, B2, g0), MultiplyAdd(g3, B * B2, g1 * B));
        g[stride] = evenA + oddA;
        g[2 * stride] = evenA - oddA;
        g[3 * stride] = evenB + oddB;
        g[4 * stride] = evenB - oddB;
        g[5 * stride] = g3;
    }

    /// <summary>The gradient of six values at the points, <paramref name="stride"/> apart, to that of the inputs (Bv), in place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void InputGradient(Vector256<float>* v, int stride)
    {
        var (zero, infinity) = (v[0], v[5 * stride]);
        var (evenA, oddA) = (v[stride] + v[2 * stride], (v[stride] - v[2 * stride]) * A);
        var (evenB, oddB) = (v[3 * stride] + v[4 * stride], (v[3 * stride] - v[4 * stride]) * B);
        v[0] = zero * (A2 * B2);
        v[stride] = MultiplyAdd(oddA, -B2, MultiplyAdd(oddB, -A2, infinity * (A2 * B2)));
        v[2 * stride] = MultiplyAdd(evenA, -B2, MultiplyAdd(evenB, -A2, zero * (-A2 - B2)));
        v[3 * stride] = MultiplyAdd(infinity, -A2 - B2, oddA + oddB);
        v[4 * stride] = zero + (evenA + evenB);
    }

    /// <summary>Three weights, <paramref name="stride"/> apart, to their values at the points (Gg), in six places.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Weights(Vector256<float>* g, int stride)
    {
        var (g0, g1, g2) = (g[0], g[stride], g[2 * stride]);
        var (evenA, oddA) = (MultiplyAdd(g2, A2, g0) * ScaleOfA, g1 * (A * ScaleOfA));
        var (evenB, oddB) = (MultiplyAdd(g2, B2, g0) * ScaleOfB, g1 * (B * ScaleOfB));
        g[0] = g0 * ScaleOfZero;
        g[stride] = evenA + oddA;
        g[2 * stride] = evenA - oddA;
        g[3 * stride] = evenB + oddB;
        g[4 * stride] = evenB - oddB;
        g[5 * stride] = g2;
    }

    /// <summary>
    /// The gradient of the weights' values at the points, <paramref name="stride"/> apart, to that of the weights (Gᵀu), in the first three
    /// places.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WeightsGradient(Vector256<float>* u, int stride)
    {
        var (sumA, differenceA) = ((u[stride] + u[2 * stride]) * ScaleOfA, (u[stride] - u[2 * stride]) * ScaleOfA);
        var (sumB, differenceB) = ((u[3 * stride] + u[4 * stride]) * ScaleOfB, (u[3 * stride] - u[4 * stride]) * ScaleOfB);
        var infinity = u[5 * stride];
        u[0] = MultiplyAdd(u[0], ScaleOfZero, sumA + sumB);
        u[stride] = MultiplyAdd(differenceA, A, differenceB * B);
        u[2 * stride] = MultiplyAdd(sumA, A2, MultiplyAdd(sumB, B2, infinity));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> MultiplyAdd(Vector256<float> value, float factor, Vector256<float> addend) =>
        Vector256.FusedMultiplyAdd(value, Vector256.Create(factor), addend);
}
