using CycleGanPS.Core.Machine;
using TorchSharp;
using static CycleGanPS.Core.Machine.Scalars;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Metrics;

/// <summary>
/// Improved precision and recall (Kynkäänniemi et al. 2019, arXiv:1904.06991): the share of one set that lies inside
/// the other's manifold, the union of balls that reach to each feature's third-nearest neighbour.
/// </summary>
internal static class PrecisionRecall
{
    public const int Neighbours = 3;

    /// <summary>Precision: fakes within the real manifold. Recall: reals within the fake one. Features are N×D, shares 0 to 1.</summary>
    public static (double Precision, double Recall) OfFeatures(Tensor real, Tensor fake, CancellationToken cancellation = default)
    {
        using var noGradient = inference_mode();
        using var scope = NewDisposeScope();
        var (realRows, fakeRows) = (real.to(ScalarType.Float64), fake.to(ScalarType.Float64));
        return (
            Covered(fakeRows, realRows, Radii(realRows, cancellation), cancellation),
            Covered(realRows, fakeRows, Radii(fakeRows, cancellation), cancellation));
    }

    /// <summary>Squared distance of each row to its third neighbour, itself left out (the last one, if there are fewer).</summary>
    private static Tensor Radii(Tensor rows, CancellationToken cancellation)
    {
        var neighbour = Math.Min(Neighbours, rows.shape[0] - 1);
        return cat([.. FeatureDistances.Blocks(rows, cancellation).Select(block => Pick(block.Rows, block.Start))], 0);

        Tensor Pick(Tensor block, long start)
        {
            using var scope = NewDisposeScope();
            var distances = FeatureDistances.Squared(block, rows);

            // Rounding can leave a distance to itself that is not the smallest.
            distances.diagonal(start, 0, 1).fill_(Held(-1));
            return distances.topk((int)neighbour + 1, dim: 1, largest: false).values.select(1, neighbour).MoveToOuterDisposeScope();
        }
    }

    private static double Covered(Tensor rows, Tensor centres, Tensor radii, CancellationToken cancellation)
    {
        var covered = 0L;
        foreach (var (block, _) in FeatureDistances.Blocks(rows, cancellation))
        {
            using var scope = NewDisposeScope();
            covered += (long)FeatureDistances.Squared(block, centres).le(radii).any(1).sum().Number();
        }

        return (double)covered / rows.shape[0];
    }
}
