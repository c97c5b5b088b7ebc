using CycleGanPS.Core.Metrics;
using CycleGanPS.Core.Metrics.Algebra;
using Xunit;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Tests.Metrics;

/// <summary>The algebra of the measures against libtorch's.</summary>
public class AlgebraTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(7, 3, 9)]
    [InlineData(13, 300, 17)]
    [InlineData(130, 70, 2100)]
    [InlineData(250, 600, 111)]
    public void Products_agree(int rows, int depth, int columns)
    {
        using var scope = NewDisposeScope();
        var (a, b) = (randn(rows, depth, ScalarType.Float64), randn(depth, columns, ScalarType.Float64));
        var expected = Matrices.Of(a.matmul(b));

        Assert.Equal(0, Matrices.Difference(expected, MatrixProduct.Of(Matrices.Of(a).View, Matrices.Of(b).View)), 1e-11);
        Assert.Equal(0, Matrices.Difference(expected, MatrixProduct.Of(Matrices.Of(a.t()).Transposed, Matrices.Of(b.t()).Transposed)), 1e-11);
        Assert.Equal(0, Matrices.Difference(Matrices.Of(a.matmul(a.t())), MatrixProduct.WithItsTranspose(Matrices.Of(a).View)), 1e-11);
        Assert.Equal(0, Matrices.Difference(Matrices.Of(a.t().matmul(a)), MatrixProduct.WithItsTranspose(Matrices.Of(a).Transposed)), 1e-11);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(31, 31)]
    [InlineData(200, 200)]
    [InlineData(150, 40)]
    [InlineData(1300, 1300)]
    public void Eigenvalues_agree(int size, int rank)
    {
        using var scope = NewDisposeScope();
        var factor = randn(rank, size, ScalarType.Float64);
        var symmetric = factor.t().matmul(factor) - eye(size, dtype: ScalarType.Float64);
        var expected = linalg.eigvalsh(symmetric).data<double>().ToArray();

        var values = SymmetricEigenvalues.Of(Matrices.Of(symmetric)).Order().ToArray();

        Assert.All(expected.Zip(values), pair => Assert.Equal(pair.First, pair.Second, 1e-12 * expected[^1] + 1e-12));
    }

    [Fact]
    public void Eigenvalues_of_matrices_that_are_diagonal_or_nothing()
    {
        var diagonal = new Matrix(3, 3) { [0, 0] = 3, [1, 1] = -1, [2, 2] = 0 };

        Assert.Equal([-1, 0, 3], SymmetricEigenvalues.Of(diagonal).Order());
        Assert.Equal(new double[40], SymmetricEigenvalues.Of(new Matrix(40, 40)));
    }

    [Theory]
    [InlineData(5, 5)]
    [InlineData(300, 300)]
    [InlineData(300, 90)]
    [InlineData(130, 1)]
    public void Factors_of_a_covariance_have_its_rank(int size, int rank)
    {
        using var scope = NewDisposeScope();
        var some = randn(rank, size, ScalarType.Float64);
        var covariance = Matrices.Of(some.t().matmul(some));

        var factor = CovarianceFactor.Of(covariance);

        Assert.Equal((rank, size), (factor.Rows, factor.Columns));
        Assert.Equal(0, Matrices.Difference(covariance, MatrixProduct.WithItsTranspose(factor.Transposed)), 1e-10);
        Assert.Equal(rank == size, CovarianceFactor.IsPositive(covariance));
    }

    [Fact]
    public void Numbers_are_sorted_with_their_places()
    {
        var random = new Random(1);
        float[] numbers = [.. Enumerable.Range(0, 5000).Select(_ => (random.NextSingle() - 0.5f) * MathF.Pow(10, random.Next(-30, 30))), 0, -0f, 3, 3];

        float[] values = [.. numbers];
        var places = new int[numbers.Length];
        FloatOrder.Sort(values, places);

        Assert.Equal(numbers.Order(), values);
        Assert.Equal(values, places.Select(place => numbers[place]));
        Assert.Equal(Enumerable.Range(0, numbers.Length), places.Order());
    }
}
