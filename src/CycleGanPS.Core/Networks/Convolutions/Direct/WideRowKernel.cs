using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CycleGanPS.Core.Networks.Convolutions.Direct;

/// <summary>What <see cref="RowKernel"/> does, in vectors of sixteen floats, for processors that have them.</summary>
internal static unsafe class WideRowKernel
{
    /// <summary>Pixels that four channels get at a time.</summary>
    public const int PixelsOfFour = 32;

    /// <summary>32 pixels of four output channels, otherwise like <see cref="RowKernel.Four"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Four(float* input, int* offsets, int taps, float* weights, float* output, nint plane, bool accumulate)
    {
        Vector512<float> c00, c01, c10, c11, c20, c21, c30, c31;
        c00 = c01 = c10 = c11 = c20 = c21 = c30 = c31 = Vector512<float>.Zero;
        for (var tap = 0; tap < taps; tap++)
        {
            var source = input + offsets[tap];
            var (left, right) = (Vector512.Load(source), Vector512.Load(source + 16));
            var scale = Vector512.Create(*weights);
            c00 = Vector512.FusedMultiplyAdd(scale, left, c00);
            c01 = Vector512.FusedMultiplyAdd(scale, right, c01);
            scale = Vector512.Create(weights[1]);
            c10 = Vector512.FusedMultiplyAdd(scale, left, c10);
            c11 = Vector512.FusedMultiplyAdd(scale, right, c11);
            scale = Vector512.Create(weights[2]);
            c20 = Vector512.FusedMultiplyAdd(scale, left, c20);
            c21 = Vector512.FusedMultiplyAdd(scale, right, c21);
            scale = Vector512.Create(weights[3]);
            c30 = Vector512.FusedMultiplyAdd(scale, left, c30);
            c31 = Vector512.FusedMultiplyAdd(scale, right, c31);
            weights += 4;
        }

        Store(output, c00, c01, accumulate);
        Store(output + plane, c10, c11, accumulate);
        Store(output + (2 * plane), c20, c21, accumulate);
        Store(output + (3 * plane), c30, c31, accumulate);
    }

    /// <summary>Like <see cref="RowKernel.FourGradients"/>, for four taps; the halves of the vectors are added in the end.</summary>
    /// <param name="gradient">The first pixel of the first channel.</param>
    /// <param name="plane">Floats from one channel to the next.</param>
    /// <param name="taps">Where the four taps read at that pixel.</param>
    /// <param name="pixels">Pixels, a multiple of sixteen.</param>
    /// <param name="sums">Four sums for each tap.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void FourGradients(float* gradient, nint plane, float** taps, int pixels, Vector256<float>* sums)
    {
        Vector512<float> c00, c10, c20, c30, c01, c11, c21, c31, c02, c12, c22, c32, c03, c13, c23, c33;
        c00 = c10 = c20 = c30 = c01 = c11 = c21 = c31 = c02 = c12 = c22 = c32 = c03 = c13 = c23 = c33 = Vector512<float>.Zero;
        float* tap0 = taps[0], tap1 = taps[1], tap2 = taps[2], tap3 = taps[3];
        var (plane2, plane3) = (2 * plane, 3 * plane);
        for (nint pixel = 0; pixel < pixels; pixel += 16)
        {
            var of = gradient + pixel;
            var (first, second) = (Vector512.Load(tap0 + pixel), Vector512.Load(tap1 + pixel));
            var (third, fourth) = (Vector512.Load(tap2 + pixel), Vector512.Load(tap3 + pixel));
            var value = Vector512.Load(of);
            c00 = Vector512.FusedMultiplyAdd(value, first, c00);
            c01 = Vector512.FusedMultiplyAdd(value, second, c01);
            c02 = Vector512.FusedMultiplyAdd(value, third, c02);
            c03 = Vector512.FusedMultiplyAdd(value, fourth, c03);
            value = Vector512.Load(of + plane);
            c10 = Vector512.FusedMultiplyAdd(value, first, c10);
            c11 = Vector512.FusedMultiplyAdd(value, second, c11);
            c12 = Vector512.FusedMultiplyAdd(value, third, c12);
            c13 = Vector512.FusedMultiplyAdd(value, fourth, c13);
            value = Vector512.Load(of + plane2);
            c20 = Vector512.FusedMultiplyAdd(value, first, c20);
            c21 = Vector512.FusedMultiplyAdd(value, second, c21);
            c22 = Vector512.FusedMultiplyAdd(value, third, c22);
            c23 = Vector512.FusedMultiplyAdd(value, fourth, c23);
            value = Vector512.Load(of + plane3);
            c30 = Vector512.FusedMultiplyAdd(value, first, c30);
            c31 = Vector512.FusedMultiplyAdd(value, second, c31);
            c32 = Vector512.FusedMultiplyAdd(value, third, c32);
            c33 = Vector512.FusedMultiplyAdd(value, fourth, c33);
        }

        Add(sums, c00, c10, c20, c30);
        Add(sums + 4, c01, c11, c21, c31);
        Add(sums + 8, c02, c12, c22, c32);
        Add(sums + 12, c03, c13, c23, c33);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(Vector256<float>* sums, Vector512<float> first, Vector512<float> second, Vector512<float> third, Vector512<float> fourth)
    {
        sums[0] += first.GetLower() + first.GetUpper();
        sums[1] += second.GetLower() + second.GetUpper();
        sums[2] += third.GetLower() + third.GetUpper();
        sums[3] += fourth.GetLower() + fourth.GetUpper();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(float* target, Vector512<float> left, Vector512<float> right, bool accumulate)
    {
        if (accumulate)
        {
            (left, right) = (left + Vector512.Load(target), right + Vector512.Load(target + 16));
        }

        left.Store(target);
        right.Store(target + 16);
    }
}
