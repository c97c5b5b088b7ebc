using CycleGanPS.Core.Objectives;
using CycleGanPS.Core.Runs;

namespace CycleGanPS.Core.Training;

/// <summary>What a session says of the step that it has just taken.</summary>
internal sealed class StepReport(TrainingPlan plan, TrainingState state)
{
    private readonly Pace _pace = new(state.Step, state.Seconds);

    /// <summary>How far the run is.</summary>
    public TrainingProgress Progress() => new()
    {
        Epoch = Math.Min(state.Position.Epoch + 1, plan.Options.Epochs),
        Epochs = plan.Options.Epochs,
        StepOfEpoch = state.Position.Step,
        StepsPerEpoch = plan.StepsPerEpoch,
        Step = state.Step,
        Steps = plan.Steps,
        SecondsRemaining = _pace.SecondsFor(plan.Steps - state.Step, state.Step, state.Seconds),
        Warnings = [],
    };

    /// <summary>The row of the loss log.</summary>
    public LossRecord ToRecord(LossRecord losses, double learningRate) => LossColumn.Change(
        losses,
        (nameof(LossRecord.Epoch), state.Position.Epoch + 1),
        (nameof(LossRecord.Step), state.Step),
        (nameof(LossRecord.LearningRate), learningRate),
        (nameof(LossRecord.Seconds), Math.Round(state.Seconds, 3)),
        (nameof(LossRecord.ImagesPerSecond), Math.Round(plan.ImagesPerStep * _pace.StepsPerSecondSinceLast(state.Step, state.Seconds), 3)));
}
