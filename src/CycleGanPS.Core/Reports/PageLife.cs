namespace CycleGanPS.Core.Reports;

/// <summary>How long a page of a run that is trained stands.</summary>
/// <param name="Refresh">After which time whoever shows it looks whether there is a new one.</param>
/// <param name="Silence">After which time without a new one something is wrong.</param>
internal sealed record PageLife(TimeSpan Refresh, TimeSpan Silence);
