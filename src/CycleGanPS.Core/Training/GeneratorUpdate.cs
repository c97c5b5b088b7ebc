using CycleGanPS.Core.Machine;
using CycleGanPS.Core.Networks;
using CycleGanPS.Core.Objectives;
using CycleGanPS.Core.Options;
using CycleGanPS.Core.Runs;
using static CycleGanPS.Core.Machine.Scalars;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace CycleGanPS.Core.Training;

/// <summary>
/// One update of both generators: λ_adversarial·adversarial + λ_cycle·cycle + λ_identity·identity, each the mean of both directions
/// (Zhu et al. 2017, arXiv:1703.10593).
/// </summary>
internal sealed class GeneratorUpdate(
    CycleGan networks, Objective objective, TrainingOptions options, Func<int, float[]> drawCoefficients, UpdateGuard guard)
{
    private bool _isAllowed;

    /// <summary>
    /// Finds the gradients, with the identity loss or without, and gives the fakes, without gradient, and what is logged, by columns.
    /// </summary>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public (Tensor FakeA, Tensor FakeB, IReadOnlyList<(string Column, Tensor Value)> Losses) Differentiate(
        Tensor realA, Tensor realB, bool withIdentity, CancellationToken cancellation)
    {
        // The generators' gradient passes through the discriminators, which do not learn from it.
        SetTrainable(false, networks.DiscriminatorA, networks.DiscriminatorB);
        try
        {
            return Losses(realA, realB, withIdentity, cancellation);
        }
        finally
        {
            SetTrainable(true, networks.DiscriminatorA, networks.DiscriminatorB);
        }
    }

    /// <summary>Updates both generators with the gradients that were found.</summary>
    public void Apply(double learningRate)
    {
        if (_isAllowed)
        {
            networks.GeneratorOptimizer.Step(learningRate);
            networks.Averages?.Follow(networks.GeneratorOptimizer.Steps);
        }
    }

    private (Tensor FakeA, Tensor FakeB, IReadOnlyList<(string Column, Tensor Value)> Losses) Losses(
        Tensor realA, Tensor realB, bool withIdentity, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        networks.GeneratorOptimizer.ZeroGradients();

        var (fakeB, sameB, _) = Translate(networks.GeneratorAB, realA, withIdentity ? realB : null, null, cancellation);
        var (fakeA, sameA, cycledA) = Translate(networks.GeneratorBA, realB, withIdentity ? realA : null, fakeB, cancellation);
        var cycledB = networks.GeneratorAB.Run(fakeA, cancellation);

        var adversarial = Mean(
            objective.ForGenerator(networks.DiscriminatorB.call(Seen(fakeB))),
            objective.ForGenerator(networks.DiscriminatorA.call(Seen(fakeA))));
        var cycle = Mean(functional.l1_loss(cycledA!, realA), functional.l1_loss(cycledB, realB));
        var identity = sameA is null || sameB is null
            ? zeros_like(cycle)
            : Mean(functional.l1_loss(sameA, realA), functional.l1_loss(sameB, realB));
        var loss = adversarial.mul(Held(options.ResolvedLambdaAdversarial))
            .add(cycle, alpha: Held(options.LambdaCycle))
            .add(identity, alpha: Held(options.LambdaIdentity));
        Backward.Run(loss, cancellation);
        _isAllowed = guard.Allows(loss, networks.GeneratorOptimizer);

        return (
            Leave(fakeA),
            Leave(fakeB),
            [
                (nameof(LossRecord.Generator), Leave(loss)),
                (nameof(LossRecord.Adversarial), Leave(adversarial)),
                (nameof(LossRecord.Cycle), Leave(cycle)),
                (nameof(LossRecord.Identity), Leave(identity)),
            ]);
    }

    /// <summary>
    /// A generator's translation of one domain, its picture of its own domain where the identity loss counts, and the way back of a
    /// fake. All in one call: instance normalisation keeps images apart, so the result is the same, and small images run faster.
    /// </summary>
    private (Tensor Translated, Tensor? Same, Tensor? Cycled) Translate(
        GeneratorNetwork generator, Tensor source, Tensor? own, Tensor? fake, CancellationToken cancellation)
    {
        var parts = generator.Run(cat(new[] { source, own, fake }.OfType<Tensor>().ToArray()), cancellation).split(source.shape[0]);
        return (parts[0], own is null ? null : parts[1], fake is null ? null : parts[^1]);
    }

    private Tensor Seen(Tensor fake) => options.DiffAugment ? DifferentiableAugmentation.Apply(fake, drawCoefficients) : fake;

    private static Tensor Leave(Tensor tensor) => tensor.detach().MoveToOuterDisposeScope();

    private static void SetTrainable(bool trainable, params PatchDiscriminator[] discriminators)
    {
        foreach (var parameter in discriminators.SelectMany(discriminator => discriminator.parameters()))
        {
            parameter.requires_grad = trainable;
        }
    }

    private static Tensor Mean(Tensor one, Tensor other) => one.add(other, alpha: Held(1)).div(Held(2));
}
