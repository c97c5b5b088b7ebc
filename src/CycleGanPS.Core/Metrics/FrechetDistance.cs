using System.Numerics.Tensors;
using CycleGanPS.Core.Metrics.Algebra;

namespace CycleGanPS.Core.Metrics;

/// <summary>
/// The Fréchet distance of two Gaussians (Heusel et al. 2017, arXiv:1706.08500):
/// ‖μ₁ − μ₂‖² + tr Σ₁ + tr Σ₂ − 2 tr (Σ₁Σ₂)^½. With any factors Σ = FᵀF the last trace is the sum of the
/// singular values of F₁F₂ᵀ, so nothing here takes a matrix root: the result is real, also for singular covariances.
/// </summary>
internal static class FrechetDistance
{
    /// <summary>The distance of two sets of N×D features; covariances with N − 1.</summary>
    public static double OfFeatures(Matrix first, Matrix second)
    {
        var (meanFirst, factorFirst) = Factor(first);
        var (meanSecond, factorSecond) = Factor(second);
        return OfFactors(meanFirst, factorFirst, meanSecond, factorSecond);
    }

    /// <summary>The distance of two sets that only their statistics are known of: means of D, covariances of D×D.</summary>
    public static double OfStatistics(double[] meanFirst, Matrix covarianceFirst, double[] meanSecond, Matrix covarianceSecond) =>
        OfFactors(meanFirst, CovarianceFactor.Of(covarianceFirst), meanSecond, CovarianceFactor.Of(covarianceSecond));

    /// <summary>The distance by means of D and R×D factors of the covariances.</summary>
    public static double OfFactors(double[] meanFirst, Matrix factorFirst, double[] meanSecond, Matrix factorSecond) => Sum(
        SquaredDistance(meanFirst, meanSecond),
        TensorPrimitives.SumOfSquares<double>(factorFirst.Values),
        TensorPrimitives.SumOfSquares<double>(factorSecond.Values),
        MatrixProduct.Of(factorFirst.View, factorSecond.Transposed));

    /// <summary>The distance from ‖μ₁ − μ₂‖², tr Σ₁, tr Σ₂ and F₁F₂ᵀ.</summary>
    public static double Sum(double means, double traceFirst, double traceSecond, Matrix factors) =>
        // Equal sets give a rounding error of either sign.
        Math.Max(0, means + traceFirst + traceSecond - (2 * NuclearNorm(factors)));

    /// <summary>Mean and R×D factor of the covariance, by the centred features or, if those are many, by the covariance.</summary>
    public static (double[] Mean, Matrix Factor) Factor(Matrix features)
    {
        var mean = features.Mean();
        var centred = new Matrix(features.Rows, features.Columns);
        for (var row = 0; row < features.Rows; row++)
        {
            TensorPrimitives.Subtract(features.Row(row), mean, centred.Row(row));
        }

        TensorPrimitives.Divide(centred.Values, Math.Sqrt(features.Rows - 1), centred.Values);
        return (mean, features.Rows <= features.Columns ? centred : CovarianceFactor.Of(MatrixProduct.WithItsTranspose(centred.Transposed)));
    }

    /// <summary>
    /// The sum of the singular values of a matrix, as the roots of the eigenvalues of its smaller square: one that is nearly zero is
    /// exact to 1e-8 of the largest only, and the sum to as much of what those few are of it.
    /// </summary>
    private static double NuclearNorm(Matrix matrix)
    {
        if (matrix.Values.Length == 0)
        {
            return 0;
        }

        var square = MatrixProduct.WithItsTranspose(matrix.Rows <= matrix.Columns ? matrix.View : matrix.Transposed);
        return SymmetricEigenvalues.Of(square).Sum(value => Math.Sqrt(Math.Max(0, value)));
    }

    private static double SquaredDistance(double[] first, double[] second)
    {
        var distance = TensorPrimitives.Distance<double>(first, second);
        return distance * distance;
    }
}
