namespace CycleGanPS.Shell.Commands;

/// <summary>Statistics as they build up value by value (Welford's method).</summary>
internal sealed class MeasureStatistics
{
    private double _mean;
    private double _squares;
    private int _numbers;

    public int Count { get; set; }

    public double Sum { get; private set; }

    public object? Maximum { get; private set; }

    public object? Minimum { get; private set; }

    public int Lines { get; set; }

    public int Words { get; set; }

    public int Characters { get; set; }

    public double StandardDeviation => _numbers > 1 ? Math.Sqrt(_squares / (_numbers - 1)) : 0;

    public void Add(double value)
    {
        Sum += value;
        _numbers++;
        var distance = value - _mean;
        _mean += distance / _numbers;
        _squares += distance * (value - _mean);
    }

    public void Extend(object value, IComparer<object?> comparer)
    {
        Maximum = Maximum is null || comparer.Compare(value, Maximum) > 0 ? value : Maximum;
        Minimum = Minimum is null || comparer.Compare(value, Minimum) < 0 ? value : Minimum;
    }
}
