using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CycleGanPS.Core.Metrics.Algebra;

/// <summary>
/// Eigenvalues of a symmetric matrix: Householder's reflections bring it to three diagonals, by blocks (Dongarra, Sorensen and Hammarling
/// 1989, "Block reduction of matrices to condensed forms"), which an iteration takes apart. No eigenvectors.
/// </summary>
internal static class SymmetricEigenvalues
{
    private const int Block = 32;

    // Rows whose products are added up apart, on whichever thread: sums are the same whatever the count of processors.
    private const int StripRows = 128;
    private const int WorthThreads = 8;

    /// <summary>The eigenvalues in no order. The matrix is used up; what lies above its diagonal is not looked at.</summary>
    public static double[] Of(Matrix symmetric)
    {
        var (diagonal, beside) = Tridiagonal(symmetric);
        return TridiagonalEigenvalues.Of(diagonal, beside);
    }

    private static (double[] Diagonal, double[] Beside) Tridiagonal(Matrix a)
    {
        var size = a.Rows;
        var (diagonal, beside) = (new double[size], new double[size]);

        // Of each reflection of a block its vector v, then w, by which the matrix becomes A − v wᵀ − w vᵀ, and the v once more, so that both
        // products are one.
        var vectors = new Matrix(3 * Block, size);
        var (column, strips) = (new double[size], new Matrix((size / StripRows) + 1, size));
        for (var start = 0; start < size; start += Block)
        {
            var count = Math.Min(Block, size - start);
            for (var step = 0; step < count; step++)
            {
                var index = start + step;
                for (var row = index; row < size; row++)
                {
                    column[row] = a[row, index];
                }

                for (var before = 0; before < step; before++)
                {
                    var reflected = vectors.Row(before);
                    var other = vectors.Row(Block + before);
                    AddTimes(column.AsSpan(index), -other[index], reflected[index..]);
                    AddTimes(column.AsSpan(index), -reflected[index], other[index..]);
                }

                diagonal[index] = column[index];
                if (index + 1 < size)
                {
                    beside[index] = Reflect(a, start, step, column.AsSpan(index + 1), vectors, strips);
                }
            }

            var (end, left) = (start + count, size - start - count);
            if (left > 0)
            {
                var (before, after) = (vectors.View.Part(0, end, 2 * Block, left), vectors.View.Part(Block, end, 2 * Block, left));
                MatrixProduct.Add(a.View.Part(end, end, left, left), -1, before.Transposed, after, lowerOnly: true);
            }
        }

        return (diagonal, beside);
    }

    /// <summary>The reflection that leaves of a column only its first number, which is returned; its vectors go to the rows of v and w.</summary>
    private static double Reflect(Matrix a, int start, int step, Span<double> column, Matrix vectors, Matrix strips)
    {
        var first = start + step + 1;
        var vector = vectors.Row(step)[first..];
        var product = vectors.Row(Block + step)[first..];
        var length = TensorPrimitives.Norm<double>(column);
        var rest = TensorPrimitives.Norm<double>(column[1..]);
        if (rest == 0)
        {
            vector.Clear();
            product.Clear();
            vectors.Row((2 * Block) + step)[first..].Clear();
            return column[0];
        }

        var left = column[0] > 0 ? -length : length;
        var scale = (left - column[0]) / left;
        TensorPrimitives.Divide(column, column[0] - left, vector);
        vector[0] = 1;
        vector.CopyTo(vectors.Row((2 * Block) + step)[first..]);
        Multiply(a, first, vectors, step, product, strips);
        for (var before = 0; before < step; before++)
        {
            var reflected = vectors.Row(before)[first..];
            var other = vectors.Row(Block + before)[first..];
            var (alongOther, alongReflected) = (TensorPrimitives.Dot<double>(other, vector), TensorPrimitives.Dot<double>(reflected, vector));
            AddTimes(product, -alongOther, reflected);
            AddTimes(product, -alongReflected, other);
        }

        TensorPrimitives.Multiply(product, scale, product);
        AddTimes(product, -scale / 2 * TensorPrimitives.Dot<double>(product, vector), vector);
        return left;
    }

    /// <summary>
    /// A's part from a row and column on, of which the lower half is read, times one of the vectors. Reading it is what takes the time.
    /// </summary>
    private static void Multiply(Matrix a, int first, Matrix vectors, int step, Span<double> product, Matrix sums)
    {
        var size = a.Rows - first;
        var strips = (size + StripRows - 1) / StripRows;
        void Strip(int strip)
        {
            ReadOnlySpan<double> factors = vectors.Row(step)[first..];
            var sum = sums.Row(strip);
            sum.Clear();
            for (var row = strip * StripRows; row < Math.Min(size, (strip + 1) * StripRows); row++)
            {
                var values = a.Row(first + row).Slice(first, row + 1);
                sum[row] += values[row] * factors[row];
                sum[row] += BothWays(values[..row], factors, factors[row], sum);
            }
        }

        if (strips > WorthThreads)
        {
            // The last strips are the longest.
            Processors.For(strips, strip => Strip(strips - 1 - strip));
        }
        else
        {
            for (var strip = 0; strip < strips; strip++)
            {
                Strip(strip);
            }
        }

        product.Clear();
        for (var strip = 0; strip < strips; strip++)
        {
            var length = Math.Min(size, (strip + 1) * StripRows);
            TensorPrimitives.Add(product[..length], sums.Row(strip)[..length], product[..length]);
        }
    }

    /// <summary>A row times a vector, and the row by a factor added to sums: one reading of the row for both halves of the matrix.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double BothWays(ReadOnlySpan<double> row, ReadOnlySpan<double> vector, double factor, Span<double> sums)
    {
        var (index, width) = (0, Vector256<double>.Count);
        var (sum, other, scale) = (Vector256<double>.Zero, Vector256<double>.Zero, Vector256.Create(factor));
        ref var values = ref MemoryMarshal.GetReference(row);
        ref var factors = ref MemoryMarshal.GetReference(vector);
        ref var totals = ref MemoryMarshal.GetReference(sums);
        for (; index + (2 * width) <= row.Length; index += 2 * width)
        {
            var one = Vector256.LoadUnsafe(ref values, (nuint)index);
            var two = Vector256.LoadUnsafe(ref values, (nuint)(index + width));
            sum = Vector256.FusedMultiplyAdd(one, Vector256.LoadUnsafe(ref factors, (nuint)index), sum);
            other = Vector256.FusedMultiplyAdd(two, Vector256.LoadUnsafe(ref factors, (nuint)(index + width)), other);
            Vector256.FusedMultiplyAdd(one, scale, Vector256.LoadUnsafe(ref totals, (nuint)index)).StoreUnsafe(ref totals, (nuint)index);
            Vector256.FusedMultiplyAdd(two, scale, Vector256.LoadUnsafe(ref totals, (nuint)(index + width))).StoreUnsafe(ref totals, (nuint)(index + width));
        }

        var result = Vector256.Sum(sum + other);
        for (; index < row.Length; index++)
        {
            result += row[index] * vector[index];
            sums[index] += row[index] * factor;
        }

        return result;
    }

    private static void AddTimes(Span<double> target, double factor, ReadOnlySpan<double> values) =>
        TensorPrimitives.MultiplyAdd(values, factor, target, target);
}
