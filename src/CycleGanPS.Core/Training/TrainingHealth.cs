using System.Globalization;
using CycleGanPS.Core.Objectives;
using CycleGanPS.Core.Options;
using CycleGanPS.Core.Runs;

namespace CycleGanPS.Core.Training;

/// <summary>
/// Notices training that has gone wrong: losses that are not finite, a discriminator that nothing can deceive any more, a
/// generator that paints one colour.
/// </summary>
internal sealed class TrainingHealth(TrainingOptions options)
{
    /// <summary>Steps that may be left out one after another; with more the networks are past help.</summary>
    public const int MostLeftOutInARow = 10;

    // A discriminator this sure, for this many records, gives the generators next to no gradient.
    private const double Collapsed = 1e-3;
    private const int RecordsOfCollapse = 20;

    // Of a range of 2; a printed picture of one colour.
    private const double OneColour = 0.01;

    private const int RecordsToTell = 3;

    private readonly Queue<LossRecord> _last = new();
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);
    private int _leftOutInARow;
    private int _collapsedRecords;

    /// <summary>Steps left out in this session.</summary>
    public int LeftOut { get; private set; }

    /// <summary>Looks at a step's losses.</summary>
    /// <returns>What the user should know, or null.</returns>
    /// <exception cref="CycleGanException"><see cref="FaultKind.NonFiniteLoss"/>: training cannot go on.</exception>
    public string? Check(LossRecord losses, long step, int updatesLeftOut, string? lastGood)
    {
        var sick = Sick(losses).ToList();
        if (options.OnNonFinite == NonFiniteAction.Stop)
        {
            return sick.Count == 0 ? null : throw Fault($"Step {step} gave {string.Join(", ", sick)}.", lastGood);
        }

        if (updatesLeftOut == 0)
        {
            _leftOutInARow = 0;
            return null;
        }

        LeftOut++;
        if (++_leftOutInARow > MostLeftOutInARow)
        {
            throw Fault($"{_leftOutInARow} steps in a row, up to step {step}, gave losses or gradients that are not finite.", lastGood);
        }

        var what = sick.Count > 0 ? string.Join(", ", sick) : "gradients that are not finite";
        return $"Step {step} gave {what} and was left out: {LeftOut} so far, {_leftOutInARow} of at most {MostLeftOutInARow} in a row.";
    }

    /// <summary>Looks at the losses that are logged.</summary>
    public string? Note(LossRecord record)
    {
        _last.Enqueue(record);
        if (_last.Count > RecordsToTell)
        {
            _last.Dequeue();
        }

        var isCollapsed = Objective.For(options.AdversarialLoss).HasFloor
            && Math.Min(record.DiscriminatorA ?? double.PositiveInfinity, record.DiscriminatorB) < Collapsed;
        _collapsedRecords = isCollapsed ? _collapsedRecords + 1 : 0;
        return _collapsedRecords == RecordsOfCollapse
            ? Once("discriminator", string.Create(
                CultureInfo.InvariantCulture,
                $"The loss of a discriminator has been below {Collapsed} for {RecordsOfCollapse} records: it is no longer deceived, "
                + $"and the generators learn next to nothing from it. A lower LearningRate, a larger PoolSize or another AdversarialLoss may help."))
            : null;
    }

    /// <summary>Looks at what a generator paints.</summary>
    /// <param name="name">The generator.</param>
    /// <param name="spread">The largest standard deviation of a colour channel over an image of [−1, 1].</param>
    public string? NotePicture(string name, double spread) => spread < OneColour
        ? Once(
            name,
            $"{name} paints the whole picture in one colour. It seldom recovers: "
            + "go back to an earlier checkpoint with a lower LearningRate, or start anew with another Seed.")
        : null;

    private string? Once(string subject, string warning) => _told.Add(subject) ? warning : null;

    private static IEnumerable<string> Sick(LossRecord losses) => LossColumn.Measured
        .Select(column => (column.Name, Value: column.Value(losses)))
        .Where(loss => loss.Value is { } value && !double.IsFinite(value))
        .Select(loss => $"{loss.Name} {(double.IsNaN(loss.Value!.Value) ? "NaN" : "infinite")}");

    private CycleGanException Fault(string what, string? lastGood)
    {
        var before = _last.Select(record => string.Create(
            CultureInfo.InvariantCulture, $"step {record.Step}: Discriminator {record.Discriminator:G4}, Generator {record.Generator:G4}"));
        var history = _last.Count > 0 ? $"The records before: {string.Join("; ", before)}. " : "";
        var checkpoint = lastGood is null ? "" : $"The last good checkpoint is {lastGood}. ";
        var advice = options.OnNonFinite == NonFiniteAction.Stop
            ? "Lower LearningRate, or let such steps be left out with OnNonFinite = 'Skip'."
            : "Lower LearningRate.";
        return new CycleGanException(FaultKind.NonFiniteLoss, $"{what} {history}{checkpoint}{advice}", lastGood);
    }
}
