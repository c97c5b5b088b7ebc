using CycleGanPS.Core.Training;

namespace CycleGanPS.Binding;

/// <summary>The progress bars of a training: the run's with that of the epoch below it, and that of a preparation before them.</summary>
/// <param name="bars">The bars of the cmdlet.</param>
/// <param name="run">The name of the run.</param>
internal sealed class TrainingBars(ProgressBars bars, string run)
{
    private const int Epochs = 1;
    private const int Steps = 2;
    private const int Preparation = 3;

    /// <summary>Shows how far the training is.</summary>
    public void Show(TrainingProgress progress)
    {
        if (progress.Preparation is { } preparation)
        {
            var done = FormattableString.Invariant($"{preparation.Done:N0} of {preparation.Total:N0} images");
            bars.Show("Edge smoothing", done, (double)preparation.Done / preparation.Total, id: Preparation);
            return;
        }

        bars.Complete(Preparation);
        if (progress.IsEvaluating)
        {
            // Anew, since a bar that is there is not shown again so soon.
            bars.Complete(Steps);
            bars.Show("Evaluation", "the test photos are translated and measured", id: Steps, parent: Epochs);
            return;
        }

        bars.Show(
            $"Training {run}", $"Epoch {progress.Epoch} of {progress.Epochs}", (double)progress.Step / progress.Steps, progress.SecondsRemaining, Epochs);
        bars.Show(
            "Steps", $"Step {progress.StepOfEpoch} of {progress.StepsPerEpoch}", (double)progress.StepOfEpoch / progress.StepsPerEpoch,
            id: Steps, parent: Epochs);
    }
}
