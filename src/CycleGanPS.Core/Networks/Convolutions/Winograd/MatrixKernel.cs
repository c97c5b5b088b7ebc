using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CycleGanPS.Core.Networks.Convolutions.Winograd;

/// <summary>
/// C = A·B or C += A·B of single-precision matrices, for a few rows and columns of C at a time, all of which stay in registers (Goto and van de
/// Geijn 2008, "Anatomy of high-performance matrix multiplication"). A panel of B that stays in the fastest cache serves all rows of A.
/// </summary>
internal static unsafe class MatrixKernel
{
    /// <summary>Columns of C in one call of <see cref="Multiply"/>, and of a panel of B.</summary>
    public static int Columns => Vector512.IsHardwareAccelerated ? WideColumns : NarrowColumns;

    /// <summary>Rows of C come to <see cref="Multiply"/> in multiples of so many.</summary>
    public static int Rows => Vector512.IsHardwareAccelerated ? WideRows : NarrowRows;

    /// <summary>Columns of C in one call of <see cref="MultiplyWide"/>.</summary>
    public const int WideColumns = 32;

    /// <summary>Rows of C come to <see cref="MultiplyWide"/> in multiples of so many.</summary>
    public const int WideRows = 8;

    /// <summary>Columns of C in one call of <see cref="MultiplyNarrow"/>.</summary>
    public const int NarrowColumns = 16;

    /// <summary>Rows of C come to <see cref="MultiplyNarrow"/> in multiples of so many.</summary>
    public const int NarrowRows = 4;

    // Twelve sums in registers, where four rows have eight: less is read for each, and the next sum waits for none.
    private const int MoreRows = 6;

