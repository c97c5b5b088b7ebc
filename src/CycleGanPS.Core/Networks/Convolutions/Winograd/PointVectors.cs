using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CycleGanPS.Core.Networks.Convolutions.Winograd;

/// <summary>What the transforms of minimal filtering are made of: vectors of eight floats, a stride of floats apart.</summary>
internal static unsafe class PointVectors
{
    /// <summary>The vector at a place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load(float* first, nint stride, int place) => Vector256.Load(first + (place * stride));

    /// <summary>The values at a point, and behind it at its opposite: their sum and their difference.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector256<float> Sum, Vector256<float> Difference) LoadPair(float* first, nint stride, int place)
    {
        var (value, opposite) = (Load(first, stride, place), Load(first, stride, place + 1));
        return (value + opposite, value - opposite);
    }

    /// <summary>Puts what the even and the odd terms make of a point, and behind it of its opposite.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePair(Vector256<float> even, Vector256<float> odd, float* target, nint stride)
    {
        (even + odd).Store(target);
        (even - odd).Store(target + stride);
    }

    /// <summary>value · factor + addend, rounded once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> MultiplyAdd(Vector256<float> value, float factor, Vector256<float> addend) =>
        Vector256.FusedMultiplyAdd(value, Vector256.Create(factor), addend);
}
