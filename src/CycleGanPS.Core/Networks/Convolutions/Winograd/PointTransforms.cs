using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static CycleGanPS.Core.Networks.Convolutions.Winograd.PointVectors;

namespace CycleGanPS.Core.Networks.Convolutions.Winograd;

/// <summary>
/// The one-dimensional transforms of Winograd's minimal filtering F(4, 3) (Lavin and Gray 2016, arXiv:1509.09308), which multiply
/// polynomials by their values at the points 0, ±a, ±b and infinity. Eight tiles or channels at a time, one in each lane of a vector; vectors lie a
/// stride of floats apart, and all are read before any is written.
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

    /// <summary>Six inputs to their values at the points (Bᵀd).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Input(float* d, nint stride, float* target, nint targetStride)
    {
        var (d0, d1, d2) = (Load(d, stride, 0), Load(d, stride, 1), Load(d, stride, 2));
        var (d3, d4, d5) = (Load(d, stride, 3), Load(d, stride, 4), Load(d, stride, 5));
        var (evenA, oddA) = (MultiplyAdd(d2, -B2, d4), MultiplyAdd(d1, -B2, d3) * A);
        var (evenB, oddB) = (MultiplyAdd(d2, -A2, d4), MultiplyAdd(d1, -A2, d3) * B);
        MultiplyAdd(d0, A2 * B2, MultiplyAdd(d2, -A2 - B2, d4)).Store(target);
        StorePair(evenA, oddA, target + targetStride, targetStride);
        StorePair(evenB, oddB, target + (3 * targetStride), targetStride);
        MultiplyAdd(d1, A2 * B2, MultiplyAdd(d3, -A2 - B2, d5)).Store(target + (5 * targetStride));
    }

    /// <summary>Six values at the points to four outputs (Aᵀm).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Output(float* m, nint stride, float* target, nint targetStride)
    {
        var (sumA, differenceA) = LoadPair(m, stride, 1);
        var (sumB, differenceB) = LoadPair(m, stride, 3);
        var (zero, infinity) = (Load(m, stride, 0), Load(m, stride, 5));
        (zero + sumA + sumB).Store(target);
        MultiplyAdd(differenceA, A, differenceB * B).Store(target + targetStride);
        MultiplyAdd(sumA, A2, sumB * B2).Store(target + (2 * targetStride));
        MultiplyAdd(differenceA, A * A2, MultiplyAdd(differenceB, B * B2, infinity)).Store(target + (3 * targetStride));
    }

    /// <summary>The gradient of four outputs to that of the six values at the points (Ag).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void OutputGradient(float* g, nint stride, float* target, nint targetStride)
    {
        var (g0, g1, g2, g3) = (Load(g, stride, 0), Load(g, stride, 1), Load(g, stride, 2), Load(g, stride, 3));
        var (evenA, oddA) = (MultiplyAdd(g2, A2, g0), MultiplyAdd(g3, A * A2, g1 * A));
        var (evenB, oddB) = (MultiplyAdd(g2, B2, g0), MultiplyAdd(g3, B * B2, g1 * B));
        g0.Store(target);
        StorePair(evenA, oddA, target + targetStride, targetStride);
        StorePair(evenB, oddB, target + (3 * targetStride), targetStride);
        g3.Store(target + (5 * targetStride));
    }

    /// <summary>The gradient of six values at the points to that of the six inputs (Bv).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void InputGradient(float* v, nint stride, float* target, nint targetStride)
    {
        var (zero, infinity) = (Load(v, stride, 0), Load(v, stride, 5));
        var (v1, v2, v3, v4) = (Load(v, stride, 1), Load(v, stride, 2), Load(v, stride, 3), Load(v, stride, 4));
        var (evenA, oddA) = (v1 + v2, (v1 - v2) * A);
        var (evenB, oddB) = (v3 + v4, (v3 - v4) * B);
        (zero * (A2 * B2)).Store(target);
        MultiplyAdd(oddA, -B2, MultiplyAdd(oddB, -A2, infinity * (A2 * B2))).Store(target + targetStride);
        MultiplyAdd(evenA, -B2, MultiplyAdd(evenB, -A2, zero * (-A2 - B2))).Store(target + (2 * targetStride));
        MultiplyAdd(infinity, -A2 - B2, oddA + oddB).Store(target + (3 * targetStride));
        (zero + (evenA + evenB)).Store(target + (4 * targetStride));
        infinity.Store(target + (5 * targetStride));
    }

    /// <summary>Three weights to their six values at the points (Gg).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Weights(float* g, nint stride, float* target, nint targetStride)
    {
        var (g0, g1, g2) = (Load(g, stride, 0), Load(g, stride, 1), Load(g, stride, 2));
        var (evenA, oddA) = (MultiplyAdd(g2, A2, g0) * ScaleOfA, g1 * (A * ScaleOfA));
        var (evenB, oddB) = (MultiplyAdd(g2, B2, g0) * ScaleOfB, g1 * (B * ScaleOfB));
        (g0 * ScaleOfZero).Store(target);
        StorePair(evenA, oddA, target + targetStride, targetStride);
        StorePair(evenB, oddB, target + (3 * targetStride), targetStride);
        g2.Store(target + (5 * targetStride));
    }

    /// <summary>The gradient of the weights' six values at the points to that of the three weights (Gᵀu).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WeightsGradient(float* u, nint stride, float* target, nint targetStride)
    {
        var (u1, u2, u3, u4) = (Load(u, stride, 1), Load(u, stride, 2), Load(u, stride, 3), Load(u, stride, 4));
        var (sumA, differenceA) = ((u1 + u2) * ScaleOfA, (u1 - u2) * ScaleOfA);
        var (sumB, differenceB) = ((u3 + u4) * ScaleOfB, (u3 - u4) * ScaleOfB);
        var (zero, infinity) = (Load(u, stride, 0), Load(u, stride, 5));
        MultiplyAdd(zero, ScaleOfZero, sumA + sumB).Store(target);
        MultiplyAdd(differenceA, A, differenceB * B).Store(target + targetStride);
        MultiplyAdd(sumA, A2, MultiplyAdd(sumB, B2, infinity)).Store(target + (2 * targetStride));
    }
}
