using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CycleGanPS.Core.Metrics.Inception;

/// <summary>
/// C = A·B + bias for <see cref="Rows"/> rows of C and as many columns as stay in registers. The rows of A come in pieces, each wherever
/// its pointer says, so that a convolution needs no copy of what lies under its taps (Dukhan 2019, arXiv:1907.02129).
/// </summary>
internal static unsafe class RowKernel
{
    /// <summary>Rows of C in one call.</summary>
    public const int Rows = 6;

    /// <summary>Columns of B that lie side by side, in a panel of its own.</summary>
    public const int PanelColumns = 16;

    /// <summary>Columns of C in one call, at most.</summary>
    public const int MostColumns = 2 * PanelColumns;

    /// <summary>How many of the columns that are left the next call should do.</summary>
    public static int ColumnsOf(int left) => Vector512.IsHardwareAccelerated && left >= MostColumns ? MostColumns : PanelColumns;

    /// <param name="rows">For each piece <see cref="Rows"/> pointers to numbers of A.</param>
    /// <param name="pieces">Pieces of a row of A.</param>
    /// <param name="depth">Numbers of a piece.</param>
    /// <param name="panel">B: rows of <see cref="PanelColumns"/> numbers.</param>
    /// <param name="nextPanel">Floats to the next panel.</param>
    /// <param name="columns">Columns: of one panel or of two.</param>
    /// <param name="bias">A number for each column, which the sum begins at.</param>
    /// <param name="least">What smaller results become.</param>
    /// <param name="target">C.</param>
    /// <param name="stride">Floats from one row of C to the next.</param>
    /// <param name="count">Rows of C that are written.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Multiply(
        float** rows, int pieces, nint depth, float* panel, nint nextPanel, int columns, float* bias, float least, float* target, nint stride, int count)
    {
        if (columns == MostColumns)
        {
            MultiplyTwo(rows, pieces, depth, panel, nextPanel, bias, least, target, stride, count);
        }
        else
        {
            MultiplyOne(rows, pieces, depth, panel, bias, least, target, stride, count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void MultiplyOne(float** rows, int pieces, nint depth, float* panel, float* bias, float least, float* target, nint stride, int count)
    {
        Vector256<float> c00, c01, c10, c11, c20, c21, c30, c31, c40, c41, c50, c51;
        c00 = c10 = c20 = c30 = c40 = c50 = Vector256.Load(bias);
        c01 = c11 = c21 = c31 = c41 = c51 = Vector256.Load(bias + 8);
        for (; pieces > 0; pieces--, rows += Rows)
        {
            float* row0 = rows[0], row1 = rows[1], row2 = rows[2], row3 = rows[3], row4 = rows[4], row5 = rows[5];
            for (nint step = 0; step < depth; step++, panel += PanelColumns)
            {
                var (left, right) = (Vector256.Load(panel), Vector256.Load(panel + 8));
                var scale = Vector256.Create(row0[step]);
                c00 = Vector256.FusedMultiplyAdd(scale, left, c00);
                c01 = Vector256.FusedMultiplyAdd(scale, right, c01);
                scale = Vector256.Create(row1[step]);
                c10 = Vector256.FusedMultiplyAdd(scale, left, c10);
                c11 = Vector256.FusedMultiplyAdd(scale, right, c11);
                scale = Vector256.Create(row2[step]);
                c20 = Vector256.FusedMultiplyAdd(scale, left, c20);
                c21 = Vector256.FusedMultiplyAdd(scale, right, c21);
                scale = Vector256.Create(row3[step]);
                c30 = Vector256.FusedMultiplyAdd(scale, left, c30);
                c31 = Vector256.FusedMultiplyAdd(scale, right, c31);
                scale = Vector256.Create(row4[step]);
                c40 = Vector256.FusedMultiplyAdd(scale, left, c40);
                c41 = Vector256.FusedMultiplyAdd(scale, right, c41);
                scale = Vector256.Create(row5[step]);
                c50 = Vector256.FusedMultiplyAdd(scale, left, c50);
                c51 = Vector256.FusedMultiplyAdd(scale, right, c51);
            }
        }

        var floor = Vector256.Create(least);
        Store(target, c00, c01, floor, count > 0);
        Store(target + stride, c10, c11, floor, count > 1);
        Store(target + (2 * stride), c20, c21, floor, count > 2);
        Store(target + (3 * stride), c30, c31, floor, count > 3);
        Store(target + (4 * stride), c40, c41, floor, count > 4);
        Store(target + (5 * stride), c50, c51, floor, count > 5);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void MultiplyTwo(
        float** rows, int pieces, nint depth, float* panel, nint nextPanel, float* bias, float least, float* target, nint stride, int count)
    {
        Vector512<float> c00, c01, c10, c11, c20, c21, c30, c31, c40, c41, c50, c51;
        c00 = c10 = c20 = c30 = c40 = c50 = Vector512.Load(bias);
        c01 = c11 = c21 = c31 = c41 = c51 = Vector512.Load(bias + PanelColumns);
        for (; pieces > 0; pieces--, rows += Rows)
        {
            float* row0 = rows[0], row1 = rows[1], row2 = rows[2], row3 = rows[3], row4 = rows[4], row5 = rows[5];
            for (nint step = 0; step < depth; step++, panel += PanelColumns)
            {
                var (left, right) = (Vector512.Load(panel), Vector512.Load(panel + nextPanel));
                var scale = Vector512.Create(row0[step]);
                c00 = Vector512.FusedMultiplyAdd(scale, left, c00);
                c01 = Vector512.FusedMultiplyAdd(scale, right, c01);
                scale = Vector512.Create(row1[step]);
                c10 = Vector512.FusedMultiplyAdd(scale, left, c10);
                c11 = Vector512.FusedMultiplyAdd(scale, right, c11);
                scale = Vector512.Create(row2[step]);
                c20 = Vector512.FusedMultiplyAdd(scale, left, c20);
                c21 = Vector512.FusedMultiplyAdd(scale, right, c21);
                scale = Vector512.Create(row3[step]);
                c30 = Vector512.FusedMultiplyAdd(scale, left, c30);
                c31 = Vector512.FusedMultiplyAdd(scale, right, c31);
                scale = Vector512.Create(row4[step]);
                c40 = Vector512.FusedMultiplyAdd(scale, left, c40);
                c41 = Vector512.FusedMultiplyAdd(scale, right, c41);
                scale = Vector512.Create(row5[step]);
                c50 = Vector512.FusedMultiplyAdd(scale, left, c50);
                c51 = Vector512.FusedMultiplyAdd(scale, right, c51);
            }
        }

        var floor = Vector512.Create(least);
        Store(target, c00, c01, floor, count > 0);
        Store(target + stride, c10, c11, floor, count > 1);
        Store(target + (2 * stride), c20, c21, floor, count > 2);
        Store(target + (3 * stride), c30, c31, floor, count > 3);
        Store(target + (4 * stride), c40, c41, floor, count > 4);
        Store(target + (5 * stride), c50, c51, floor, count > 5);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(float* target, Vector256<float> left, Vector256<float> right, Vector256<float> floor, bool isWanted)
    {
        if (isWanted)
        {
            Vector256.MaxNative(floor, left).Store(target);
            Vector256.MaxNative(floor, right).Store(target + 8);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(float* target, Vector512<float> left, Vector512<float> right, Vector512<float> floor, bool isWanted)
    {
        if (isWanted)
        {
            Vector512.MaxNative(floor, left).Store(target);
            Vector512.MaxNative(floor, right).Store(target + PanelColumns);
        }
    }
}
