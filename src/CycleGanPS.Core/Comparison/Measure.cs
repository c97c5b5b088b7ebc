using System.Reflection;

namespace CycleGanPS.Core.Comparison;

/// <summary>
/// One measure that runs are compared by; <see cref="Measures"/> lists them all. Its numbers stand in the properties that bear its
/// name: <c>Fid</c> and <c>DeltaFid</c> of <see cref="RunComparison"/>; <c>Fid</c>, <c>FidDeviation</c> and <c>DeltaFid</c> of
/// <see cref="TechniqueComparison"/>. What a record has no property for is not given there.
/// </summary>
internal sealed class Measure(string name)
{
    private readonly PropertyInfo _value = typeof(RunComparison).GetProperty(name)!;
    private readonly PropertyInfo? _delta = typeof(RunComparison).GetProperty("Delta" + name);
    private readonly PropertyInfo? _mean = typeof(TechniqueComparison).GetProperty(name);
    private readonly PropertyInfo? _deviation = typeof(TechniqueComparison).GetProperty(name + "Deviation");
    private readonly PropertyInfo? _difference = typeof(TechniqueComparison).GetProperty("Delta" + name);

    public string Name => name;

    /// <summary>The number of a run; null where it was not measured.</summary>
    public required Func<MeasuredRun, double?> Of { get; init; }

    /// <summary>The number with the pictures of a draw, for the interval of a difference; null for none.</summary>
    public Func<MeasuredRun, TestDraw, double?>? Drawn { get; init; }

    public bool SmallerIsBetter { get; init; } = true;

    /// <summary>Whether it is measured with the Inception weights: with others than the standard ones it compares with nothing published.</summary>
    public bool NeedsWeights { get; init; }

    /// <summary>How the table of runs shows it.</summary>
    public required MeasureColumn InRuns { get; init; }

    /// <summary>Whether the table of runs shows the difference to the first one, too.</summary>
    public bool ShowsDelta { get; init; }

    /// <summary>How the table of techniques shows it; null where it does not.</summary>
    public MeasureColumn? InTechniques { get; init; }

    /// <summary>What readers of a report are told of it, as markup; null where another measure's words hold for it.</summary>
    public (string Term, string Text)? Meaning { get; init; }

    /// <summary>Whether a mean below the reference's is the better one.</summary>
    public bool IsBetter(MetricDifference difference) => SmallerIsBetter ? difference.Value < 0 : difference.Value > 0;

    public double? Value(RunComparison row) => (double?)_value.GetValue(row);

    public double? Delta(RunComparison row) => (double?)_delta?.GetValue(row);

    public double? Mean(TechniqueComparison technique) => (double?)_mean?.GetValue(technique);

    public double? Deviation(TechniqueComparison technique) => (double?)_deviation?.GetValue(technique);

    public MetricDifference? Difference(TechniqueComparison technique) => (MetricDifference?)_difference?.GetValue(technique);

    /// <summary>Fills in a run's row that nobody has seen yet.</summary>
    /// <param name="row">The row.</param>
    /// <param name="run">The run as measured.</param>
    /// <param name="first">The run that the difference is to.</param>
    public void Fill(RunComparison row, MeasuredRun run, MeasuredRun first)
    {
        _value.SetValue(row, Of(run));
        _delta?.SetValue(row, Of(run) - Of(first));
    }

    /// <summary>Fills in mean and deviation (with N − 1) over a technique's runs; nothing where one of them was not measured.</summary>
    public void Fill(TechniqueComparison technique)
    {
        if (_mean is null || technique.Rows.Any(row => Value(row) is null))
        {
            return;
        }

        var values = technique.Rows.Select(row => Value(row)!.Value).ToList();
        var mean = values.Average();
        _mean.SetValue(technique, mean);
        _deviation?.SetValue(technique, values.Count == 1 ? null : Math.Sqrt(values.Sum(one => (one - mean) * (one - mean)) / (values.Count - 1)));
    }

    /// <summary>Fills in the difference of a technique to the reference, with the interval that the drawn differences give.</summary>
    public void FillDifference(TechniqueComparison technique, TechniqueComparison reference, double[] drawn, bool coversSeeds)
    {
        if (Mean(technique) - Mean(reference) is { } difference)
        {
            _difference?.SetValue(technique, DifferenceBootstrap.Around(difference, drawn, coversSeeds));
        }
    }
}
