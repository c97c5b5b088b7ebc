using CycleGanPS.Core.Metrics.Algebra;

namespace CycleGanPS.Core.Metrics;

/// <summary>
/// Improved precision and recall (Kynkäänniemi et al. 2019, arXiv:1904.06991): the share of one set that lies inside
/// the other's manifold, the union of balls that reach to each feature's third-nearest neighbour.
/// </summary>
internal static class PrecisionRecall
{
    public const int Neighbours = 3;

    /// <summary>Precision: fakes within the real manifold. Recall: reals within the fake one. Features are N×D, shares 0 to 1.</summary>
    public static (double Precision, double Recall) OfFeatures(Matrix real, Matrix fake, CancellationToken cancellation = default) =>
        (Covered(fake, real, cancellation), Covered(real, fake, cancellation));

    private static double Covered(Matrix rows, Matrix centres, CancellationToken cancellation)
    {
        var radii = Radii(centres, cancellation);
        return FeatureDistances.OfEach(rows, centres, (_, distances) => IsWithin(distances, radii) ? 1.0 : 0.0, cancellation).Average();
    }

    /// <summary>Squared distance of each row to its third neighbour, itself left out (the last one, if there are fewer).</summary>
    private static double[] Radii(Matrix rows, CancellationToken cancellation) => FeatureDistances.OfEach(
        rows,
        rows,
        (row, distances) =>
        {
            // Rounding can leave a distance to itself that is not the smallest.
            distances[row] = -1;
            return FeatureDistances.Smallest(distances, Neighbours + 1);
        },
        cancellation);

    private static bool IsWithin(ReadOnlySpan<double> distances, double[] radii)
    {
        for (var centre = 0; centre < radii.Length; centre++)
        {
            if (distances[centre] <= radii[centre])
            {
                return true;
            }
        }

        return false;
    }
}
