using CycleGanPS.Core.Data;
using CycleGanPS.Core.Losses;
using CycleGanPS.Core.Networks;
using TorchSharp;
using static CycleGanPS.Core.Scalars;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace CycleGanPS.Core.Training;

/// <summary>
/// One training step of CycleGAN as PyTorch-GAN takes it: both generators, then each discriminator on the fakes made
/// before the generators' update, through the image pools (Zhu et al. 2017, arXiv:1703.10593, section 4).
/// </summary>
public sealed class CycleGanStep(
    CycleGan networks,
    AdversarialLoss adversarialLoss,
    double lambdaCycle,
    double lambdaIdentity,
    ImagePool poolA,
    ImagePool poolB)
{
    /// <summary>Trains on one batch of each domain, N×C×H×W in [−1, 1] on the networks' device.</summary>
    /// <returns>The losses before the updates; the caller disposes them.</returns>
    public StepLosses Run(Tensor realA, Tensor realB, double learningRate)
    {
        using var scope = NewDisposeScope();
        var (fakeA, fakeB, generator, adversarial, cycle, identity) = TrainGenerators(realA, realB, learningRate);
        var lossA = TrainDiscriminator(
            networks.DiscriminatorA, networks.DiscriminatorAOptimizer, realA, poolA.Exchange(fakeA), learningRate);
        var lossB = TrainDiscriminator(
            networks.DiscriminatorB, networks.DiscriminatorBOptimizer, realB, poolB.Exchange(fakeB), learningRate);
        return new StepLosses(lossA, lossB, generator, adversarial, cycle, identity);
    }

    private (Tensor FakeA, Tensor FakeB, Tensor Generator, Tensor Adversarial, Tensor Cycle, Tensor Identity) TrainGenerators(
        Tensor realA, Tensor realB, double learningRate)
    {
        using var scope = NewDisposeScope();
        // The generators' gradient passes through the discriminators, which do not learn from it.
        Freeze(networks.DiscriminatorA, networks.DiscriminatorB);
        networks.GeneratorOptimizer.ZeroGradients();

        var (fakeB, sameB) = Translate(networks.GeneratorAB, realA, realB);
        var (fakeA, sameA) = Translate(networks.GeneratorBA, realB, realA);
        var cycledA = networks.GeneratorBA.call(fakeB);
        var cycledB = networks.GeneratorAB.call(fakeA);

        var adversarial = Mean(
            adversarialLoss.ForGenerator(networks.DiscriminatorB.call(fakeB)),
            adversarialLoss.ForGenerator(networks.DiscriminatorA.call(fakeA)));
        var cycle = Mean(functional.l1_loss(cycledA, realA), functional.l1_loss(cycledB, realB));
        var identity = sameA is null || sameB is null
            ? zeros_like(cycle)
            : Mean(functional.l1_loss(sameA, realA), functional.l1_loss(sameB, realB));
        var loss = adversarial.add(cycle, alpha: Held(lambdaCycle)).add(identity, alpha: Held(lambdaIdentity));
        loss.backward();
        networks.GeneratorOptimizer.Step(learningRate);

        Unfreeze(networks.DiscriminatorA, networks.DiscriminatorB);
        return (Leave(fakeA), Leave(fakeB), Leave(loss), Leave(adversarial), Leave(cycle), Leave(identity));
    }

    /// <summary>
    /// A generator's translation of one domain and, if the identity loss counts, its picture of its own domain. Both in
    /// one call: instance normalisation keeps images apart, so the result is the same and small images run faster.
    /// </summary>
    private (Tensor Translated, Tensor? Same) Translate(ResnetGenerator generator, Tensor source, Tensor own)
    {
        if (lambdaIdentity == 0)
        {
            return (generator.call(source), null);
        }

        var parts = generator.call(cat([source, own])).split(source.shape[0]);
        return (parts[0], parts[1]);
    }

    private Tensor TrainDiscriminator(
        PatchDiscriminator discriminator, AdamOptimizer optimizer, Tensor real, Tensor fake, double learningRate)
    {
        using var scope = NewDisposeScope();
        optimizer.ZeroGradients();
        var scores = discriminator.call(cat([real, fake])).split(real.shape[0]);
        var loss = adversarialLoss.ForDiscriminator(scores[0], scores[1]);
        loss.backward();
        optimizer.Step(learningRate);
        return Leave(loss);
    }

    private static Tensor Leave(Tensor tensor) => tensor.detach().MoveToOuterDisposeScope();

    private static void Freeze(params PatchDiscriminator[] discriminators) => SetTrainable(discriminators, false);

    private static void Unfreeze(params PatchDiscriminator[] discriminators) => SetTrainable(discriminators, true);

    private static void SetTrainable(PatchDiscriminator[] discriminators, bool trainable)
    {
        foreach (var parameter in discriminators.SelectMany(discriminator => discriminator.parameters()))
        {
            parameter.requires_grad = trainable;
        }
    }

    private static Tensor Mean(Tensor one, Tensor other) => one.add(other, alpha: Held(1)).div(Held(2));
}
