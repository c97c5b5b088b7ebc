using System.Numerics.Tensors;
using CycleGanPS.Core.Data;
using CycleGanPS.Core.Metrics.Algebra;

namespace CycleGanPS.Core.Metrics;

/// <summary>
/// The kernel Inception distance (Bińkowski et al. 2018, arXiv:1801.01401): the unbiased squared maximum mean
/// discrepancy with the kernel (x·y / d + 1)³, as mean and deviation over random subsets.
/// </summary>
internal static class KernelDistance
{
    public const int Subsets = 100;
    public const int LargestSubset = 1000;

    /// <summary>Mean and deviation (over the subsets, of the whole population) of KID, not scaled.</summary>
    /// <returns>Also the pictures in a subset: 1000, or as many as the smaller set has.</returns>
    public static (double Mean, double Deviation, int SubsetSize) OfFeatures(
        Matrix first, Matrix second, RandomSource random, CancellationToken cancellation = default)
    {
        var size = Math.Min(LargestSubset, Math.Min(first.Rows, second.Rows));

        // Subsets that are both whole sets are all the same.
        var subsets = size == first.Rows && size == second.Rows ? 1 : Subsets;
        var estimates = new double[subsets];

        // The same memory for all subsets: the collector comes seldom for matrices so large.
        var (one, other, kernel) = (new Matrix(size, first.Columns), new Matrix(size, first.Columns), new Matrix(size, size));
        for (var subset = 0; subset < subsets; subset++)
        {
            cancellation.ThrowIfCancellationRequested();
            Draw(first, random, one);
            Draw(second, random, other);
            estimates[subset] = Within(one, kernel) + Within(other, kernel) - (2 * Across(one, other, kernel));
        }

        var mean = estimates.Average();
        return (mean, Math.Sqrt(estimates.Average(estimate => (estimate - mean) * (estimate - mean))), size);
    }

    /// <summary>(x·y / d + 1)³ for all pairs of rows, by their products.</summary>
    /// <param name="products">x·y; becomes the kernel.</param>
    /// <param name="dimension">d, the length of x and y.</param>
    public static Matrix Kernel(Matrix products, int dimension)
    {
        var values = products.Values.AsSpan();
        for (var index = 0; index < values.Length; index++)
        {
            values[index] = Kernel(values[index], dimension);
        }

        return products;
    }

    public static double Kernel(double product, int dimension)
    {
        var sum = (product / dimension) + 1;
        return sum * sum * sum;
    }

    /// <summary>The mean over pairs of different elements: those of an element with itself do not count, which leaves the estimate unbiased.</summary>
    private static double Within(Matrix set, Matrix kernel)
    {
        Kernel(MatrixProduct.WithItsTranspose(set.View, kernel), set.Columns);
        return (TensorPrimitives.Sum<double>(kernel.Values) - kernel.Diagonal().Sum()) / (set.Rows * (set.Rows - 1.0));
    }

    private static double Across(Matrix first, Matrix second, Matrix kernel)
    {
        Kernel(MatrixProduct.Of(first.View, second.Transposed, kernel), first.Columns);
        return TensorPrimitives.Sum<double>(kernel.Values) / kernel.Values.Length;
    }

    private static void Draw(Matrix set, RandomSource random, Matrix chosen) =>
        set.Choose([.. random.Permutation(set.Rows).Take(chosen.Rows)], chosen);
}
