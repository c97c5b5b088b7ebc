using CycleGanPS.Core.Machine;
using static CycleGanPS.Core.Machine.Scalars;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Metrics;

/// <summary>
/// Which pictures have crossed over from one domain into another: those of whose three nearest neighbours, among as many pictures of
/// either domain, most are of the other (Cover and Hart 1967, Nearest neighbor pattern classification, IEEE Trans. Inf. Theory 13).
/// </summary>
internal static class CrossedOver
{
    // Of the three neighbours.
    private const int Majority = 2;

    // Of the squared length: far above what a sum of 2,048 products in float64 is rounded by, far below what pictures differ by.
    private const double Rounding = 1e-11;

    /// <summary>
    /// 1 for each picture that has crossed over and 0 for each that has not, so that their mean is the share. Two of three neighbours are
    /// of a domain just where its second nearest is nearer than the other's; where both are equally near the picture has not crossed over.
    /// </summary>
    /// <param name="pictures">Features N×D of the pictures in question.</param>
    /// <param name="source">Features of pictures of the domain that they come from, two at least.</param>
    /// <param name="target">Features of pictures of the other domain.</param>
    public static IReadOnlyList<double> OfFeatures(Tensor pictures, Tensor source, Tensor target, CancellationToken cancellation = default)
    {
        using var noGradient = inference_mode();
        using var scope = NewDisposeScope();
        var (sourceRows, targetRows) = (source.to(ScalarType.Float64), target.to(ScalarType.Float64));
        var crossed = new List<double>();
        foreach (var (block, _) in FeatureDistances.Blocks(pictures.to(ScalarType.Float64), cancellation))
        {
            using var inner = NewDisposeScope();
            var rounding = block.Squared().sum(1).mul_(Held(Rounding));
            var isNearer = SecondNearest(block, targetRows).add(rounding, alpha: Held(1)).lt(SecondNearest(block, sourceRows));
            crossed.AddRange(isNearer.to(ScalarType.Float64).data<double>());
        }

        return crossed;
    }

    private static Tensor SecondNearest(Tensor rows, Tensor domain) =>
        FeatureDistances.Squared(rows, domain).topk(Majority, dim: 1, largest: false).values.select(1, Majority - 1);
}
