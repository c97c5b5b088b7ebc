using CycleGanPS.Core.Machine;
using CycleGanPS.Core.Networks.Convolutions;
using TorchSharp;
using static CycleGanPS.Core.Machine.Scalars;
using static TorchSharp.torch;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

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
        var (mean, variance) = FastConvolution.CanWorkOn(rows)
            ? Moments(rows.stride(2) == rows.shape[3] ? rows : rows.contiguous())
            : (rows.mean([2, 3], keepdim: true).to_type(ScalarType.Float64),
                rows.var([2, 3], unbiased: false, keepdim: true).to_type(ScalarType.Float64));
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

    // On a processor: libtorch's variance goes value by value, which took a tenth of a picture's time.
    private static unsafe (Tensor Mean, Tensor Variance) Moments(Tensor rows)
    {
        var (channels, height, width) = ((int)rows.shape[1], (int)rows.shape[2], (int)rows.shape[3]);
        var (means, variances) = (new double[channels], new double[channels]);
        // The channels of a strip of a stored map lie a whole map apart.
        using var plane = rows.select(1, 0);
        var first = Maps.Pointer(plane);
        var stride = (nint)rows.stride(1);
        TensorThreads.For(channels, (from, to) =>
        {
            var centred = new float[width];
            for (var channel = from; channel < to; channel++)
            {
                (means[channel], variances[channel]) = Moments(first + (channel * stride), height, centred);
            }
        });
        return (tensor(means).view(1, channels, 1, 1), tensor(variances).view(1, channels, 1, 1));
    }

    // Row by row, in single precision within one, whose mean is taken off before squares are summed.
    private static unsafe (double Mean, double Variance) Moments(float* rows, int height, float[] centred)
    {
        var (width, mean, squares) = (centred.Length, 0.0, 0.0);
        for (var y = 0; y < height; y++)
        {
            var row = new ReadOnlySpan<float>(rows + ((nint)y * width), width);
            var middle = TensorPrimitives.Sum(row) / width;
            TensorPrimitives.Subtract(row, middle, centred);
            var rest = TensorPrimitives.Sum<float>(centred) / (double)width;
            var difference = middle + rest - mean;
            squares += TensorPrimitives.SumOfSquares<float>(centred) - (width * rest * rest) + (difference * difference * width * y / (y + 1));
            mean += difference / (y + 1);
        }

        return (mean, squares / ((double)height * width));
    }

    public void Dispose()
    {
        _mean.Dispose();
        _squares.Dispose();
    }
}
