namespace CycleGanPS.Core.Comparison;

/// <summary>How much of a comparison is done: one stage after another, each with its share of the work.</summary>
/// <param name="total">The work of all stages, in passes over the test pictures; at most, since runs may drop out.</param>
/// <param name="progress">Told what is being done, and how much of the whole is, 0 to 1.</param>
internal sealed class Stages(double total, Action<string, double>? progress)
{
    private double _before;
    private double _passes;
    private double _share;

    /// <summary>Begins the next stage; the one before it is done.</summary>
    public void Begin(double passes) => (_before, _passes) = (_before + _passes, passes);

    /// <summary>Says what is being done and how much of this stage is, 0 to 1; the whole never goes back.</summary>
    public void Tell(string what, double done) => progress?.Invoke(what, _share = Math.Max(_share, Math.Min(1, (_before + _passes * done) / total)));
}
