namespace CycleGanPS.Core.Runs;

/// <summary>
/// The losses of a run in little memory, however long it is: where there are too many records for a picture, neighbours are
/// averaged. The last ones are kept as they are.
/// </summary>
internal sealed class LossTrace
{
    /// <summary>Points that a picture has at most: more than a wide screen has pixels.</summary>
    public const int Most = 1600;

    private const int RecentRecords = 100;

    private readonly List<LossRecord> _whole = [];
    private readonly List<LossRecord> _begun = [];
    private readonly Queue<LossRecord> _recent = new();
    private int _each = 1;

    /// <summary>The whole course, oldest first; each is the mean of as many neighbours.</summary>
    public IReadOnlyList<LossRecord> Records => _begun.Count == 0 ? _whole : [.. _whole, Mean(_begun)];

    /// <summary>The newest records.</summary>
    public IReadOnlyCollection<LossRecord> Recent => _recent;

    /// <summary>The newest record, or null before the first.</summary>
    public LossRecord? Last { get; private set; }

    /// <summary>All that a run has logged so far; nothing where it has not begun to.</summary>
    /// <exception cref="CycleGanException">A row of the log is damaged.</exception>
    public static LossTrace Read(RunFolder run)
    {
        var trace = new LossTrace();
        foreach (var record in File.Exists(run.Losses) ? LossLog.Read(run.Losses) : [])
        {
            trace.Add(record);
        }

        return trace;
    }

    /// <summary>Adds the next record.</summary>
    public void Add(LossRecord record)
    {
        Last = record;
        _recent.Enqueue(record);
        if (_recent.Count > RecentRecords)
        {
            _recent.Dequeue();
        }

        _begun.Add(record);
        if (_begun.Count < _each)
        {
            return;
        }

        _whole.Add(Mean(_begun));
        _begun.Clear();
        if (_whole.Count == Most)
        {
            LossRecord[] halved = [.. _whole.Chunk(2).Select(Mean)];
            _whole.Clear();
            _whole.AddRange(halved);
            _each *= 2;
        }
    }

    /// <summary>Seconds that a step takes of late; null where nobody can tell.</summary>
    public double? SecondsPerStep()
    {
        if (_recent.Count < 2)
        {
            return null;
        }

        var (first, last) = (_recent.Peek(), Last!);
        return last.Step > first.Step && last.Seconds > first.Seconds ? (last.Seconds - first.Seconds) / (last.Step - first.Step) : null;
    }

    // What is not finite is left out, unless there is nothing else.
    private static LossRecord Mean(IReadOnlyList<LossRecord> records)
    {
        if (records.Count == 1)
        {
            return records[0];
        }

        var means = new Dictionary<string, double>();
        foreach (var column in LossColumn.All)
        {
            var values = records.Select(column.Value).OfType<double>().ToList();
            if (values.Count > 0)
            {
                means[column.Name] = values.Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average();
            }
        }

        return LossColumn.Record(means);
    }
}
