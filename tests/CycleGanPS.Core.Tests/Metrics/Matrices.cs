using CycleGanPS.Core.Metrics.Algebra;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Tests.Metrics;

/// <summary>Matrices of numbers that tests draw with tensors, and back.</summary>
internal static class Matrices
{
    public static Matrix Of(Tensor tensor) => new(
        (int)tensor.shape[0], (int)tensor.shape[1], tensor.to(ScalarType.Float64).contiguous().data<double>().ToArray());

    public static Tensor ToTensor(this Matrix matrix) => tensor(matrix.Values, [matrix.Rows, matrix.Columns]);

    /// <summary>The largest difference of two matrices.</summary>
    public static double Difference(Matrix one, Matrix other) => one.Values.Zip(other.Values, (left, right) => Math.Abs(left - right)).Max();
}
