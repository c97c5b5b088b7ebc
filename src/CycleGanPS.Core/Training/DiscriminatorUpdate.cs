using CycleGanPS.Core.Networks;
using CycleGanPS.Core.Objectives;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Training;

/// <summary>One update of one discriminator, on real images, fakes and, where there are any, edge-smoothed images.</summary>
internal sealed class DiscriminatorUpdate(PatchDiscriminator discriminator, AdamOptimizer optimizer, AdversarialLoss adversarialLoss, UpdateGuard guard)
{
    /// <summary>Updates with batches of the same size, all without gradient.</summary>
    public CriticLosses Run(Tensor real, Tensor fake, Tensor? smoothed, double learningRate)
    {
        using var scope = NewDisposeScope();
        optimizer.ZeroGradients();
        var loss = adversarialLoss.OfDiscriminator(discriminator, real, fake, smoothed);
        loss.backward();
        guard.Step(loss, optimizer, learningRate);
        return new CriticLosses(loss.detach().MoveToOuterDisposeScope());
    }
}
