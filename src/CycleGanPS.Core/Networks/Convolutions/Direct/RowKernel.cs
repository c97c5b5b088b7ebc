using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CycleGanPS.Core.Networks.Convolutions.Direct;

/// <summary>
/// The innermost loops of <see cref="DirectConvolution"/>: neighbours in a row are the lanes of a vector, and all sums stay in registers.
/// A tap is a place relative to the output's, in some plane, with a weight for each output channel of the block.
/// </summary>
internal static unsafe class RowKernel
{
    /// <summary>Pixels that four channels get at a time.</summary>
    public const int PixelsOfFour = 16;

    /// <summary>Pixels that three channels get at a time.</summary>
    public const int PixelsOfThree = 32;

    /// <summary>16 pixels of four output channels: the sum over all taps of weight times input.</summary>
    /// <param name="input">The first pixel in the first plane.</param>
    /// <param name="offsets">Floats from there to where each tap reads.</param>
    /// <param name="taps">Taps.</param>
    /// <param name="weights">Four weights for each tap.</param>
    /// <param name="output">The first pixel of the first channel.</param>
    /// <param name="plane">Floats from one channel to the next.</param>
    /// <param name="accumulate">Whether the output's former values are added.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Four(float* input, int* offsets, int taps, float* weights, float* output, nint plane, bool accumulate)
    {
        Vector256<float> c00, c01, c10, c11, c20, c21, c30, c31;
        c00 = c01 = c10 = c11 = c20 = c21 = c30 = c31 = Vector256<float>.Zero;
        for (var tap = 0; tap < taps; tap++)
        {
            var source = input + offsets[tap];
            var (left, right) = (Vector256.Load(source), Vector256.Load(source + 8));
            var scale = Vector256.Create(*weights);
            c00 = Vector256.FusedMultiplyAdd(scale, left, c00);
            c01 = Vector256.FusedMultiplyAdd(scale, right, c01);
            scale = Vector256.Create(weights[1]);
            c10 = Vector256.FusedMultiplyAdd(scale, left, c10);
            c11 = Vector256.FusedMultiplyAdd(scale, right, c11);
            scale = Vector256.Create(weights[2]);
            c20 = Vector256.FusedMultiplyAdd(scale, left, c20);
            c21 = Vector256.FusedMultiplyAdd(scale, right, c21);
            scale = Vector256.Create(weights[3]);
            c30 = Vector256.FusedMultiplyAdd(scale, left, c30);
            c31 = Vector256.FusedMultiplyAdd(scale, right, c31);
            weights += 4;
        }

        Store(output, c00, c01, accumulate);
        Store(output + plane, c10, c11, accumulate);
        Store(output + (2 * plane), c20, c21, accumulate);
        Store(output + (3 * plane), c30, c31, accumulate);
    }

    /// <summary>32 pixels of three output channels, otherwise like <see cref="Four"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Three(float* input, int* offsets, int taps, float* weights, float* output, nint plane, bool accumulate)
    {
        Vector256<float> c00, c01, c02, c03, c10, c11, c12, c13, c20, c21, c22, c23;
        c00 = c01 = c02 = c03 = c10 = c11 = c12 = c13 = c20 = c21 = c22 = c23 = Vector256<float>.Zero;
        for (var tap = 0; tap < taps; tap++)
        {
            var source = input + offsets[tap];
            var (first, second, third) = (Vector256.Create(*weights), Vector256.Create(weights[1]), Vector256.Create(weights[2]));
            var pixels = Vector256.Load(source);
            c00 = Vector256.FusedMultiplyAdd(first, pixels, c00);
            c10 = Vector256.FusedMultiplyAdd(second, pixels, c10);
            c20 = Vector256.FusedMultiplyAdd(third, pixels, c20);
            pixels = Vector256.Load(source + 8);
            c01 = Vector256.FusedMultiplyAdd(first, pixels, c01);
            c11 = Vector256.FusedMultiplyAdd(second, pixels, c11);
            c21 = Vector256.FusedMultiplyAdd(third, pixels, c21);
            pixels = Vector256.Load(source + 16);
            c02 = Vector256.FusedMultiplyAdd(first, pixels, c02);
            c12 = Vector256.FusedMultiplyAdd(second, pixels, c12);
            c22 = Vector256.FusedMultiplyAdd(third, pixels, c22);
            pixels = Vector256.Load(source + 24);
            c03 = Vector256.FusedMultiplyAdd(first, pixels, c03);
            c13 = Vector256.FusedMultiplyAdd(second, pixels, c13);
            c23 = Vector256.FusedMultiplyAdd(third, pixels, c23);
            weights += 3;
        }

        Store(output, c00, c01, accumulate);
        Store(output + 16, c02, c03, accumulate);
        Store(output + plane, c10, c11, accumulate);
        Store(output + plane + 16, c12, c13, accumulate);
        Store(output + (2 * plane), c20, c21, accumulate);
        Store(output + (2 * plane) + 16, c22, c23, accumulate);
    }

