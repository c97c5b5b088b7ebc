using TorchSharp;
using static CycleGanPS.Core.Machine.Scalars;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Metrics;

/// <summary>
/// What the Fréchet distance needs to know of a set of features: their count, sum and sum of outer products in
/// float64. Parts of a set add up exactly as if they had been measured together.
/// </summary>
internal sealed class FeatureStatistics : IDisposable
{
    // Single rows cost as much to add as many; this many are added at once.
    private const int RowsAtOnce = 256;

    private readonly List<Tensor> _waiting = [];
    private readonly Tensor _sum;
    private readonly Tensor _outerProducts;
    private long _waitingRows;
    private long _count;

    /// <param name="dimension">Numbers of a feature.</param>
    public FeatureStatistics(int dimension = InceptionV3.FeatureCount)
        : this(0, zeros(dimension, ScalarType.Float64), zeros(dimension, dimension, ScalarType.Float64))
    {
    }

    internal FeatureStatistics(long count, Tensor sum, Tensor outerProducts) =>
        (_count, _sum, _outerProducts) = (count, sum.DetachFromDisposeScope(), outerProducts.DetachFromDisposeScope());

    /// <summary>Features seen.</summary>
    public long Count => _count + _waitingRows;

    public int Dimension => (int)_sum.shape[0];

    /// <summary>Σ x; belongs to this object.</summary>
    internal Tensor Sum
    {
        get
        {
            Flush();
            return _sum;
        }
    }

    /// <summary>Σ x xᵀ; belongs to this object.</summary>
    internal Tensor OuterProducts
    {
        get
        {
            Flush();
            return _outerProducts;
        }
    }

    /// <summary>Adds N×D features.</summary>
    public void Add(Tensor features)
    {
        _waiting.Add(features.to(ScalarType.Float64, copy: true).DetachFromDisposeScope());
        _waitingRows += features.shape[0];
        if (_waitingRows >= RowsAtOnce)
        {
            Flush();
        }
    }

    /// <summary>Adds another part of the same set.</summary>
    public void Add(FeatureStatistics part)
    {
        Flush();
        using var scope = NewDisposeScope();
        _sum.add_(part.Sum, alpha: Held(1));
        _outerProducts.add_(part.OuterProducts, alpha: Held(1));
        _count += part.Count;
    }

    /// <summary>The mean, D numbers in float64.</summary>
    public Tensor Mean()
    {
        var sum = Sum;
        using var count = _count.ToScalar();
        return sum.div(count);
    }

    /// <summary>The covariance with N − 1, D×D in float64.</summary>
    public Tensor Covariance()
    {
        using var scope = NewDisposeScope();
        var mean = Mean();
        using var count = _count.ToScalar();
        using var degrees = (_count - 1).ToScalar();
        return (OuterProducts - outer(mean, mean).mul(count)).div(degrees).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        _waiting.ForEach(rows => rows.Dispose());
        _sum.Dispose();
        _outerProducts.Dispose();
    }

    private void Flush()
    {
        if (_waiting.Count == 0)
        {
            return;
        }

        using var scope = NewDisposeScope();
        var rows = cat(_waiting, 0);
        _sum.add_(rows.sum(dim: 0), alpha: Held(1));
        _outerProducts.addmm_(rows.t(), rows);
        _count += _waitingRows;
        _waitingRows = 0;
        _waiting.ForEach(waiting => waiting.Dispose());
        _waiting.Clear();
    }
}
