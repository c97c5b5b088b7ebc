using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace CycleGanPS.Core.Metrics.Algebra;

/// <summary>
/// Cholesky's factor of a symmetric matrix without negative eigenvalues, the largest of the remaining diagonal first, which ends where
/// nothing remains: singular matrices have one, too, with fewer rows (Higham 1990, "Analysis of the Cholesky decomposition of a
/// semi-definite matrix"; by blocks as Lucas 2004, LAPACK working note 161).
/// </summary>
internal static class CovarianceFactor
{
    private const double MachineEpsilon = 2.220446049250313e-16;
    private const int Block = 64;

    /// <summary>An R×D factor F of a D×D covariance, with FᵀF = Σ; what lies below the rounding of its largest number counts as zero.</summary>
    public static Matrix Of(Matrix covariance) => Of(covariance, covariance.Rows * MachineEpsilon * Math.Max(0, covariance.Diagonal().Max()));

    /// <summary>Whether a symmetric matrix has positive eigenvalues only.</summary>
    public static bool IsPositive(Matrix symmetric) => Of(symmetric, 0).Rows == symmetric.Rows;

    private static Matrix Of(Matrix symmetric, double least)
    {
        var size = symmetric.Rows;
        var work = new Matrix(size, size, [.. symmetric.Values]);
        var order = Enumerable.Range(0, size).ToArray();
        var remaining = work.Diagonal().ToArray();
        for (var start = 0; start < size; start += Block)
        {
            var end = Math.Min(size, start + Block);
            for (var column = start; column < end; column++)
            {
                var pivot = column + TensorPrimitives.IndexOfMax<double>(remaining.AsSpan(column));

                // Also where it is not a number.
                if (!(remaining[pivot] > least))
                {
                    return Gather(work, order, column);
                }

                Exchange(work, column, pivot);
                (order[column], order[pivot]) = (order[pivot], order[column]);
                (remaining[column], remaining[pivot]) = (remaining[pivot], remaining[column]);
                Eliminate(work, start, column, remaining);
            }

            var below = work.View.Part(end, start, size - end, end - start);
            MatrixProduct.Add(work.View.Part(end, end, size - end, size - end), -1, below, below.Transposed, lowerOnly: true);
        }

        return Gather(work, order, size);
    }

    /// <summary>Computes one column of the factor, and what it leaves of the diagonal.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Eliminate(Matrix work, int start, int column, double[] remaining)
    {
        var root = Math.Sqrt(remaining[column]);
        work[column, column] = root;
        var done = work.Row(column)[start..column];
        for (var row = column + 1; row < work.Rows; row++)
        {
            var values = work.Row(row);
            var value = (values[column] - TensorPrimitives.Dot(values[start..column], done)) / root;
            values[column] = value;
            remaining[row] -= value * value;
        }
    }

    /// <summary>Exchanges two rows and the same columns, of which only those below the diagonal count.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Exchange(Matrix work, int one, int other)
    {
        if (one == other)
        {
            return;
        }

        for (var column = 0; column < one; column++)
        {
            (work[one, column], work[other, column]) = (work[other, column], work[one, column]);
        }

        for (var between = one + 1; between < other; between++)
        {
            (work[between, one], work[other, between]) = (work[other, between], work[between, one]);
        }

        for (var row = other + 1; row < work.Rows; row++)
        {
            (work[row, one], work[row, other]) = (work[row, other], work[row, one]);
        }

        (work[one, one], work[other, other]) = (work[other, other], work[one, one]);
    }

    private static Matrix Gather(Matrix work, int[] order, int rank)
    {
        var factor = new Matrix(rank, work.Rows);
        for (var row = 0; row < work.Rows; row++)
        {
            for (var column = 0; column < Math.Min(rank, row + 1); column++)
            {
                factor[column, order[row]] = work[row, column];
            }
        }

        return factor;
    }
}
