using System.Numerics.Tensors;

namespace CycleGanPS.Core.Metrics.Algebra;

/// <summary>A matrix of float64, row by row in one array.</summary>
internal sealed class Matrix
{
    public Matrix(int rows, int columns)
        : this(rows, columns, new double[checked(rows * columns)])
    {
    }

    /// <param name="values">All values, row by row; they are not copied.</param>
    public Matrix(int rows, int columns, double[] values) => (Rows, Columns, Values) = (rows, columns, values);

    public int Rows { get; }

    public int Columns { get; }

    public double[] Values { get; }

    /// <summary>The whole of it, for a product.</summary>
    public MatrixView View => new(Values, 0, Rows, Columns, Columns, 1);

    public MatrixView Transposed => View.Transposed;

    public double this[int row, int column]
    {
        get => Values[(row * Columns) + column];
        set => Values[(row * Columns) + column] = value;
    }

    public Span<double> Row(int row) => Values.AsSpan(row * Columns, Columns);

    public IEnumerable<double> Diagonal() => Enumerable.Range(0, Rows).Select(index => this[index, index]);

    /// <summary>Some of the rows, in the order given; a copy.</summary>
    /// <param name="chosen">Takes the place of a new matrix.</param>
    public Matrix Choose(IReadOnlyList<int> rows, Matrix? chosen = null)
    {
        chosen ??= new Matrix(rows.Count, Columns);
        for (var row = 0; row < rows.Count; row++)
        {
            Row(rows[row]).CopyTo(chosen.Row(row));
        }

        return chosen;
    }

    /// <summary>The first rows, or all of them; the matrix itself where those are all.</summary>
    public Matrix First(int rows) => rows == Rows ? this : new Matrix(rows, Columns, Values[..(rows * Columns)]);

    /// <summary>The mean of the rows.</summary>
    public double[] Mean()
    {
        var mean = new double[Columns];
        for (var row = 0; row < Rows; row++)
        {
            TensorPrimitives.Add(mean, Row(row), mean);
        }

        TensorPrimitives.Divide(mean, Rows, mean);
        return mean;
    }

    /// <summary>The squared length of each row.</summary>
    public double[] SquaredLengths() => [.. Enumerable.Range(0, Rows).Select(row => TensorPrimitives.SumOfSquares<double>(Row(row)))];

    /// <summary>Fills what lies above the diagonal with what lies below it.</summary>
    public Matrix Mirror()
    {
        // Squares that the cache holds: whole columns would be read from memory number by number.
        const int Side = 32;
        Processors.For((Rows + Side - 1) / Side, part =>
        {
            var end = Math.Min(Rows, (part + 1) * Side);
            for (var start = 0; start < end; start += Side)
            {
                for (var row = part * Side; row < end; row++)
                {
                    for (var column = start; column < Math.Min(row, start + Side); column++)
                    {
                        this[column, row] = this[row, column];
                    }
                }
            }
        });
        return this;
    }
}
