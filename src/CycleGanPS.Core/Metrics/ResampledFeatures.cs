using System.Numerics.Tensors;
using CycleGanPS.Core.Metrics.Algebra;

namespace CycleGanPS.Core.Metrics;

/// <summary>The features of a set of pictures that a bootstrap draws again and again, with the kernel of all pairs.</summary>
internal sealed class ResampledFeatures
{
    private readonly Matrix _kernel;
    private readonly double[] _squaredLengths;

    /// <param name="features">N×D; not copied.</param>
    public ResampledFeatures(Matrix features)
    {
        Rows = features;
        _squaredLengths = features.SquaredLengths();
        _kernel = KernelDistance.Kernel(MatrixProduct.WithItsTranspose(features.View), features.Columns);
        for (var index = 0; index < _kernel.Rows; index++)
        {
            _kernel[index, index] = 0;
        }
    }

    /// <summary>N×D.</summary>
    public Matrix Rows { get; }

    /// <summary>What a draw has.</summary>
    /// <param name="times">How often each picture counts.</param>
    public DrawnFeatures Draw(double[] times)
    {
        int[] chosen = [.. Enumerable.Range(0, times.Length).Where(row => times[row] > 0)];
        var (count, mean, squares, kernels) = (times.Sum(), new double[Rows.Columns], 0.0, 0.0);
        foreach (var row in chosen)
        {
            TensorPrimitives.MultiplyAdd(Rows.Row(row), times[row] / count, mean, mean);
            squares += times[row] * _squaredLengths[row];
            kernels += times[row] * TensorPrimitives.Dot(_kernel.Row(row), times);
        }

        var trace = (squares - (count * TensorPrimitives.SumOfSquares<double>(mean))) / (count - 1);
        return new DrawnFeatures(times, chosen, mean, trace, kernels / ((count * count) - TensorPrimitives.SumOfSquares<double>(times)));
    }
}
