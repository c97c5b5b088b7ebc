using System.Runtime.Intrinsics;
using CycleGanPS.Core.Networks.Convolutions.Winograd;

namespace CycleGanPS.Core.Networks.Convolutions.Gathered;

/// <summary>Products of matrices of single precision, cut into blocks for <see cref="MatrixKernel"/>.</summary>
internal static unsafe class Products
{
    /// <summary>Rows of C come in multiples of so many.</summary>
    public const int Rows = MatrixKernel.NarrowRows;

    /// <summary>Columns of C that are made at a time, and the room that rows of B and C have comes in multiples of so many.</summary>
    public const int Columns = MatrixKernel.NarrowColumns;

    // What is summed at one go: so many rows of a panel of B stay in the fastest cache.
    private const int DepthAtOnce = 256;

    // Rows of a piece of work.
    private const int RowsAtOnce = 24;

    /// <summary>The next multiple of <see cref="Columns"/>.</summary>
    public static int Whole(int columns) => (columns + Columns - 1) / Columns * Columns;

    /// <summary>C = A·B, or C += A·B. Columns up to the next multiple of <see cref="Columns"/> are made as well, of whatever is there.</summary>
    /// <param name="a">A.</param>
    /// <param name="rowStride">Floats from one row of A to the next.</param>
    /// <param name="depthStride">Floats from one column of A to the next.</param>
    /// <param name="b">B.</param>
    /// <param name="bStride">Floats from one row of B to the next.</param>
    /// <param name="bRows">Rows from a panel of B, <see cref="Columns"/> columns, to the next: 1 where B is a matrix, that of B where it is packed.</param>
    /// <param name="c">C.</param>
    /// <param name="cStride">Floats from one row of C to the next.</param>
    /// <param name="rows">Rows of A and C.</param>
    /// <param name="columns">Columns of B and C.</param>
    /// <param name="depth">Columns of A and rows of B.</param>
    /// <param name="accumulate">Whether C's former values are added.</param>
    public static void Multiply(
        float* a, nint rowStride, nint depthStride, float* b, nint bStride, int bRows, float* c, nint cStride, int rows, int columns, int depth,
        bool accumulate)
    {
        var panels = Whole(columns) / Columns;
        var blocks = (rows + RowsAtOnce - 1) / RowsAtOnce;
        TensorThreads.For(panels * blocks, (from, to) =>
        {
            for (var first = 0; first < depth; first += DepthAtOnce)
            {
                for (var piece = from; piece < to; piece++)
                {
                    var (panel, block) = Math.DivRem(piece, blocks);
                    var row = block * RowsAtOnce;
                    MatrixKernel.MultiplyNarrow(
                        a + (row * rowStride) + (first * depthStride), rowStride, depthStride,
                        b + ((nint)panel * Columns * bRows) + (first * bStride), bStride, c + (row * cStride) + (panel * Columns), cStride,
                        Math.Min(RowsAtOnce, rows - row), Math.Min(DepthAtOnce, depth - first), accumulate || first > 0);
                }
            }
        });
    }

    /// <summary>A matrix as panels of <see cref="Columns"/> columns, one after another in scratch memory; zeros behind the last column.</summary>
    public static float* Pack(float* matrix, int rows, int columns)
    {
        var panels = ScratchMemory.Take(ScratchUse.Weights, (nint)rows * Whole(columns));
        TensorThreads.For(Whole(columns) / Columns, (from, to) =>
        {
            for (var panel = from; panel < to; panel++)
            {
                var target = panels + ((nint)panel * Columns * rows);
                var left = Math.Min(Columns, columns - (panel * Columns));
                for (var row = 0; row < rows; row++, target += Columns)
                {
                    var source = matrix + ((nint)row * columns) + (panel * Columns);
                    if (left == Columns)
                    {
                        Vector256.Load(source).Store(target);
                        Vector256.Load(source + 8).Store(target + 8);
                    }
                    else
                    {
                        new Span<float>(target, Columns).Clear();
                        new ReadOnlySpan<float>(source, left).CopyTo(new Span<float>(target, left));
                    }
                }
            }
        });
        return panels;
    }
}
