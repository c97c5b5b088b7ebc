namespace CycleGanPS.Core.Runs;

/// <summary>A change of a run's epochs while it stood.</summary>
/// <param name="Step">The step after which it holds.</param>
/// <param name="From">Epochs before.</param>
/// <param name="To">Epochs from then on.</param>
internal sealed record RunExtension(long Step, int From, int To);
