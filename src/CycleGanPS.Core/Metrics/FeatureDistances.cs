using System.Numerics.Tensors;
using CycleGanPS.Core.Metrics.Algebra;

namespace CycleGanPS.Core.Metrics;

/// <summary>Distances between the rows of two sets of features, a block of rows at a time, which bounds memory.</summary>
internal static class FeatureDistances
{
    private const int RowsAtOnce = 1024;

    /// <summary>
    /// What is made of each row of one set and its squared distances to all rows of another. Equal distances may differ by the rounding
    /// of the squared lengths.
    /// </summary>
    /// <param name="use">Is given the row's place and its distances, which it may change; called on several threads.</param>
    public static T[] OfEach<T>(Matrix rows, Matrix others, Func<int, Span<double>, T> use, CancellationToken cancellation)
    {
        var results = new T[rows.Rows];
        var (lengths, otherLengths) = (rows.SquaredLengths(), others.SquaredLengths());
        var distances = new Matrix(Math.Min(RowsAtOnce, rows.Rows), others.Rows);
        for (var start = 0; start < rows.Rows; start += RowsAtOnce)
        {
            cancellation.ThrowIfCancellationRequested();
            var (first, count) = (start, Math.Min(RowsAtOnce, rows.Rows - start));
            distances.Values.AsSpan().Clear();
            MatrixProduct.Add(distances.View.Part(0, 0, count, others.Rows), -2, rows.View.Part(start, 0, count, rows.Columns), others.Transposed);
            Processors.For(count, index =>
            {
                var row = distances.Row(index);
                TensorPrimitives.Add(row, otherLengths, row);
                TensorPrimitives.Add(row, lengths[first + index], row);
                TensorPrimitives.Max(row, 0, row);
                results[first + index] = use(first + index, row);
            });
        }

        return results;
    }

    /// <summary>The k-th smallest of some numbers, which are put in another order; of fewer the largest.</summary>
    public static double Smallest(Span<double> values, int k)
    {
        k = Math.Min(k, values.Length);
        for (var place = 0; place < k; place++)
        {
            var smallest = place + TensorPrimitives.IndexOfMin<double>(values[place..]);
            (values[place], values[smallest]) = (values[smallest], values[place]);
        }

        return values[k - 1];
    }
}
