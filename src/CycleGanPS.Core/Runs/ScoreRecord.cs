namespace CycleGanPS.Core.Runs;

/// <summary>
/// How good a run's translations of the test photos were after an epoch, as written to <c>scores.csv</c>, and whose run it is. A measure that
/// was not taken is null.
/// </summary>
public sealed class ScoreRecord
{
    /// <summary>Epochs that were done.</summary>
    public required int Epoch { get; init; }

    /// <summary>Training steps that were done.</summary>
    public required long Step { get; init; }

    /// <summary>Fréchet distance of Inception features to the test drawings; lower is better.</summary>
    public double? Fid { get; init; }

    /// <summary>Kernel distance of Inception features to the test drawings; lower is better.</summary>
    public double? Kid { get; init; }

    /// <summary>Sliced Wasserstein distance × 1000 to the test drawings, the mean over the pyramid's levels; lower is better.</summary>
    public double? Swd { get; init; }

    /// <summary>Mean absolute error against the drawings of the same names, of a range of 1; lower is better.</summary>
    public double? Error { get; init; }

    /// <summary>The test photos that were translated.</summary>
    public required int Images { get; init; }

    /// <summary>The name of the Inception weights' file that FID and KID were measured with.</summary>
    public string? Weights { get; init; }

    /// <summary>Whether no evaluation before was as good, by the measure that the run goes by.</summary>
    public bool IsBest { get; internal set; }

    /// <summary>Seconds that translating and measuring took, which are not part of the training's.</summary>
    public required double EvaluationSeconds { get; init; }

    /// <summary>The name of the run's folder.</summary>
    public string? Run { get; internal set; }

    /// <summary>The run's folder.</summary>
    public string? Path { get; internal set; }
}
