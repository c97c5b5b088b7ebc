using CycleGanPS.Core.Losses;
using CycleGanPS.Core.Networks;
using TorchSharp;
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
        // One call for all: instance normalisation keeps images apart.
        Tensor[] images = smoothed is null ? [real, fake] : [real, fake, smoothed];
        var scores = discriminator.call(cat(images)).split(real.shape[0]);
        var loss = adversarialLoss.ForDiscriminator(scores[0], scores[1], smoothed is null ? null : scores[2]);
        loss.backward();
        if (guard.Allows(loss, optimizer))
        {
            optimizer.Step(learningRate);
        }

        return new CriticLosses(loss.detach().MoveToOuterDisposeScope());
    }
}
