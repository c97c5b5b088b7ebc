using CycleGanPS.Core.Machine;
using CycleGanPS.Core.Networks;
using CycleGanPS.Core.Objectives;
using CycleGanPS.Core.Options;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Training;

/// <summary>The updates of one discriminator in a step, on real images, fakes and, where there are any, edge-smoothed images.</summary>
internal sealed class DiscriminatorUpdate(
    PatchDiscriminator discriminator,
    AdamOptimizer optimizer,
    Objective objective,
    TrainingOptions options,
    Func<int, float[]> drawCoefficients,
    UpdateGuard guard)
{
    /// <summary>
    /// Updates with batches of the same size, all without gradient: as often as the objective does, each time on another equal part.
    /// The losses are the means over the updates.
    /// </summary>
    public DiscriminatorLosses Run(Tensor real, Tensor fake, Tensor? smoothed, double learningRate)
    {
        using var scope = NewDisposeScope();
        var updates = objective.DiscriminatorUpdates(options);
        var size = real.shape[0] / updates;
        var losses = new List<DiscriminatorLosses>();
        for (var update = 0; update < updates; update++)
        {
            Tensor Part(Tensor batch) => batch.narrow(0, update * size, size);
            losses.Add(RunOnce(Part(real), Part(fake), smoothed is null ? null : Part(smoothed), learningRate));
        }

        Tensor Mean(Func<DiscriminatorLosses, Tensor> loss) => stack(losses.Select(loss)).mean().MoveToOuterDisposeScope();
        return new(Mean(one => one.Loss), [.. losses[0].Parts.Select((part, index) => (part.Column, Mean(one => one.Parts[index].Value)))]);
    }

    private DiscriminatorLosses RunOnce(Tensor real, Tensor fake, Tensor? smoothed, double learningRate)
    {
        using var scope = NewDisposeScope();
        optimizer.ZeroGradients();
        var losses = objective.OfDiscriminator(discriminator, real, fake, smoothed, options, drawCoefficients);
        Backward.Run(losses.Loss);
        objective.AfterBackward(discriminator);
        guard.Step(losses.Loss, optimizer, learningRate);
        return new(Leave(losses.Loss), [.. losses.Parts.Select(part => (part.Column, Leave(part.Value)))]);
    }

    private static Tensor Leave(Tensor tensor) => tensor.detach().MoveToOuterDisposeScope();
}
