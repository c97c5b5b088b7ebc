using CycleGanPS.Core.Machine;
using TorchSharp;
using static CycleGanPS.Core.Machine.Scalars;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Metrics;

/// <summary>
/// The Fréchet distance of two Gaussians (Heusel et al. 2017, arXiv:1706.08500):
/// ‖μ₁ − μ₂‖² + tr Σ₁ + tr Σ₂ − 2 tr (Σ₁Σ₂)^½. With any factors Σ = FᵀF the last trace is the sum of the
/// singular values of F₁F₂ᵀ, so nothing here takes a matrix root: the result is real, also for singular covariances.
/// </summary>
internal static class FrechetDistance
{
    private const double MachineEpsilon = 2.220446049250313e-16;

    // Singular values are exact to rounding; roots of eigenvalues only to half the digits, but in half the time.
    private const long LargestForSingularValues = 1024;

    /// <summary>The distance of two sets of N×D features; covariances with N − 1.</summary>
    public static double OfFeatures(Tensor first, Tensor second)
    {
        using var noGradient = inference_mode();
        using var scope = NewDisposeScope();
        var (meanFirst, factorFirst) = Factor(first);
        var (meanSecond, factorSecond) = Factor(second);
        return Combine(meanFirst, factorFirst, meanSecond, factorSecond);
    }

    /// <summary>The distance of two sets that only their statistics are known of: means of D, covariances of D×D.</summary>
    public static double OfStatistics(Tensor meanFirst, Tensor covarianceFirst, Tensor meanSecond, Tensor covarianceSecond)
    {
        using var noGradient = inference_mode();
        using var scope = NewDisposeScope();
        return Combine(meanFirst, FactorOfCovariance(covarianceFirst), meanSecond, FactorOfCovariance(covarianceSecond));
    }

    /// <summary>The distance by means of D and R×D factors of the covariances.</summary>
    internal static double OfFactors(Tensor meanFirst, Tensor factorFirst, Tensor meanSecond, Tensor factorSecond)
    {
        using var noGradient = inference_mode();
        using var scope = NewDisposeScope();
        return Combine(meanFirst, factorFirst, meanSecond, factorSecond);
    }

    /// <summary>Mean and R×D factor of the covariance, by the centred features or, if those are many, by the covariance.</summary>
    internal static (Tensor Mean, Tensor Factor) Factor(Tensor features)
    {
        using var scope = NewDisposeScope();
        var rows = features.to(ScalarType.Float64);
        var mean = rows.mean([0]);
        var centred = (rows - mean).div_(Held(Math.Sqrt(rows.shape[0] - 1)));
        var factor = rows.shape[0] <= rows.shape[1] ? centred : FactorOfCovariance(centred.t().matmul(centred));
        return (mean.MoveToOuterDisposeScope(), factor.MoveToOuterDisposeScope());
    }

    /// <summary>
    /// An R×D factor F of a D×D covariance, with FᵀF = Σ: Cholesky's, or for a singular matrix the eigenvectors with a positive
    /// eigenvalue.
    /// </summary>
    internal static Tensor FactorOfCovariance(Tensor covariance)
    {
        using var scope = NewDisposeScope();
        var symmetric = covariance.add(covariance.t(), alpha: Held(1)).div(Held(2));
        var (lower, info) = linalg.cholesky_ex(symmetric);
        if (info.Number() == 0)
        {
            return lower.t().MoveToOuterDisposeScope();
        }

        var (values, vectors) = linalg.eigh(symmetric);
        var noise = Math.Max(0, values.max().Number()) * covariance.shape[0] * MachineEpsilon;
        using var least = noise.ToScalar();
        var positive = values.gt(least).nonzero().flatten();
        return (vectors.index_select(1, positive) * values.index_select(0, positive).sqrt()).t().MoveToOuterDisposeScope();
    }

    /// <summary>The sum of the singular values of a matrix.</summary>
    internal static double NuclearNorm(Tensor matrix)
    {
        using var scope = NewDisposeScope();
        if (matrix.numel() == 0)
        {
            return 0;
        }

        if (Math.Min(matrix.shape[0], matrix.shape[1]) <= LargestForSingularValues)
        {
            return linalg.svdvals(matrix).sum().Number();
        }

        var gram = matrix.shape[0] <= matrix.shape[1] ? matrix.matmul(matrix.t()) : matrix.t().matmul(matrix);
        return linalg.eigvalsh(gram).clamp_min(Held(0)).sqrt().sum().Number();
    }

    private static double Combine(Tensor meanFirst, Tensor factorFirst, Tensor meanSecond, Tensor factorSecond)
    {
        var distance = (meanFirst - meanSecond).Squared().sum().Number()
            + factorFirst.Squared().sum().Number()
            + factorSecond.Squared().sum().Number()
            - 2 * NuclearNorm(factorFirst.matmul(factorSecond.t()));

        // Equal sets give a rounding error of either sign.
        return Math.Max(0, distance);
    }
}
