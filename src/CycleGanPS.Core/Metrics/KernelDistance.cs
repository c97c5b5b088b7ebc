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
        for (var subset = 0; subset < subsets; subset++)
        {
            cancellation.ThrowIfCancellationRequested();
            var chosen = Draw(first, size, random);
            estimates[subset] = Unbiased(chosen, Draw(second, size, random));
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

    /// <summary>The unbiased estimate for two sets of N×D features: pairs of an element with itself do not count.</summary>
    private static double Unbiased(Matrix first, Matrix second) => Within(first) + Within(second) - (2 * Across(first, second));

    private static double Within(Matrix set)
    {
        var kernel = Kernel(MatrixProduct.WithItsTranspose(set.View), set.Columns);
        return (TensorPrimitives.Sum<double>(kernel.Values) - kernel.Diagonal().Sum()) / (set.Rows * (set.Rows - 1.0));
    }

    private static double Across(Matrix first, Matrix second)
    {
        var kernel = Kernel(MatrixProduct.Of(first.View, second.Transposed), first.Columns);
        return TensorPrimitives.Sum<double>(kernel.Values) / kernel.Values.Length;
    }

    private static Matrix Draw(Matrix set, int size, RandomSource random) => set.Choose([.. random.Permutation(set.Rows).Take(size)]);
}
