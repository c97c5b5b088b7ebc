using System.Numerics.Tensors;
using CycleGanPS.Core.Metrics.Algebra;

namespace CycleGanPS.Core.Metrics;

/// <summary>
/// What the Fréchet distance needs to know of a set of features: their count, sum and sum of outer products in
/// float64. Parts of a set add up exactly as if they had been measured together.
/// </summary>
internal sealed class FeatureStatistics
{
    // Single rows cost as much to add as many; this many are added at once.
    private const int RowsAtOnce = 256;

    private readonly Matrix _waiting;
    private readonly double[] _sum;
    private readonly Matrix _outerProducts;
    private int _waitingRows;
    private long _count;

    /// <param name="dimension">Numbers of a feature.</param>
    public FeatureStatistics(int dimension = InceptionV3.FeatureCount)
        : this(0, new double[dimension], new Matrix(dimension, dimension))
    {
    }

    internal FeatureStatistics(long count, double[] sum, Matrix outerProducts) =>
        (_count, _sum, _outerProducts, _waiting) = (count, sum, outerProducts, new Matrix(RowsAtOnce, sum.Length));

    /// <summary>Features seen.</summary>
    public long Count => _count + _waitingRows;

    public int Dimension => _sum.Length;

    /// <summary>Σ x; belongs to this object.</summary>
    internal double[] Sum
    {
        get
        {
            Flush();
            return _sum;
        }
    }

    /// <summary>Σ x xᵀ; belongs to this object.</summary>
    internal Matrix OuterProducts
    {
        get
        {
            Flush();
            return _outerProducts.Mirror();
        }
    }

    /// <summary>Adds a feature.</summary>
    public void Add(ReadOnlySpan<double> feature)
    {
        feature.CopyTo(_waiting.Row(_waitingRows++));
        if (_waitingRows == RowsAtOnce)
        {
            Flush();
        }
    }

    /// <summary>Adds N×D features.</summary>
    public void Add(Matrix features)
    {
        for (var row = 0; row < features.Rows; row++)
        {
            Add(features.Row(row));
        }
    }

    /// <summary>Adds another part of the same set.</summary>
    public void Add(FeatureStatistics part)
    {
        TensorPrimitives.Add(Sum, part.Sum, _sum);
        TensorPrimitives.Add(OuterProducts.Values, part.OuterProducts.Values, _outerProducts.Values);
        _count += part.Count;
    }

    /// <summary>The mean, D numbers.</summary>
    public double[] Mean()
    {
        var mean = new double[Dimension];
        TensorPrimitives.Divide(Sum, _count, mean);
        return mean;
    }

    /// <summary>The covariance with N − 1, D×D.</summary>
    public Matrix Covariance()
    {
        var (mean, products) = (Mean(), OuterProducts);
        var covariance = new Matrix(Dimension, Dimension);
        for (var row = 0; row < Dimension; row++)
        {
            var values = covariance.Row(row);
            TensorPrimitives.Multiply(mean, -mean[row] * _count, values);
            TensorPrimitives.Add(values, products.Row(row), values);
            TensorPrimitives.Divide(values, _count - 1, values);
        }

        return covariance;
    }

    private void Flush()
    {
        if (_waitingRows == 0)
        {
            return;
        }

        var rows = _waiting.View.Part(0, 0, _waitingRows, Dimension);
        for (var row = 0; row < _waitingRows; row++)
        {
            TensorPrimitives.Add(_sum, _waiting.Row(row), _sum);
        }

        MatrixProduct.Add(_outerProducts.View, 1, rows.Transposed, rows, lowerOnly: true);
        _count += _waitingRows;
        _waitingRows = 0;
    }
}