    /// <param name="a">A: <paramref name="rows"/> rows, <paramref name="depth"/> columns.</param>
    /// <param name="rowStride">Floats from one row of A to the next.</param>
    /// <param name="depthStride">Floats from one column of A to the next.</param>
    /// <param name="b">B: <paramref name="depth"/> rows of <see cref="Columns"/> floats.</param>
    /// <param name="bStride">Floats from one row of B to the next.</param>
    /// <param name="c">C: <paramref name="rows"/> rows of <see cref="Columns"/> floats.</param>
    /// <param name="cStride">Floats from one row of C to the next.</param>
    /// <param name="rows">Rows of A and C, a multiple of <see cref="Rows"/>.</param>
    /// <param name="depth">What is summed over.</param>
    /// <param name="accumulate">Whether C's former values are added.</param>
    public static void Multiply(
        float* a, nint rowStride, nint depthStride, float* b, nint bStride, float* c, nint cStride, int rows, int depth, bool accumulate)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            MultiplyWide(a, rowStride, depthStride, b, bStride, c, cStride, rows, depth, accumulate);
        }
        else
        {
            MultiplyNarrow(a, rowStride, depthStride, b, bStride, c, cStride, rows, depth, accumulate);
        }
    }

    /// <summary>The same for <see cref="WideColumns"/> columns, in vectors of sixteen floats.</summary>
    public static void MultiplyWide(
        float* a, nint rowStride, nint depthStride, float* b, nint bStride, float* c, nint cStride, int rows, int depth, bool accumulate)
    {
        for (; rows > 0; rows -= WideRows, a += WideRows * rowStride, c += WideRows * cStride)
        {
            EightWide(a, rowStride, depthStride, b, bStride, c, cStride, depth, accumulate);
        }
    }

    /// <summary>The same for <see cref="NarrowColumns"/> columns, in vectors of eight floats.</summary>
    public static void MultiplyNarrow(
        float* a, nint rowStride, nint depthStride, float* b, nint bStride, float* c, nint cStride, int rows, int depth, bool accumulate)
    {
        // Sixes, and one or two fours for what is left.
        for (; rows >= MoreRows && rows != 2 * NarrowRows; rows -= MoreRows, a += MoreRows * rowStride, c += MoreRows * cStride)
        {
            SixNarrow(a, rowStride, depthStride, b, bStride, c, cStride, depth, accumulate);
        }

        for (; rows > 0; rows -= NarrowRows, a += NarrowRows * rowStride, c += NarrowRows * cStride)
        {
            FourNarrow(a, rowStride, depthStride, b, bStride, c, cStride, depth, accumulate);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void EightWide(
        float* a, nint rowStride, nint depthStride, float* b, nint bStride, float* c, nint cStride, int depth, bool accumulate)
    {
        Vector512<float> c00, c01, c10, c11, c20, c21, c30, c31, c40, c41, c50, c51, c60, c61, c70, c71;
        c00 = c01 = c10 = c11 = c20 = c21 = c30 = c31 = c40 = c41 = c50 = c51 = c60 = c61 = c70 = c71 = Vector512<float>.Zero;
        var (row1, row2, row3) = (rowStride, 2 * rowStride, 3 * rowStride);
        var (row4, row5, row6, row7) = (4 * rowStride, 5 * rowStride, 6 * rowStride, 7 * rowStride);
        for (var step = 0; step < depth; step++)
        {
            var (left, right) = (Vector512.Load(b), Vector512.Load(b + 16));
            var scale = Vector512.Create(*a);
            c00 = Vector512.FusedMultiplyAdd(scale, left, c00);
            c01 = Vector512.FusedMultiplyAdd(scale, right, c01);
            scale = Vector512.Create(a[row1]);
            c10 = Vector512.FusedMultiplyAdd(scale, left, c10);
            c11 = Vector512.FusedMultiplyAdd(scale, right, c11);
            scale = Vector512.Create(a[row2]);
            c20 = Vector512.FusedMultiplyAdd(scale, left, c20);
            c21 = Vector512.FusedMultiplyAdd(scale, right, c21);
            scale = Vector512.Create(a[row3]);
            c30 = Vector512.FusedMultiplyAdd(scale, left, c30);
            c31 = Vector512.FusedMultiplyAdd(scale, right, c31);
            scale = Vector512.Create(a[row4]);
            c40 = Vector512.FusedMultiplyAdd(scale, left, c40);
            c41 = Vector512.FusedMultiplyAdd(scale, right, c41);
            scale = Vector512.Create(a[row5]);
            c50 = Vector512.FusedMultiplyAdd(scale, left, c50);
            c51 = Vector512.FusedMultiplyAdd(scale, right, c51);
            scale = Vector512.Create(a[row6]);
            c60 = Vector512.FusedMultiplyAdd(scale, left, c60);
            c61 = Vector512.FusedMultiplyAdd(scale, right, c61);
            scale = Vector512.Create(a[row7]);
            c70 = Vector512.FusedMultiplyAdd(scale, left, c70);
            c71 = Vector512.FusedMultiplyAdd(scale, right, c71);
            a += depthStride;
            b += bStride;
        }

        Store(c, c00, c01, accumulate);
        Store(c + cStride, c10, c11, accumulate);
        Store(c + (2 * cStride), c20, c21, accumulate);
        Store(c + (3 * cStride), c30, c31, accumulate);
        Store(c + (4 * cStride), c40, c41, accumulate);
        Store(c + (5 * cStride), c50, c51, accumulate);
        Store(c + (6 * cStride), c60, c61, accumulate);
        Store(c + (7 * cStride), c70, c71, accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void SixNarrow(
        float* a, nint rowStride, nint depthStride, float* b, nint bStride, float* c, nint cStride, int depth, bool accumulate)
    {
        Vector256<float> c00, c01, c10, c11, c20, c21, c30, c31, c40, c41, c50, c51;
        c00 = c01 = c10 = c11 = c20 = c21 = c30 = c31 = c40 = c41 = c50 = c51 = Vector256<float>.Zero;
        var fourth = a + (3 * rowStride);
        for (; depth > 0; depth--)
        {
            var (left, right) = (Vector256.Load(b), Vector256.Load(b + 8));
            var scale = Vector256.Create(*a);
            c00 = Vector256.FusedMultiplyAdd(scale, left, c00);
            c01 = Vector256.FusedMultiplyAdd(scale, right, c01);
            scale = Vector256.Create(a[rowStride]);
            c10 = Vector256.FusedMultiplyAdd(scale, left, c10);
            c11 = Vector256.FusedMultiplyAdd(scale, right, c11);
            scale = Vector256.Create(a[2 * rowStride]);
            c20 = Vector256.FusedMultiplyAdd(scale, left, c20);
            c21 = Vector256.FusedMultiplyAdd(scale, right, c21);
            scale = Vector256.Create(*fourth);
            c30 = Vector256.FusedMultiplyAdd(scale, left, c30);
            c31 = Vector256.FusedMultiplyAdd(scale, right, c31);
            scale = Vector256.Create(fourth[rowStride]);
            c40 = Vector256.FusedMultiplyAdd(scale, left, c40);
            c41 = Vector256.FusedMultiplyAdd(scale, right, c41);
            scale = Vector256.Create(fourth[2 * rowStride]);
            c50 = Vector256.FusedMultiplyAdd(scale, left, c50);
            c51 = Vector256.FusedMultiplyAdd(scale, right, c51);
            a += depthStride;
            fourth += depthStride;
            b += bStride;
        }

        Store(c, c00, c01, accumulate);
        Store(c + cStride, c10, c11, accumulate);
        Store(c + (2 * cStride), c20, c21, accumulate);
        Store(c + (3 * cStride), c30, c31, accumulate);
        Store(c + (4 * cStride), c40, c41, accumulate);
        Store(c + (5 * cStride), c50, c51, accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void FourNarrow(
        float* a, nint rowStride, nint depthStride, float* b, nint bStride, float* c, nint cStride, int depth, bool accumulate)
    {
        Vector256<float> c00, c01, c10, c11, c20, c21, c30, c31;
        c00 = c01 = c10 = c11 = c20 = c21 = c30 = c31 = Vector256<float>.Zero;
        for (; depth > 0; depth--)
        {
            var (left, right) = (Vector256.Load(b), Vector256.Load(b + 8));
            var scale = Vector256.Create(*a);
            c00 = Vector256.FusedMultiplyAdd(scale, left, c00);
            c01 = Vector256.FusedMultiplyAdd(scale, right, c01);
            scale = Vector256.Create(a[rowStride]);
            c10 = Vector256.FusedMultiplyAdd(scale, left, c10);
            c11 = Vector256.FusedMultiplyAdd(scale, right, c11);
            scale = Vector256.Create(a[2 * rowStride]);
            c20 = Vector256.FusedMultiplyAdd(scale, left, c20);
            c21 = Vector256.FusedMultiplyAdd(scale, right, c21);
            scale = Vector256.Create(a[3 * rowStride]);
            c30 = Vector256.FusedMultiplyAdd(scale, left, c30);
            c31 = Vector256.FusedMultiplyAdd(scale, right, c31);
            a += depthStride;
            b += bStride;
        }

        Store(c, c00, c01, accumulate);
        Store(c + cStride, c10, c11, accumulate);
        Store(c + (2 * cStride), c20, c21, accumulate);
        Store(c + (3 * cStride), c30, c31, accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(float* c, Vector512<float> left, Vector512<float> right, bool accumulate)
    {
        if (accumulate)
        {
            (left, right) = (left + Vector512.Load(c), right + Vector512.Load(c + 16));
        }

        left.Store(c);
        right.Store(c + 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(float* c, Vector256<float> left, Vector256<float> right, bool accumulate)
    {
        if (accumulate)
        {
            (left, right) = (left + Vector256.Load(c), right + Vector256.Load(c + 8));
        }

        left.Store(c);
        right.Store(c + 8);
    }
}
