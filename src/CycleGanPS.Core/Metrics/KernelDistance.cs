using CycleGanPS.Core.Data;
using CycleGanPS.Core.Machine;
using TorchSharp;
using static CycleGanPS.Core.Machine.Scalars;
using static TorchSharp.torch;

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
        Tensor first, Tensor second, RandomSource random, CancellationToken cancellation = default)
    {
        using var noGradient = inference_mode();
        var (countFirst, countSecond) = ((int)first.shape[0], (int)second.shape[0]);
        var size = Math.Min(LargestSubset, Math.Min(countFirst, countSecond));

        // Subsets that are both whole sets are all the same.
        var subsets = size == countFirst && size == countSecond ? 1 : Subsets;
        var estimates = new double[subsets];
        for (var subset = 0; subset < subsets; subset++)
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            estimates[subset] = Unbiased(Draw(first, size, random), Draw(second, size, random));
        }

        var mean = estimates.Average();
        return (mean, Math.Sqrt(estimates.Average(estimate => (estimate - mean) * (estimate - mean))), size);
    }

    /// <summary>(x·y / d + 1)³ for all pairs of rows of N×D and M×D, as N×M of float64.</summary>
    internal static Tensor Kernel(Tensor first, Tensor second)
    {
        using var scope = NewDisposeScope();
        return first.matmul(second.t()).div_(Held(first.shape[1])).add_(Held(1), Held(1)).pow(Held(3)).MoveToOuterDisposeScope();
    }

    /// <summary>The unbiased estimate for two sets of N×D features: pairs of an element with itself do not count.</summary>
    internal static double Unbiased(Tensor first, Tensor second)
    {
        double Within(Tensor set)
        {
            var kernel = Kernel(set, set);
            return (kernel.sum() - kernel.diagonal().sum()).Number() / (set.shape[0] * (set.shape[0] - 1.0));
        }

        return Within(first) + Within(second) - 2 * Kernel(first, second).mean().Number();
    }

    private static Tensor Draw(Tensor set, int size, RandomSource random)
    {
        var order = random.Permutation((int)set.shape[0]);
        var chosen = tensor(order.Take(size).Select(index => (long)index).ToArray());
        return set.index_select(0, chosen).to(ScalarType.Float64);
    }
}
