using CycleGanPS.Core.Metrics.Algebra;

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
    public static IReadOnlyList<double> OfFeatures(Matrix pictures, Matrix source, Matrix target, CancellationToken cancellation = default)
    {
        double[] SecondNearest(Matrix domain) =>
            FeatureDistances.OfEach(pictures, domain, (_, distances) => FeatureDistances.Smallest(distances, Majority), cancellation);

        var (lengths, toTarget, toSource) = (pictures.SquaredLengths(), SecondNearest(target), SecondNearest(source));
        return [.. lengths.Select((length, row) => toTarget[row] + (Rounding * length) < toSource[row] ? 1.0 : 0.0)];
    }
}