    /// <summary>
    /// For four channels of the output's gradient and two taps, adds the products of gradient and input, pixel by pixel of eight, to eight sums
    /// of eight floats each.
    /// </summary>
    /// <param name="gradient">The first pixel of the first channel.</param>
    /// <param name="plane">Floats from one channel to the next.</param>
    /// <param name="first">Where the first tap reads at that pixel.</param>
    /// <param name="second">Where the second tap reads.</param>
    /// <param name="pixels">Pixels, a multiple of eight.</param>
    /// <param name="sums">The first tap's four sums, and the second's.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void FourGradients(float* gradient, nint plane, float* first, float* second, int pixels, Vector256<float>* sums)
    {
        var (c00, c10, c20, c30) = (sums[0], sums[1], sums[2], sums[3]);
        var (c01, c11, c21, c31) = (sums[4], sums[5], sums[6], sums[7]);
        var (plane2, plane3) = (2 * plane, 3 * plane);
        for (var pixel = 0; pixel < pixels; pixel += 8)
        {
            var (left, right) = (Vector256.Load(first + pixel), Vector256.Load(second + pixel));
            var of = gradient + pixel;
            var value = Vector256.Load(of);
            c00 = Vector256.FusedMultiplyAdd(value, left, c00);
            c01 = Vector256.FusedMultiplyAdd(value, right, c01);
            value = Vector256.Load(of + plane);
            c10 = Vector256.FusedMultiplyAdd(value, left, c10);
            c11 = Vector256.FusedMultiplyAdd(value, right, c11);
            value = Vector256.Load(of + plane2);
            c20 = Vector256.FusedMultiplyAdd(value, left, c20);
            c21 = Vector256.FusedMultiplyAdd(value, right, c21);
            value = Vector256.Load(of + plane3);
            c30 = Vector256.FusedMultiplyAdd(value, left, c30);
            c31 = Vector256.FusedMultiplyAdd(value, right, c31);
        }

        (sums[0], sums[1], sums[2], sums[3]) = (c00, c10, c20, c30);
        (sums[4], sums[5], sums[6], sums[7]) = (c01, c11, c21, c31);
    }

    /// <summary>Like <see cref="FourGradients"/>, for the first three of four channels and four taps.</summary>
    /// <param name="gradient">The first pixel of the first channel.</param>
    /// <param name="plane">Floats from one channel to the next.</param>
    /// <param name="taps">Where the four taps read at that pixel.</param>
    /// <param name="pixels">Pixels, a multiple of eight.</param>
    /// <param name="sums">Four sums for each tap, of which the last stays as it is.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void ThreeGradients(float* gradient, nint plane, float** taps, int pixels, Vector256<float>* sums)
    {
        var (c00, c10, c20) = (sums[0], sums[1], sums[2]);
        var (c01, c11, c21) = (sums[4], sums[5], sums[6]);
        var (c02, c12, c22) = (sums[8], sums[9], sums[10]);
        var (c03, c13, c23) = (sums[12], sums[13], sums[14]);
        float* tap0 = taps[0], tap1 = taps[1], tap2 = taps[2], tap3 = taps[3];
        for (nint pixel = 0; pixel < pixels; pixel += 8)
        {
            var of = gradient + pixel;
            var (first, second, third) = (Vector256.Load(of), Vector256.Load(of + plane), Vector256.Load(of + (2 * plane)));
            var value = Vector256.Load(tap0 + pixel);
            c00 = Vector256.FusedMultiplyAdd(first, value, c00);
            c10 = Vector256.FusedMultiplyAdd(second, value, c10);
            c20 = Vector256.FusedMultiplyAdd(third, value, c20);
            value = Vector256.Load(tap1 + pixel);
            c01 = Vector256.FusedMultiplyAdd(first, value, c01);
            c11 = Vector256.FusedMultiplyAdd(second, value, c11);
            c21 = Vector256.FusedMultiplyAdd(third, value, c21);
            value = Vector256.Load(tap2 + pixel);
            c02 = Vector256.FusedMultiplyAdd(first, value, c02);
            c12 = Vector256.FusedMultiplyAdd(second, value, c12);
            c22 = Vector256.FusedMultiplyAdd(third, value, c22);
            value = Vector256.Load(tap3 + pixel);
            c03 = Vector256.FusedMultiplyAdd(first, value, c03);
            c13 = Vector256.FusedMultiplyAdd(second, value, c13);
            c23 = Vector256.FusedMultiplyAdd(third, value, c23);
        }

        (sums[0], sums[1], sums[2]) = (c00, c10, c20);
        (sums[4], sums[5], sums[6]) = (c01, c11, c21);
        (sums[8], sums[9], sums[10]) = (c02, c12, c22);
        (sums[12], sums[13], sums[14]) = (c03, c13, c23);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(float* target, Vector256<float> left, Vector256<float> right, bool accumulate)
    {
        if (accumulate)
        {
            (left, right) = (left + Vector256.Load(target), right + Vector256.Load(target + 8));
        }

        left.Store(target);
        right.Store(target + 8);
    }
}
