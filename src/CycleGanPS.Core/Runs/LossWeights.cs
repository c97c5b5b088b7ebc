namespace CycleGanPS.Core.Runs;

/// <summary>The weights λ of the parts of the generators' total.</summary>
internal sealed class LossWeights
{
    private static readonly IReadOnlyList<LossColumn> Parts = [.. LossColumn.All.Where(column => column.Curves.Any(curve => curve.IsPartOfTotal))];

    private readonly double[] _weights;

    private LossWeights(double[] weights) => _weights = weights;

    /// <summary>The weight of a part, by the name of its column.</summary>
    public double this[string part] => _weights[Parts.TakeWhile(column => column.Name != part).Count()];

    /// <summary>
    /// The weights with which the parts make the recorded total, by least
    /// squares; null where no such weights do, or where several would. A part that is always 0 has the weight 0.
    /// </summary>
    public static LossWeights? Estimate(IReadOnlyList<LossRecord> records)
    {
        Func<LossRecord, double>[] parts = [.. Parts.Select(Of)];
        var usable = records.Where(record => double.IsFinite(record.Generator + parts.Sum(part => part(record)))).ToList();
        var present = Enumerable.Range(0, parts.Length).Where(part => usable.Exists(record => parts[part](record) != 0)).ToArray();
        if (Solve([.. present.Select(part => parts[part])], usable) is not { } solution)
        {
            return null;
        }

        var weights = new double[parts.Length];
        present.Zip(solution).ToList().ForEach(pair => weights[pair.First] = pair.Second);
        var found = new LossWeights(weights);
        return usable.TrueForAll(found.Explains) ? found : null;
    }

    // The normal equations, each part scaled to length 1, by Gaussian elimination; null where the parts hang together.
    private static double[]? Solve(Func<LossRecord, double>[] parts, List<LossRecord> records)
    {
        var count = parts.Length;
        double Dot(Func<LossRecord, double> one, Func<LossRecord, double> other) => records.Sum(record => one(record) * other(record));
        var lengths = parts.Select(part => Math.Sqrt(Dot(part, part))).ToArray();
        var rows = Enumerable.Range(0, count)
            .Select(row => Enumerable.Range(0, count)
                .Select(column => Dot(parts[row], parts[column]) / (lengths[row] * lengths[column]))
                .Append(Dot(parts[row], record => record.Generator) / lengths[row])
                .ToArray())
            .ToArray();
        for (var pivot = 0; pivot < count; pivot++)
        {
            if (!(rows[pivot][pivot] > 1e-9))
            {
                return null;
            }

            for (var row = 0; row < count; row++)
            {
                var factor = row == pivot ? 0 : rows[row][pivot] / rows[pivot][pivot];
                for (var column = pivot; column <= count; column++)
                {
                    rows[row][column] -= factor * rows[pivot][column];
                }
            }
        }

        return count == 0 ? null : [.. Enumerable.Range(0, count).Select(row => rows[row][count] / rows[row][row] / lengths[row])];
    }

    private bool Explains(LossRecord record)
    {
        var parts = Parts.Select((part, index) => _weights[index] * Of(part)(record)).ToList();
        return Math.Abs(parts.Sum() - record.Generator) <= 1e-3 * Math.Max(parts.Max(Math.Abs), 0.1);
    }

    private static Func<LossRecord, double> Of(LossColumn part) => record => part.Value(record) ?? 0;
}
