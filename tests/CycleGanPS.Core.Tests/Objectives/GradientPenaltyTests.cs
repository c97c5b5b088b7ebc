using CycleGanPS.Core.Networks;
using CycleGanPS.Core.Objectives;
using CycleGanPS.Core.Options;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Tests.Objectives;

public sealed class GradientPenaltyTests
{
    private static readonly DiscriminatorOptions Critic = new() { Filters = 2, Normalize = false };

    [Fact]
    public void OfALinearCriticIsKnownExactly()
    {
        // D(x) = mean of x gives every pixel the slope 1/n, so the norm is 1/sqrt(n) wherever x lies.
        using var critic = nn.AvgPool2d(4);
        using var scope = NewDisposeScope();

        var penalty = GradientPenalty.Compute(critic, rand(3, 3, 4, 4), rand(3, 3, 4, 4), [0, 0.5f, 0.9f]);

        // The pooled map has three channels of one score each; their mean is the mean of all 48 pixels.
        Assert.Equal(Math.Pow((1 / Math.Sqrt(48)) - 1, 2), penalty.ToDouble(), 1e-6);
    }

    [Fact]
    public void ZeroCentredItIsTheSquareOfTheSlope()
    {
        using var critic = nn.AvgPool2d(4);
        using var scope = NewDisposeScope();

        var penalty = GradientPenalty.ZeroCentred(critic, rand(3, 3, 4, 4), rand(3, 3, 4, 4), [0, 0.5f, 0.9f]);

        Assert.Equal(1.0 / 48, penalty.ToDouble(), 1e-6);
    }

    /// <summary>
    /// The derivative along each weight tensor's own gradient, against a central difference of the penalty itself. In float64 the
    /// difference is good to about 1e-6 of the value.
    /// </summary>
    [Fact]
    public void HasTheSecondOrderGradientOfTheWeights()
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(3, CPU);
        using var critic = new PatchDiscriminator(Critic);
        critic.to(ScalarType.Float64);
        foreach (var parameter in critic.parameters())
        {
            using var noGrad = no_grad();
            parameter.normal_(0, 0.2, random);
        }

        var real = randn([2, 3, 32, 32], ScalarType.Float64, generator: random);
        var fake = randn([2, 3, 32, 32], ScalarType.Float64, generator: random);
        Tensor Penalty() => GradientPenalty.Compute(critic, real, fake, [0.25f, 0.75f]);
        Penalty().backward();

        foreach (var (name, parameter) in critic.named_parameters().Where(entry => entry.name.EndsWith(".weight", StringComparison.Ordinal)))
        {
            var direction = parameter.grad! / parameter.grad!.norm();
            var slope = (parameter.grad! * direction).sum().ToDouble();
            Assert.True(slope > 1e-6, $"{name} has no gradient of the penalty");
            var differences = new double[2];
            foreach (var (index, step) in new[] { (0, 1e-5), (1, -2e-5) })
            {
                using (no_grad())
                {
                    parameter.add_(direction * step);
                }

                differences[index] = Penalty().ToDouble();
            }

            Assert.Equal(slope, (differences[0] - differences[1]) / 2e-5, 1e-4 * slope);
        }
    }

    [Fact]
    public void KeepsSamplesApart()
    {
        using var scope = NewDisposeScope();
        using var critic = new PatchDiscriminator(Critic);
        var (real, fake) = (rand(2, 3, 32, 32), rand(2, 3, 32, 32));
        double Of(int index) => GradientPenalty.Compute(critic, real.narrow(0, index, 1), fake.narrow(0, index, 1), [0.5f]).ToDouble();

        var together = GradientPenalty.Compute(critic, real, fake, [0.5f, 0.5f]).ToDouble();

        Assert.Equal((Of(0) + Of(1)) / 2, together, 1e-6);
    }
}
