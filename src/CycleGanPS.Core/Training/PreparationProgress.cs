namespace CycleGanPS.Core.Training;

/// <summary>How far the edge smoothing before the first step is.</summary>
/// <param name="Done">Images done.</param>
/// <param name="Total">Images in all.</param>
internal sealed record PreparationProgress(int Done, int Total);
