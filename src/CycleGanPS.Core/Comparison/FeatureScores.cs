namespace CycleGanPS.Core.Comparison;

/// <summary>What Inception features say of a run's translations.</summary>
internal sealed record FeatureScores(double Fid, double Kid, double Precision, double Recall);
