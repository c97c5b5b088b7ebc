using CycleGanPS.Core.Runs;

namespace CycleGanPS.Core.Training;

/// <summary>What the trainer reports after each step, and now and then while it prepares the images.</summary>
internal sealed record TrainingProgress
{
    /// <summary>The epoch the step belongs to, from 1.</summary>
    public required int Epoch { get; init; }

    public required int Epochs { get; init; }

    /// <summary>Steps of this epoch done.</summary>
    public required int StepOfEpoch { get; init; }

    public required int StepsPerEpoch { get; init; }

    /// <summary>Steps of the run done, and all it will take.</summary>
    public required long Step { get; init; }

    public required long Steps { get; init; }

    /// <summary>Seconds until the run is done, from the pace of this session.</summary>
    public required double SecondsRemaining { get; init; }

    /// <summary>How far the preparation is, before the first step of a session; null at a step.</summary>
    public PreparationProgress? Preparation { get; init; }

    /// <summary>The losses, at the steps that are logged.</summary>
    public LossRecord? Record { get; init; }

    /// <summary>What an evaluation gave, after the epochs that have one.</summary>
    public ScoreRecord? Score { get; init; }

    /// <summary>Whether an evaluation comes next, which takes its time.</summary>
    public bool IsEvaluating { get; init; }

    /// <summary>What the user should know, each said once.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }
}
