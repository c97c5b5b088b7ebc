using TorchSharp;
using static CycleGanPS.Core.Machine.Scalars;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Metrics;

/// <summary>The features of a set of pictures that a bootstrap draws again and again, with the kernel of all pairs.</summary>
internal sealed class ResampledFeatures : IDisposable
{
    private readonly Tensor _kernel;

    /// <param name="features">N×D; copied.</param>
    public ResampledFeatures(Tensor features)
    {
        using var scope = NewDisposeScope();
        Rows = features.to(ScalarType.Float64, copy: true).DetachFromDisposeScope();
        _kernel = KernelDistance.Kernel(Rows, Rows).DetachFromDisposeScope();
        _kernel.diagonal().fill_(Held(0));
    }

    /// <summary>N×D in float64; belongs to this object.</summary>
    public Tensor Rows { get; }

    /// <summary>Mean and factor of the covariance of a draw.</summary>
    /// <param name="times">How often each picture counts.</param>
    public (Tensor Mean, Tensor Factor) Factor(Tensor times) => FrechetDistance.Factor(Rows.index_select(0, Bootstrap.Repeated(times)));

    /// <summary>Mean kernel over pairs of different pictures of a draw.</summary>
    public double Within(Tensor times) => Bootstrap.Within(_kernel, times);

    /// <summary>A draw of real pictures, to hold several sets of fakes against.</summary>
    public DrawnFeatures Draw(Tensor times)
    {
        var (mean, factor) = Factor(times);
        return new DrawnFeatures(times, mean, factor, Within(times));
    }

    public void Dispose()
    {
        Rows.Dispose();
        _kernel.Dispose();
    }
}
