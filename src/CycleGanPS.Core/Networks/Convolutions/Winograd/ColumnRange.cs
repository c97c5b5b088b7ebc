namespace CycleGanPS.Core.Networks.Convolutions.Winograd;

/// <summary>Some columns of the points' matrices, a multiple of <see cref="MatrixKernel.Columns"/>.</summary>
internal readonly record struct ColumnRange(int First, int Count)
{
    /// <summary>All columns, so many at a time.</summary>
    public static IEnumerable<ColumnRange> Cut(int columns, int atOnce)
    {
        for (var first = 0; first < columns; first += atOnce)
        {
            yield return new(first, Math.Min(atOnce, columns - first));
        }
    }
}
