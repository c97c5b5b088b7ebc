namespace CycleGanPS.Core.Reports;

/// <summary>A sample sheet in a page.</summary>
/// <param name="Step">Steps that were done.</param>
/// <param name="Source">Its address: that of the file, or the picture itself.</param>
internal sealed record SampleFrame(long Step, string Source);
