namespace CycleGanPS.Core.Runs;

/// <summary>What the user was told of a run while it was trained.</summary>
/// <param name="Step">Steps that were done.</param>
/// <param name="Text">The warning, in whole sentences.</param>
internal sealed record RunWarning(long Step, string Text);
