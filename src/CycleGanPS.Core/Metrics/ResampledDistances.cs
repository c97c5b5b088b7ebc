using CycleGanPS.Core.Machine;
using TorchSharp;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Metrics;

/// <summary>FID and KID between draws of real pictures and draws of fakes.</summary>
internal sealed class ResampledDistances : IDisposable
{
    private readonly ResampledFeatures _fake;
    private readonly Tensor _across;

    /// <param name="real">The real side.</param>
    /// <param name="fake">N×D features of the fakes; copied.</param>
    public ResampledDistances(ResampledFeatures real, Tensor fake)
    {
        _fake = new ResampledFeatures(fake);
        _across = KernelDistance.Kernel(real.Rows, _fake.Rows).DetachFromDisposeScope();
    }

    /// <summary>The Fréchet distance of two draws.</summary>
    /// <param name="real">A draw of the real side.</param>
    /// <param name="fakeTimes">How often each fake counts.</param>
    public double Fid(DrawnFeatures real, Tensor fakeTimes)
    {
        using var scope = NewDisposeScope();
        var (mean, factor) = _fake.Factor(fakeTimes);
        return FrechetDistance.OfFactors(real.Mean, real.Factor, mean, factor);
    }

    /// <summary>The kernel distance of two draws.</summary>
    /// <inheritdoc cref="Fid" path="/param"/>
    public double Kid(DrawnFeatures real, Tensor fakeTimes)
    {
        using var scope = NewDisposeScope();
        return real.Within + _fake.Within(fakeTimes)
            - 2 * (real.Times.matmul(_across).dot(fakeTimes) / (real.Times.sum() * fakeTimes.sum())).Number();
    }

    public void Dispose()
    {
        _fake.Dispose();
        _across.Dispose();
    }
}
