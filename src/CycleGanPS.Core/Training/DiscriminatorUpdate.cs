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
    private bool _isAllowed;

    /// <summary>
    /// Updates with batches of the same size, all without gradient: as often as the objective does, each time on another equal part.
    /// The losses are the means over the updates.
    /// </summary>
    /// <exception cref="OperationCanceledException">It was ended between two updates.</exception>
    public DiscriminatorLosses Run(Tensor real, Tensor fake, Tensor? smoothed, double learningRate, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        var updates = objective.DiscriminatorUpdates(options);
        var size = real.shape[0] / updates;
        var losses = new List<DiscriminatorLosses>();
        for (var update = 0; update < updates; update++)
        {
            cancellation.ThrowIfCancellationRequested();
            Tensor Part(Tensor batch) => batch.narrow(0, update * size, size);
            losses.Add(Differentiate(Part(real), Part(fake), smoothed is null ? null : Part(smoothed)));
            Apply(learningRate);
        }

        Tensor Mean(Func<DiscriminatorLosses, Tensor> loss) => stack(losses.Select(loss)).mean().MoveToOuterDisposeScope();
        return new(Mean(one => one.Loss), [.. losses[0].Parts.Select((part, index) => (part.Column, Mean(one => one.Parts[index].Value)))]);
    }

    /// <summary>Finds the gradients of one update, and gives its losses.</summary>
    public DiscriminatorLosses Differentiate(Tensor real, Tensor fake, Tensor? smoothed)
    {
        using var scope = NewDisposeScope();
        optimizer.ZeroGradients();
        var losses = objective.OfDiscriminator(discriminator, real, fake, smoothed, options, drawCoefficients);
        Backward.Run(losses.Loss);
        objective.AfterBackward(discriminator);
        _isAllowed = guard.Allows(losses.Loss, optimizer);
        return new(Leave(losses.Loss), [.. losses.Parts.Select(part => (part.Column, Leave(part.Value)))]);
    }

    /// <summary>Updates the discriminator with the gradients that were found.</summary>
    public void Apply(double learningRate)
    {
        if (_isAllowed)
        {
            optimizer.Step(learningRate);
        }
    }

    private static Tensor Leave(Tensor tensor) => tensor.detach().MoveToOuterDisposeScope();
}
