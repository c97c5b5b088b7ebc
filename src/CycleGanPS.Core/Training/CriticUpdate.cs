using CycleGanPS.Core.Networks;
using CycleGanPS.Core.Objectives;
using static CycleGanPS.Core.Machine.Scalars;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Training;

/// <summary>
/// The updates of one Wasserstein critic in a step (Gulrajani et al. 2017, arXiv:1704.00028, algorithm 1, lines 2 to 10):
/// mean score of fakes − mean score of real images + λ·gradient penalty. Edge-smoothed images, where there are any, are half
/// of the fakes, in the penalty too.
/// </summary>
internal sealed class CriticUpdate(
    PatchDiscriminator critic, AdamOptimizer optimizer, double penaltyWeight, Func<int, float[]> drawCoefficients, UpdateGuard guard)
{
    private static readonly AdversarialLoss Wasserstein = AdversarialLoss.Create(Options.AdversarialLossKind.WassersteinGp);

    /// <summary>One update for each of the given number of equal parts of the batches; the losses are their means.</summary>
    public CriticLosses Run(Tensor real, Tensor fake, Tensor? smoothed, int updates, double learningRate)
    {
        using var scope = NewDisposeScope();
        var size = real.shape[0] / updates;
        var losses = new List<CriticLosses>();
        for (var update = 0; update < updates; update++)
        {
            Tensor Part(Tensor batch) => batch.narrow(0, update * size, size);
            losses.Add(RunOnce(Part(real), Part(fake), smoothed is null ? null : Part(smoothed), learningRate));
        }

        Tensor Mean(Func<CriticLosses, Tensor> part) => stack(losses.Select(part)).mean().MoveToOuterDisposeScope();
        return new CriticLosses(Mean(loss => loss.Loss), Mean(loss => loss.Wasserstein!), Mean(loss => loss.Penalty!));
    }

    private CriticLosses RunOnce(Tensor real, Tensor fake, Tensor? smoothed, double learningRate)
    {
        using var scope = NewDisposeScope();
        optimizer.ZeroGradients();
        var difference = Wasserstein.OfDiscriminator(critic, real, fake, smoothed);
        var (realEnds, fakeEnds) = smoothed is null ? (real, fake) : (cat([real, real]), cat([fake, smoothed]));
        var penalty = GradientPenalty.Compute(critic, realEnds, fakeEnds, drawCoefficients((int)realEnds.shape[0]));
        var loss = difference.add(penalty, alpha: Held(penaltyWeight));
        loss.backward();
        // The bias of all scores cancels out of the loss. Adam would make steps of its gradient's rounding errors.
        critic.OutputBias.grad = null;
        guard.Step(loss, optimizer, learningRate);
        return new CriticLosses(Leave(loss), Leave(difference.neg()), Leave(penalty));
    }

    private static Tensor Leave(Tensor tensor) => tensor.detach().MoveToOuterDisposeScope();
}
