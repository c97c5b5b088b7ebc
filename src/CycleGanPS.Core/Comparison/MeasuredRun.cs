using CycleGanPS.Core.Machine;
using CycleGanPS.Core.Metrics;
using TorchSharp;
using static CycleGanPS.Core.Machine.Scalars;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Comparison;

/// <summary>What the bootstrap draws from: the pictures of one run, measured one by one.</summary>
internal sealed class MeasuredRun : IDisposable
{
    private readonly Tensor? _features;
    private readonly Tensor? _within;
    private readonly Tensor? _across;
    private readonly SlicedWassersteinSpread? _patches;
    private readonly double[]? _errors;

    /// <param name="features">Features of the translations; belongs to this object from now on.</param>
    /// <param name="real">Features of the real pictures.</param>
    public MeasuredRun(Tensor? features, Tensor? real, SlicedWassersteinSpread? patches, double[]? errors)
    {
        (_features, _patches, _errors) = (features, patches, errors);
        if (features is not null && real is not null)
        {
            _within = KernelDistance.Kernel(features, features).DetachFromDisposeScope();
            _within.diagonal().fill_(Held(0)).Dispose();
            _across = KernelDistance.Kernel(real, features).DetachFromDisposeScope();
        }
    }

    /// <summary>The distances with pictures that count as often as they were drawn; NaN for what was not measured.</summary>
    public Scores Distances(DrawnReal real, Tensor times)
    {
        var (fid, kid) = (double.NaN, double.NaN);
        if (_features is not null)
        {
            using var scope = NewDisposeScope();
            var (mean, factor) = FrechetDistance.Factor(_features.index_select(0, Bootstrap.Repeated(times)));
            fid = FrechetDistance.OfFactors(real.Mean!, real.Factor!, mean, factor);
            kid = real.Within + Bootstrap.Within(_within!, times)
                - 2 * (real.Times.matmul(_across!).dot(times) / (real.Times.sum() * times.sum())).Number();
        }

        var swd = _patches?.Distance(real.Times, times) ?? double.NaN;
        return new Scores(fid, kid, swd, _errors is null ? double.NaN : Weighted(_errors, times));
    }

    public void Dispose()
    {
        _features?.Dispose();
        _within?.Dispose();
        _across?.Dispose();
        _patches?.Dispose();
    }

    private static double Weighted(double[] values, Tensor times)
    {
        var counts = times.data<double>().ToArray();
        return values.Zip(counts, (value, count) => value * count).Sum() / counts.Sum();
    }

    /// <summary>The real pictures of one draw, the same for all runs.</summary>
    internal sealed record DrawnReal(Tensor Times, Tensor? Mean, Tensor? Factor, double Within);

    /// <summary>The measures that are compared.</summary>
    internal readonly record struct Scores(double Fid, double Kid, double Swd, double Error)
    {
        public double this[int measure] => measure switch { 0 => Fid, 1 => Kid, 2 => Swd, _ => Error };

        public const int Count = 4;
    }
}
