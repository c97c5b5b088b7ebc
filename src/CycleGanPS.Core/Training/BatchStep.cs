using CycleGanPS.Core.Data;
using CycleGanPS.Core.Networks.Convolutions;
using TorchSharp;

namespace CycleGanPS.Core.Training;

/// <summary>A step on a batch: what a rank does of it, from the pictures to the losses of all.</summary>
internal sealed class BatchStep(TrainingPlan plan, TrainingState state, Team team, torch.Device device)
{
    private readonly CycleGanStep _stepper = new(state.Networks, plan.Options, state.PoolA, state.PoolB, state.DrawCoefficients, team);

    /// <summary>Updates of networks that the last step left out.</summary>
    public int UpdatesLeftOut => _stepper.UpdatesLeftOut;

    /// <summary>
    /// Takes it. One process can be ended in the middle; several cannot, since the others wait for its part, and what is asked of one of them is
    /// told to all with the losses.
    /// </summary>
    /// <returns>The losses; null where it was ended early, with everything as it was before.</returns>
    public StepLosses? Take(TrainingBatch batch, StepSettings settings, CancellationToken cancellation)
    {
        var ending = team.Count == 1 ? cancellation : CancellationToken.None;
        using var threads = TensorThreads.Limit(plan.Options.Threads);
        using var before = team.Count == 1 ? new StepBefore(state, plan.Options) : null;
        using var realA = TrainingBatch.Upload(batch.ImagesA, device);
        using var realB = TrainingBatch.Upload(batch.ImagesB, device);
        using var smoothedB = batch.ImagesSmoothedB is null ? null : TrainingBatch.Upload(batch.ImagesSmoothedB, device);
        try
        {
            var losses = _stepper.Run(realA, realB, settings, smoothedB, ending);
            team.Average(losses, cancellation.IsCancellationRequested);
            state.Step++;
            state.Position = batch.After;
            return losses;
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            before!.Restore();
            return null;
        }
    }
}
