using CycleGanPS.Core.Machine;
using CycleGanPS.Core.Models;
using CycleGanPS.Core.Networks;
using CycleGanPS.Core.Options;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Tests.Networks;

/// <summary>Generators with skip connections against what PyTorch makes of the same weights (fixtures/generators/make_generators.py).</summary>
public sealed class GeneratorNetworkTests
{
    /// <summary>
    /// The bias of a convolution before an instance norm has no gradient but rounding, here and there. The others are some 1e-3 in size,
    /// and are held to a thousandth of the largest of their tensor.
    /// </summary>
    [Theory]
    [InlineData("unet")]
    [InlineData("unet-6")]
    [InlineData("skip-deep")]
    [InlineData("skip-shallow")]
    [InlineData("skip-all")]
    [InlineData("skip-deep-color")]
    [InlineData("skip-input-color")]
    public void APassAndItsGradientsAreThoseOfPyTorch(string name)
    {
        using var scope = NewDisposeScope();
        using var generator = SkipNetworks.Load(name);
        using var expected = SkipNetworks.Expected(name);
        using var input = expected["input"].clone().requires_grad_();

        var output = generator.call(input);
        Backward.Run(output.mul(expected["weighting"]).mean());

        Assert.InRange(Distance(output, expected["output"]), 0, 1e-5);
        AssertGradient("input", input.grad!, expected["gradient"]);
        Assert.All(generator.named_parameters(), entry => AssertGradient(entry.name, entry.parameter.grad!, expected["gradient." + entry.name]));
    }

    [Fact]
    public void AUnetOfBatchNormsGivesWhatPyTorchGives()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var (generator, _) = GeneratorFile.Load(Fixtures.Path("generators", "unet-batch.pth"), CPU);
        using var expected = SkipNetworks.Expected("unet-batch");

        Assert.InRange(Distance(generator.call(expected["input"]), expected["output"]), 0, 1e-5);
        generator.Dispose();
    }

    /// <summary>With these widths convolutions take the fast way, which skip connections may not lead astray.</summary>
    [Theory]
    [InlineData(SkipConnections.All)]
    [InlineData(SkipConnections.Deep | SkipConnections.Color)]
    public void AWideNetworkGivesWhatItsLayersGive(SkipConnections skips)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var random = new Generator(5, CPU);
        using var generator = GeneratorNetwork.For(new GeneratorOptions { Kind = GeneratorKind.SkipResnet, Skips = skips, Filters = 32, ResidualBlocks = 2 });
        WeightInitializer.Initialize(generator, random);
        var input = rand([2, 3, 24, 20], generator: random);
        var values = new List<Tensor> { input };
        foreach (var (layer, position) in generator.LayersInOrder.Select((layer, position) => (layer, position)))
        {
            var arriving = generator.Skips.Where(skip => skip.To == position)
                .Select(skip => skip.Through.Aggregate(values[skip.From], (current, through) => through.call(current)));
            // Activations work in place, and these values are looked at again.
            values.Add(layer.call(cat([.. arriving, values[^1]], 1)));
        }

        Assert.InRange(Distance(generator.call(input), values[^1]), 0, 1e-4);
    }

    [Theory]
    [InlineData("unet")]
    [InlineData("skip-all")]
    public void ReducedPrecisionStaysCloseAndLeavesTheOutputItsDigits(string name)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var generator = SkipNetworks.Load(name);
        using var expected = SkipNetworks.Expected(name);
        generator.Precision = Precision.BFloat16;

        var output = generator.call(expected["input"]);

        Assert.InRange((output - expected["output"]).abs().mean().ToDouble(), 1e-5, 0.05);
        // Of bfloat16's eight bits no more than 2 · 2⁸ · 7 values would be left in [-1, 1].
        Assert.False(output.allclose(output.to(bfloat16).to(float32), 0, 0));
    }

    [Theory]
    [InlineData("unet")]
    [InlineData("skip-all")]
    public void APassLeavesNoTensorBehind(string name)
    {
        using var generator = SkipNetworks.Load(name);
        void Pass()
        {
            using var noGradient = no_grad();
            using var input = zeros(1, 3, 32, 32);
            generator.Run(input, CancellationToken.None).Dispose();
        }

        Pass();
        var before = LiveTensors.Count();
        Pass();

        Assert.Equal(before, LiveTensors.Count());
    }

    // The authors' code prints 54.414 million for unet_256 and 41.829 million for unet_128, with its batch norms.
    [Theory]
    [InlineData(8, 54_413_955)]
    [InlineData(7, 41_828_995)]
    public void AUnetHasTheReferencesParameters(int halvings, int expected) => Assert.Equal(
        expected,
        GeneratorLayout.Weights(
                new TrainingOptions { Generator = GeneratorKind.Unet, Downsamplings = halvings }.ToGeneratorOptions() with
                {
                    Normalization = Normalization.Batch,
                })
            .Where(weight => !weight.Name.Contains(".running_", StringComparison.Ordinal))
            .Sum(weight => weight.Shape.Aggregate(1L, (product, side) => product * side)));

    private static void AssertGradient(string name, Tensor actual, Tensor expected) =>
        Assert.True(Distance(actual, expected) <= 1e-7 + (1e-3 * expected.abs().max().ToDouble()), $"{name} differs by {Distance(actual, expected):G3}");

    private static double Distance(Tensor one, Tensor other) => (one - other).abs().max().ToDouble();
}
