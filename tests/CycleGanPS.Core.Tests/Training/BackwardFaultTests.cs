using CycleGanPS.Core.Machine;
using CycleGanPS.Core.Networks;
using CycleGanPS.Core.Networks.Convolutions;
using CycleGanPS.Core.Networks.Convolutions.Winograd;
using CycleGanPS.Core.Objectives;
using CycleGanPS.Core.Options;
using CycleGanPS.Core.Tests.Networks.Convolutions;
using CycleGanPS.Core.Training;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace CycleGanPS.Core.Tests.Training;

/// <summary>A fault in the backward pass of the fast convolution ends each update, instead of training on without its gradients.</summary>
public sealed class BackwardFaultTests
{
    [VectorFact]
    public void OfTheGenerators() => AssertSurfaces(AdversarialLossKind.LeastSquares, (networks, objective, options, guard, images) =>
        new GeneratorUpdate(networks, objective, options, count => new float[count], guard, Team.Alone)
            .Differentiate(images, images, true, CancellationToken.None));

    [VectorFact]
    public void OfADiscriminator() => AssertSurfaces(AdversarialLossKind.LeastSquares, UpdateDiscriminator);

    [VectorFact]
    public void OfACritic() => AssertSurfaces(AdversarialLossKind.WassersteinGp, UpdateDiscriminator);

    [VectorFact]
    public void OfTheGradientPenalty()
    {
        using var scope = NewDisposeScope();
        using var critic = new FaultyCritic();
        var fault = Assert.ThrowsAny<Exception>(() => GradientPenalty.Compute(critic, rand(1, 3, 8, 8), rand(1, 3, 8, 8), [0.5f]));
        Assert.Contains("has none itself", fault.Message);
    }

    private static void UpdateDiscriminator(CycleGan networks, Objective objective, TrainingOptions options, UpdateGuard guard, Tensor images) =>
        new DiscriminatorUpdate(networks.DiscriminatorA, networks.DiscriminatorAOptimizer, objective, options, count => new float[count], guard, Team.Alone)
            .Run(images, images, null, 1e-4, CancellationToken.None);

    private static void AssertSurfaces(AdversarialLossKind kind, Action<CycleGan, Objective, TrainingOptions, UpdateGuard, Tensor> update)
    {
        var options = new TrainingOptions { ImageSize = 16, Filters = 2, ResidualBlocks = 1 }.WithObjective(kind) with { CriticSteps = 2 };
        using var scope = NewDisposeScope();
        using var networks = new CycleGan(options, 1, CPU);
        var images = rand(2, 3, 16, 16);

        update(networks, Objective.For(kind), options, new UpdateGuard(false), images);
        var fault = Assert.ThrowsAny<Exception>(() => update(networks, new FaultyObjective(Objective.For(kind)), options, new UpdateGuard(false), images));

        Assert.Contains("inplace", fault.Message);
    }

    // Adds nothing to a loss; but its backward pass misses what it was to keep, since that was changed meanwhile.
    private static Tensor WithFault(Tensor loss, Tensor? input = null)
    {
        input ??= rand(1, 32, 4, 4).requires_grad_(true);
        var weight = rand(32, 32, 3, 3);
        var sum = ConvolutionFunction.Call(input, weight, null, new ConvolutionShape(3, 1, 1, InputEdge.Zero)).sum();
        using (no_grad())
        {
            weight.zero_();
        }

        return loss.add(sum, alpha: Scalars.Held(0));
    }

    private sealed class FaultyObjective(Objective sound) : Objective
    {
        public override AdversarialLossKind Kind => sound.Kind;

        public override int DiscriminatorUpdates(TrainingOptions options) => sound.DiscriminatorUpdates(options);

        public override Tensor ForGenerator(Tensor fakeScore) => WithFault(sound.ForGenerator(fakeScore));

        internal override DiscriminatorLosses OfDiscriminator(
            PatchDiscriminator discriminator, Tensor real, Tensor fake, Tensor? smoothed, TrainingOptions options, Func<int, float[]> drawCoefficients)
        {
            var losses = sound.OfDiscriminator(discriminator, real, fake, smoothed, options, drawCoefficients);
            return losses with { Loss = WithFault(losses.Loss) };
        }

        protected override Tensor OnReal(Tensor score) => throw new NotSupportedException();

        protected override Tensor OnFake(Tensor score) => throw new NotSupportedException();
    }

    private sealed class FaultyCritic() : Module<Tensor, Tensor>(nameof(FaultyCritic))
    {
        public override Tensor forward(Tensor input) => WithFault(input, input.repeat(1, 11, 1, 1).narrow(1, 0, 32).contiguous());
    }
}
