namespace CycleGanPS.Core.Metrics.Algebra;

/// <summary>A matrix as it lies in an array: a part of another, say, or another transposed.</summary>
/// <param name="Values">The array.</param>
/// <param name="Offset">Where its first number is.</param>
/// <param name="RowStride">From one row to the next.</param>
/// <param name="ColumnStride">From one column to the next.</param>
internal readonly record struct MatrixView(double[] Values, int Offset, int Rows, int Columns, int RowStride, int ColumnStride)
{
    public MatrixView Transposed => new(Values, Offset, Columns, Rows, ColumnStride, RowStride);

    public MatrixView Part(int row, int column, int rows, int columns) =>
        this with { Offset = Offset + (row * RowStride) + (column * ColumnStride), Rows = rows, Columns = columns };
}
