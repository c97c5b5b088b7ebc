using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CycleGanPS.Core.Metrics.Algebra;

/// <summary>C += A·B for so many rows and columns of C that sixteen registers hold all of them, with what they are made from.</summary>
internal static unsafe class ProductKernel
{
    /// <summary>Rows of C.</summary>
    public const int Rows = 6;

    /// <summary>Columns of C.</summary>
    public const int Columns = 8;

    /// <param name="a">A, column by column, <see cref="Rows"/> numbers each.</param>
    /// <param name="b">B, row by row, <see cref="Columns"/> numbers each.</param>
    /// <param name="depth">What is summed over.</param>
    /// <param name="c">C.</param>
    /// <param name="stride">From one row of C to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Add(double* a, double* b, int depth, double* c, nint stride)
    {
        Vector256<double> c00, c01, c10, c11, c20, c21, c30, c31, c40, c41, c50, c51;
        c00 = c01 = c10 = c11 = c20 = c21 = c30 = c31 = c40 = c41 = c50 = c51 = Vector256<double>.Zero;
        for (var step = 0; step < depth; step++)
        {
            var (left, right) = (Vector256.Load(b), Vector256.Load(b + 4));
            var scale = Vector256.Create(a[0]);
            c00 = Vector256.FusedMultiplyAdd(scale, left, c00);
            c01 = Vector256.FusedMultiplyAdd(scale, right, c01);
            scale = Vector256.Create(a[1]);
            c10 = Vector256.FusedMultiplyAdd(scale, left, c10);
            c11 = Vector256.FusedMultiplyAdd(scale, right, c11);
            scale = Vector256.Create(a[2]);
            c20 = Vector256.FusedMultiplyAdd(scale, left, c20);
            c21 = Vector256.FusedMultiplyAdd(scale, right, c21);
            scale = Vector256.Create(a[3]);
            c30 = Vector256.FusedMultiplyAdd(scale, left, c30);
            c31 = Vector256.FusedMultiplyAdd(scale, right, c31);
            scale = Vector256.Create(a[4]);
            c40 = Vector256.FusedMultiplyAdd(scale, left, c40);
            c41 = Vector256.FusedMultiplyAdd(scale, right, c41);
            scale = Vector256.Create(a[5]);
            c50 = Vector256.FusedMultiplyAdd(scale, left, c50);
            c51 = Vector256.FusedMultiplyAdd(scale, right, c51);
            a += Rows;
            b += Columns;
        }

        AddTo(c, c00, c01);
        AddTo(c + stride, c10, c11);
        AddTo(c + (2 * stride), c20, c21);
        AddTo(c + (3 * stride), c30, c31);
        AddTo(c + (4 * stride), c40, c41);
        AddTo(c + (5 * stride), c50, c51);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddTo(double* c, Vector256<double> left, Vector256<double> right)
    {
        (left + Vector256.Load(c)).Store(c);
        (right + Vector256.Load(c + 4)).Store(c + 4);
    }
}
