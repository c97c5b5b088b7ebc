namespace CycleGanPS.Core.Metrics.Inception;

/// <summary>Weights' values at the points, in double precision until the last step.</summary>
internal static unsafe class FilterWeights
{
    /// <summary>
    /// For each sixteen outputs, and for each point, a panel: rows of what is summed over by those outputs.
    /// </summary>
    public static void ToPanels<TRows, TColumns>(LayerShape shape, float[] weight, float* panels)
        where TRows : struct, IFiltering
        where TColumns : struct, IFiltering
    {
        var (rows, columns) = (TRows.Factors, TColumns.Factors);
        var (rowPoints, columnPoints) = (TRows.Points, TColumns.Points);
        var taps = TRows.Taps * TColumns.Taps;
        var pointFloats = (nint)shape.Input * RowKernel.PanelColumns;

        // A panel each: its outputs lie side by side, and threads that write side by side wait for each other.
        Parallel.For(0, shape.Output / RowKernel.PanelColumns, panel =>
        {
            var along = new double[TRows.Taps, columnPoints];
            for (var piece = 0; piece < RowKernel.PanelColumns * shape.Input; piece++)
            {
                var (lane, input) = Math.DivRem(piece, shape.Input);
                var output = (panel * RowKernel.PanelColumns) + lane;
                var filter = weight.AsSpan(((output * shape.Input) + input) * taps, taps);
                for (var row = 0; row < TRows.Taps; row++)
                {
                    for (var point = 0; point < columnPoints; point++)
                    {
                        var sum = 0.0;
                        for (var tap = 0; tap < TColumns.Taps; tap++)
                        {
                            sum += columns[point, tap] * filter[(row * TColumns.Taps) + tap];
                        }

                        along[row, point] = sum;
                    }
                }

                var place = panels + (panel * rowPoints * columnPoints * pointFloats) + (input * RowKernel.PanelColumns) + lane;
                for (var row = 0; row < rowPoints; row++)
                {
                    for (var column = 0; column < columnPoints; column++, place += pointFloats)
                    {
                        var sum = 0.0;
                        for (var tap = 0; tap < TRows.Taps; tap++)
                        {
                            sum += rows[row, tap] * along[tap, column];
                        }

                        *place = (float)sum;
                    }
                }
            }
        });
    }

    /// <summary>
    /// For each point p the polynomial of the taps there, divided by all (p − q) of the other points q; at infinity, which comes last, the last
    /// coefficient.
    /// </summary>
    public static double[,] Factors(double[] finite, int taps)
    {
        var factors = new double[finite.Length + 1, taps];
        for (var point = 0; point < finite.Length; point++)
        {
            var scale = 1.0;
            foreach (var other in finite.Where((_, index) => index != point))
            {
                scale /= finite[point] - other;
            }

            for (var tap = 0; tap < taps; tap++, scale *= finite[point])
            {
                factors[point, tap] = scale;
            }
        }

        factors[finite.Length, taps - 1] = 1;
        return factors;
    }
}
