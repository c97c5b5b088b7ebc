namespace CycleGanPS.Core.Training;

/// <summary>What an evaluation measured; null is what was not.</summary>
/// <param name="Images">Photos that were translated.</param>
/// <param name="Weights">The name of the Inception weights.</param>
internal sealed record EvaluationScores(double? Fid, double? Kid, double? Swd, double? Error, int Images, string? Weights);
