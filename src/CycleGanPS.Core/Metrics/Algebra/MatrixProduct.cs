using System.Buffers;
using System.Runtime.CompilerServices;

namespace CycleGanPS.Core.Metrics.Algebra;

/// <summary>
/// Products of matrices of float64 on all processors: parts of both are copied so that they lie in the order in which they are used, and
/// that of the one stays in the second cache while the other passes (Goto and van de Geijn 2008, "Anatomy of high-performance matrix
/// multiplication"). Each number is summed in the same order whatever the count of processors.
/// </summary>
internal static unsafe class MatrixProduct
{
    // What is summed over at once, and rows and columns of the result: the copies take 200 KB and 4 MB.
    private const int Depth = 256;
    private const int MostRows = 16 * ProductKernel.Rows;
    private const int MostColumns = 2048;

    // Below this the threads cost more than they bring.
    private const long WorthThreads = 1 << 20;

    /// <summary>A·B.</summary>
    /// <param name="product">Takes the place of a new matrix.</param>
    public static Matrix Of(MatrixView a, MatrixView b, Matrix? product = null)
    {
        product = Cleared(product, a.Rows, b.Columns);
        Add(product.View, 1, a, b);
        return product;
    }

    /// <summary>A·Aᵀ, of which half is computed.</summary>
    /// <inheritdoc cref="Of" path="/param"/>
    public static Matrix WithItsTranspose(MatrixView a, Matrix? product = null)
    {
        product = Cleared(product, a.Rows, a.Rows);
        Add(product.View, 1, a, a.Transposed, lowerOnly: true);
        return product.Mirror();
    }

    /// <summary>C += factor·A·B.</summary>
    /// <param name="target">C, whose rows are dense.</param>
    /// <param name="lowerOnly">Whether what lies above C's diagonal may become anything.</param>
    public static void Add(MatrixView target, double factor, MatrixView a, MatrixView b, bool lowerOnly = false)
    {
        var copy = ArrayPool<double>.Shared.Rent(Depth * Math.Min(MostColumns, Up(b.Columns, ProductKernel.Columns)));
        try
        {
            for (var column = 0; column < b.Columns; column += MostColumns)
            {
                var columns = Math.Min(MostColumns, b.Columns - column);
                for (var start = 0; start < a.Columns; start += Depth)
                {
                    var depth = Math.Min(Depth, a.Columns - start);
                    var part = target.Part(0, column, target.Rows, columns);
                    Add(part, factor, a.Part(0, start, a.Rows, depth), b.Part(start, column, depth, columns), copy, lowerOnly ? column : null);
                }
            }
        }
        finally
        {
            ArrayPool<double>.Shared.Return(copy);
        }
    }

    private static Matrix Cleared(Matrix? product, int rows, int columns)
    {
        product?.Values.AsSpan().Clear();
        return product ?? new Matrix(rows, columns);
    }

    /// <param name="diagonal">The row in which the diagonal enters the part; null where all of it counts.</param>
    private static void Add(MatrixView target, double factor, MatrixView a, MatrixView b, double[] copy, int? diagonal)
    {
        var isWorthThreads = (long)a.Rows * a.Columns * b.Columns >= WorthThreads;
        var strips = (b.Columns + ProductKernel.Columns - 1) / ProductKernel.Columns;
        For(strips, isWorthThreads, strip => CopyStrip(b.Transposed, strip, ProductKernel.Columns, 1, copy));
        var first = diagonal / ProductKernel.Rows * ProductKernel.Rows ?? 0;
        var rows = Math.Clamp(Up((a.Rows - first) / (4 * Processors.Count), ProductKernel.Rows), ProductKernel.Rows, MostRows);
        For(Math.Max(0, (a.Rows - first + rows - 1) / rows), isWorthThreads, block =>
        {
            var start = first + (block * rows);
            AddRows(target, start, factor, a.Part(start, 0, Math.Min(rows, a.Rows - start), a.Columns), copy, diagonal);
        });
    }

    private static void AddRows(MatrixView target, int start, double factor, MatrixView a, double[] strips, int? diagonal)
    {
        var depth = a.Columns;
        var copy = ArrayPool<double>.Shared.Rent(Depth * MostRows);
        for (var strip = 0; strip * ProductKernel.Rows < a.Rows; strip++)
        {
            CopyStrip(a, strip, ProductKernel.Rows, factor, copy);
        }

        var edge = stackalloc double[ProductKernel.Rows * ProductKernel.Columns];
        fixed (double* left = copy, right = strips, result = target.Values)
        {
            for (var column = 0; column < target.Columns; column += ProductKernel.Columns)
            {
                var columns = Math.Min(ProductKernel.Columns, target.Columns - column);
                for (var row = 0; row < a.Rows; row += ProductKernel.Rows)
                {
                    var rows = Math.Min(ProductKernel.Rows, a.Rows - row);
                    if (start + row + rows <= diagonal + column)
                    {
                        continue;
                    }

                    var place = result + target.Offset + ((nint)(start + row) * target.RowStride) + column;
                    if (rows == ProductKernel.Rows && columns == ProductKernel.Columns)
                    {
                        ProductKernel.Add(left + (row * depth), right + (column * depth), depth, place, target.RowStride);
                        continue;
                    }

                    new Span<double>(edge, ProductKernel.Rows * ProductKernel.Columns).Clear();
                    ProductKernel.Add(left + (row * depth), right + (column * depth), depth, edge, ProductKernel.Columns);
                    for (var index = 0; index < rows * columns; index++)
                    {
                        place[(index / columns * target.RowStride) + (index % columns)] += edge[(index / columns * ProductKernel.Columns) + (index % columns)];
                    }
                }
            }
        }

        ArrayPool<double>.Shared.Return(copy);
    }

    /// <summary>Copies so many rows so that those of a column lie side by side, with zeros for rows that are not there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyStrip(MatrixView from, int strip, int width, double factor, double[] copies)
    {
        var rows = Math.Min(width, from.Rows - (strip * width));
        var copy = copies.AsSpan(strip * width * from.Columns, width * from.Columns);
        if (rows < width)
        {
            copy.Clear();
        }

        for (var row = 0; row < rows; row++)
        {
            var read = from.Offset + (((strip * width) + row) * from.RowStride);
            for (var write = row; write < copy.Length; write += width, read += from.ColumnStride)
            {
                copy[write] = factor * from.Values[read];
            }
        }
    }

    private static void For(int count, bool onThreads, Action<int> body)
    {
        if (onThreads && count > 1)
        {
            Processors.For(count, body);
            return;
        }

        for (var index = 0; index < count; index++)
        {
            body(index);
        }
    }

    private static int Up(int value, int multiple) => (value + multiple - 1) / multiple * multiple;
}
