using CycleGanPS.Core.Machine;
using TorchSharp;
using static CycleGanPS.Core.Machine.Scalars;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Inference.Strips;

/// <summary>
/// Mean and variance of each channel of a map, gathered strip by strip in float64 and merged as Chan, Golub and LeVeque do
/// (1983, "Algorithms for computing the sample variance").
/// </summary>
internal sealed class ChannelStatistics : IDisposable
{
    private readonly Tensor _mean;
    private readonly Tensor _squares;
    private double _count;

    public ChannelStatistics(int channels, Device device)
    {
        _mean = zeros([1, channels, 1, 1], ScalarType.Float64, device).DetachFromDisposeScope();
        _squares = zeros_like(_mean).DetachFromDisposeScope();
    }

    /// <summary>Takes a whole map in.</summary>
    /// <exception cref="OperationCanceledException">It was ended between two strips.</exception>
    public void Add(FeatureMap map, int stripRows, CancellationToken cancellation)
    {
        foreach (var (from, to) in map.Strips(stripRows))
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            Add(map.Rows(from, to));
        }
    }

    /// <summary>Takes a strip in, 1×C×h×W.</summary>
    public void Add(Tensor rows)
    {
        using var scope = NewDisposeScope();
        var count = (double)(rows.shape[2] * rows.shape[3]);
        var mean = rows.mean([2, 3], keepdim: true).to_type(ScalarType.Float64);
        var variance = rows.var([2, 3], unbiased: false, keepdim: true).to_type(ScalarType.Float64);
        var total = _count + count;
        using var share = (count / total).ToScalar();
        using var between = (_count * count / total).ToScalar();
        using var size = count.ToScalar();
        var difference = mean.add(_mean, alpha: Held(-1));
        _squares.add_(variance, alpha: size).add_(difference.Squared(), alpha: between);
        _mean.add_(difference, alpha: share);
        _count = total;
    }

    /// <summary>(x − mean) / √(variance + ε), with the biased variance, as instance normalisation does.</summary>
    public Tensor Normalize(Tensor rows, double epsilon)
    {
        using var count = _count.ToScalar();
        var deviation = _squares.div(count).add_(Held(epsilon), Held(1)).sqrt_();
        // y = x · 1/deviation − mean/deviation, one pass over the strip.
        var scale = deviation.reciprocal();
        var shift = _mean.mul(scale).neg_();
        return addcmul(shift.to_type(ScalarType.Float32), rows, scale.to_type(ScalarType.Float32), Held(1));
    }

    public void Dispose()
    {
        _mean.Dispose();
        _squares.Dispose();
    }
}
