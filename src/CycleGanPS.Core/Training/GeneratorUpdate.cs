using CycleGanPS.Core.Machine;
using CycleGanPS.Core.Networks;
using CycleGanPS.Core.Objectives;
using CycleGanPS.Core.Options;
using CycleGanPS.Core.Runs;
using TorchSharp;
using static CycleGanPS.Core.Machine.Scalars;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace CycleGanPS.Core.Training;

/// <summary>
/// One update of both generators: λ_adversarial·adversarial + λ_cycle·cycle + λ_identity·identity, each the mean of both directions
/// (Zhu et al. 2017, arXiv:1703.10593), or those of A → B → A where that is all there is.
/// </summary>
internal sealed class GeneratorUpdate(
    CycleGan networks, Objective objective, TrainingOptions options, Func<int, float[]> drawCoefficients, UpdateGuard guard, Team team)
{
    private bool _isAllowed;

    /// <summary>
    /// Finds the gradients, with the identity loss or without, and gives the fakes, without gradient, and what is logged, by columns. A weak
    /// cycle has no fake of domain A.
    /// </summary>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public (Tensor? FakeA, Tensor FakeB, IReadOnlyList<(string Column, Tensor Value)> Losses) Differentiate(
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
            team.Average(networks.GeneratorOptimizer);
            networks.GeneratorOptimizer.Step(learningRate);
            networks.Averages?.Follow(networks.GeneratorOptimizer.Steps);
        }
    }

    private (Tensor? FakeA, Tensor FakeB, IReadOnlyList<(string Column, Tensor Value)> Losses) Losses(
        Tensor realA, Tensor realB, bool withIdentity, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        networks.GeneratorOptimizer.ZeroGradients();

        var isApart = networks.Twins is not null;
        var (forward, backward) = isApart ? Apart(realA, realB, withIdentity, scope, cancellation)
            : options.Cycle == CycleKind.Weak ? (Weakly(realA, realB, withIdentity, cancellation), null)
            : Together(realA, realB, withIdentity, cancellation);
        var adversarial = Mean(forward.Adversarial, backward?.Adversarial);
        var cycle = Mean(forward.Cycle, backward?.Cycle);
        var identity = Mean(forward.Identity, backward?.Identity);
        var loss = Total(adversarial, cycle, identity);
        if (!isApart)
        {
            Backward.Run(loss, cancellation);
        }

        _isAllowed = guard.Allows(loss, networks.GeneratorOptimizer);

        return (
            backward is null ? null : Leave(backward.Fake),
            Leave(forward.Fake),
            [
                (nameof(LossRecord.Generator), Leave(loss)),
                (nameof(LossRecord.Adversarial), Leave(adversarial)),
                (nameof(LossRecord.Cycle), Leave(cycle)),
                (nameof(LossRecord.Identity), Leave(identity)),
            ]);
    }

    // A generator's translation of one domain, its picture of its own domain where the identity loss counts, and the way back of a
    // fake, all in one call: instance normalisation keeps images apart, so the result is the same, and layers have more to do at once.
    private (Direction Forward, Direction? Backward) Together(Tensor realA, Tensor realB, bool withIdentity, CancellationToken cancellation)
    {
        var (fakeB, sameB, _) = Translate(networks.GeneratorAB, realA, withIdentity ? realB : null, null, cancellation);
        var (fakeA, sameA, cycledA) = Translate(networks.GeneratorBA, realB, withIdentity ? realA : null, fakeB, cancellation);
        var cycledB = networks.GeneratorAB.Run(fakeA, cancellation);
        return (
            Losses(networks.DiscriminatorB, fakeB, cycledA!, realA, sameB, realB, Draws(realA)),
            Losses(networks.DiscriminatorA, fakeA, cycledB, realB, sameA, realA, Draws(realB)));
    }

    // The weak cycle of SPatchGAN (Shao and Zhang 2021, arXiv:2103.16219): what there is of the way back sees small pictures only, and learns
    // from the cycle alone. Its code takes one pixel of each square that is the mean here.
    private Direction Weakly(Tensor realA, Tensor realB, bool withIdentity, CancellationToken cancellation)
    {
        Tensor Small(Tensor images) => functional.avg_pool2d(images, options.ResolvedCycleReduction);
        var (fakeB, sameB, _) = Translate(networks.GeneratorAB, realA, withIdentity ? realB : null, null, cancellation);
        var cycledA = networks.GeneratorBA.Run(Small(fakeB), cancellation);
        return Losses(networks.DiscriminatorB, fakeB, cycledA, Small(realA), sameB, realB, Draws(realA));
    }

    // The losses fall apart into those of A → B → A and those of B → A → B, and so do their gradients.
    private (Direction Forward, Direction? Backward) Apart(
        Tensor realA, Tensor realB, bool withIdentity, DisposeScope around, CancellationToken cancellation)
    {
        Direction Way(
            GeneratorNetwork there, GeneratorNetwork back, PatchDiscriminator discriminator, Tensor real, Tensor other, float[] draws)
        {
            using var scope = NewDisposeScope();
            var (fake, same, _) = Translate(there, real, withIdentity ? other : null, null, cancellation);
            var way = Losses(discriminator, fake, back.Run(fake, cancellation), real, same, other, draws);
            var loss = Total(way.Adversarial, way.Cycle, way.Identity).div(Held(2));
            Backward.Run(loss, cancellation);
            return new(Leave(way.Fake), Leave(way.Adversarial), Leave(way.Cycle), Leave(way.Identity));
        }

        var twins = networks.Twins!;
        twins.ZeroGradients();
        // Random numbers come in one order, whichever direction is first.
        var (drawsAB, drawsBA) = (Draws(realA), Draws(realB));
        var (forward, backward) = SideBySide.Run(
            () => Way(networks.GeneratorAB, networks.GeneratorBA, networks.DiscriminatorB, realA, realB, drawsAB),
            () => Way(twins.GeneratorBA, twins.GeneratorAB, networks.DiscriminatorA, realB, realA, drawsBA));
        around.Attach(forward.Tensors.Concat(backward.Tensors));
        twins.AddGradients();
        return (forward, backward);
    }

    private Direction Losses(
        PatchDiscriminator discriminator, Tensor fake, Tensor cycled, Tensor real, Tensor? same, Tensor other, float[] draws)
    {
        var seen = options.DiffAugment ? DifferentiableAugmentation.Apply(fake, draws) : fake;
        var cycle = functional.l1_loss(cycled, real);
        return new(
            fake,
            objective.ForGenerator(discriminator.call(seen)),
            cycle,
            same is null ? zeros_like(cycle) : functional.l1_loss(same, other));
    }

    private Tensor Total(Tensor adversarial, Tensor cycle, Tensor identity) => adversarial.mul(Held(options.ResolvedLambdaAdversarial))
        .add(cycle, alpha: Held(options.LambdaCycle))
        .add(identity, alpha: Held(options.LambdaIdentity));

    private static (Tensor Translated, Tensor? Same, Tensor? Cycled) Translate(
        GeneratorNetwork generator, Tensor source, Tensor? own, Tensor? fake, CancellationToken cancellation)
    {
        var parts = generator.Run(cat(new[] { source, own, fake }.OfType<Tensor>().ToArray()), cancellation).split(source.shape[0]);
        return (parts[0], own is null ? null : parts[1], fake is null ? null : parts[^1]);
    }

    // What DiffAugment takes for the translations of a batch.
    private float[] Draws(Tensor batch) => options.DiffAugment ? drawCoefficients((int)batch.shape[0] * DifferentiableAugmentation.DrawsPerImage) : [];

    private static Tensor Leave(Tensor tensor) => tensor.detach().MoveToOuterDisposeScope();

    private static void SetTrainable(bool trainable, params PatchDiscriminator[] discriminators)
    {
        foreach (var parameter in discriminators.SelectMany(discriminator => discriminator.parameters()))
        {
            parameter.requires_grad = trainable;
        }
    }

    private static Tensor Mean(Tensor one, Tensor? other) => other is null ? one : one.add(other, alpha: Held(1)).div(Held(2));

    /// <summary>What one direction of a step gives: the translation and its losses.</summary>
    private sealed record Direction(Tensor Fake, Tensor Adversarial, Tensor Cycle, Tensor Identity)
    {
        public IEnumerable<Tensor> Tensors => [Fake, Adversarial, Cycle, Identity];
    }
}
