using CycleGanPS.Core.Machine;
using CycleGanPS.Core.Networks;
using CycleGanPS.Core.Networks.Convolutions;
using CycleGanPS.Core.Options;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Tests.Networks.Convolutions;

/// <summary>Rows of layers in one go, against the same layers one by one in double precision.</summary>
public sealed class ConvolutionFunctionTests
{
    // Of the largest value, behind a whole network: some ten times of what one convolution is off.
    private const double Tolerance = 2e-4;

    private static readonly Dictionary<string, GeneratorOptions> Generators = new()
    {
        ["16 filters"] = new() { Filters = 16, ResidualBlocks = 2 },
        ["32 filters, leaky"] = new() { Filters = 32, ResidualBlocks = 1, Activation = Activation.LeakyReLU, NegativeSlope = 0.2 },
        ["24 filters"] = new() { Filters = 24, ResidualBlocks = 1 },
        ["5 filters"] = new() { Filters = 5, ResidualBlocks = 1 },
        ["dropout"] = new() { Filters = 8, ResidualBlocks = 1, Dropout = true },
        ["batch normalisation"] = new() { Filters = 8, ResidualBlocks = 1, Normalization = Normalization.Batch },
        ["transposed convolutions"] = new() { Filters = 16, ResidualBlocks = 1, Upsampling = Upsampling.Transpose },
        ["skip connections"] = new()
        {
            Kind = GeneratorKind.SkipResnet,
            Filters = 8,
            ResidualBlocks = 1,
            Skips = SkipConnections.Deep | SkipConnections.Shallow | SkipConnections.Input,
        },
        ["U-Net"] = new() { Kind = GeneratorKind.Unet, Filters = 8, Downsamplings = 5, Upsampling = Upsampling.Transpose },
    };

    public static TheoryData<string> Names => [.. Generators.Keys];

    [VectorTheory]
    [MemberData(nameof(Names))]
    public void AGeneratorHasTheGradientsOfItsLayers(string name)
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(3, CPU);
        var options = Generators[name];
        using var fast = GeneratorNetwork.For(options);
        using var plain = GeneratorNetwork.For(options);
        WeightInitializer.Initialize(fast, random);
        var input = (rand([2, 3, 32, 32], generator: random) * 2) - 1;
        var weighting = randn([2, 3, 32, 32], generator: random);
        plain.to(float64);
        using (no_grad())
        {
            foreach (var (to, from) in plain.parameters().Zip(fast.parameters()))
            {
                to.copy_(from);
            }
        }

        var actual = Gradients(fast, input, weighting);
        var expected = Gradients(plain, input.to(float64), weighting.to(float64));

        Assert.All(expected.Zip(actual), pair => AssertClose(pair.First, pair.Second));
    }

    /// <summary>Convolutions with an activation alone behind them, and a margin that is wider on one side.</summary>
    [VectorTheory]
    [InlineData(16, true, false)]
    [InlineData(16, false, false)]
    [InlineData(5, true, false)]
    [InlineData(24, false, true)]
    [InlineData(64, true, false)]
    public void ADiscriminatorHasTheGradientsOfItsLayers(int filters, bool normalize, bool isPatch70)
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(3, CPU);
        var options = new DiscriminatorOptions
        {
            Filters = filters,
            Normalize = normalize,
            Kind = isPatch70 ? DiscriminatorKind.Patch70 : DiscriminatorKind.Patch94,
        };
        using var fast = new PatchDiscriminator(options);
        using var plain = new PatchDiscriminator(options);
        WeightInitializer.Initialize(fast, random);
        var input = (rand([2, 3, 64, 64], generator: random) * 2) - 1;
        plain.to(float64);
        using (no_grad())
        {
            foreach (var (to, from) in plain.parameters().Zip(fast.parameters()))
            {
                to.copy_(from);
            }
        }

        var weighting = randn(fast.call(input).shape, generator: random);
        var actual = Gradients(fast, input, weighting);
        var expected = Gradients(plain, input.to(float64), weighting.to(float64));

        Assert.All(expected.Zip(actual), pair => AssertClose(pair.First, pair.Second));
    }

    /// <summary>All of it, from the first convolution to the scores, so that what is between them takes no calls.</summary>
    [VectorFact]
    public void ADiscriminatorIsOneFunction()
    {
        using var scope = NewDisposeScope();
        using var discriminator = new PatchDiscriminator(new DiscriminatorOptions { Filters = 16 });
        nn.Module<Tensor, Tensor>[] layers = [.. discriminator.children().Single().children().Cast<nn.Module<Tensor, Tensor>>()];

        var units = UnitSearch.Find(layers, 0, zeros(1, 3, 64, 64), reduced: false, out var next);

        Assert.Equal((5, layers.Length), (units.Count, next));
    }

    [VectorTheory]
    [InlineData(16, 16, 1)]
    [InlineData(5, 7, 0)]
    [InlineData(1, 1, 0.2)]
    [InlineData(2, 3, 0.2)]
    [InlineData(70, 130, 0)]
    public void ANormalisationIsLibtorchsOwn(int height, int width, double slope)
    {
        using var scope = NewDisposeScope();
        var input = ((randn(2, 3, height, width) * 4) + 1).requires_grad_();
        var gradient = randn(2, 3, height, width);
        var precise = input.detach().to(float64).requires_grad_();
        var expected = nn.functional.leaky_relu(nn.functional.group_norm(precise, 3), slope);
        var expectedGradient = autograd.grad([expected], [precise], [gradient.to(float64)])[0];

        var actual = ConvolutionFunction.Call(input, [new Unit { IsNormalized = true, Slope = (float)slope }]);

        AssertClose(expected, actual);
        AssertClose(expectedGradient, autograd.grad([actual], [input], [gradient])[0]);
    }

    /// <summary>What went wrong must show in the losses.</summary>
    [VectorFact]
    public void WhatIsNoNumberStaysNone()
    {
        using var scope = NewDisposeScope();
        var input = randn(1, 2, 9, 9);
        input[0, 1, 4, 4] = float.NaN;

        var output = ConvolutionFunction.Call(input, [new Unit { IsNormalized = true, Slope = 0 }]);

        Assert.True(output[0, 0].isfinite().all().item<bool>());
        Assert.True(output[0, 1].isnan().all().item<bool>());
    }

    /// <summary>The same bits whatever the number of threads.</summary>
    [VectorFact]
    public void ThreadsDoNotChangeTheResult()
    {
        using var scope = NewDisposeScope();
        using var generator = GeneratorNetwork.For(new GeneratorOptions { Filters = 16, ResidualBlocks = 1 });
        var (input, weighting) = (randn(2, 3, 32, 32), randn(2, 3, 32, 32));
        var threads = get_num_threads();
        Tensor[] Run(int count)
        {
            set_num_threads(count);
            return [.. Gradients(generator, input, weighting)];
        }

        try
        {
            Assert.All(Run(1).Zip(Run(5)), pair => Assert.True(pair.First.bytes.SequenceEqual(pair.Second.bytes)));
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    /// <summary>Neither a pass that is gone through, nor one without a way back, nor one that has none in the end.</summary>
    [VectorFact]
    public void PassesLeaveNoTensors()
    {
        using var generator = GeneratorNetwork.For(new GeneratorOptions { Filters = 16, ResidualBlocks = 1 });
        using var input = randn(1, 3, 32, 32);
        void Pass()
        {
            using (no_grad())
            {
                generator.Run(input, CancellationToken.None).Dispose();
            }

            using var output = generator.Run(input, CancellationToken.None);
            using var loss = output.sum();
            Backward.Run(loss);
            generator.Run(input, CancellationToken.None).Dispose();
        }

        Pass();
        using var scope = NewDisposeScope();
        var before = LiveTensors.Count();
        for (var pass = 0; pass < 5; pass++)
        {
            Pass();
        }

        Assert.Equal(before, LiveTensors.Count());
        Assert.Equal(0, scope.DisposablesCount);
    }

    private static List<Tensor> Gradients(nn.Module<Tensor, Tensor> network, Tensor input, Tensor weighting)
    {
        var leaf = input.detach().requires_grad_();
        foreach (var parameter in network.parameters())
        {
            parameter.grad = null;
        }

        var output = network.call(leaf);
        using var product = output.mul(weighting);
        using var loss = product.sum();
        Backward.Run(loss);
        // A bias before a normalisation has none, but for rounding.
        return [output, leaf.grad!, .. network.parameters().Where(parameter => parameter.shape.Length > 1).Select(parameter => parameter.grad!.clone())];
    }

    private static void AssertClose(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.shape, actual.shape);
        var difference = (expected - actual.to(float64)).abs().max().ToDouble();
        // The gradient of a single pixel is nothing but rounding.
        var largest = Math.Max(expected.abs().max().ToDouble(), 1e-9);
        Assert.True(difference <= Tolerance * largest, $"The largest difference is {difference:g3} where the largest value is {largest:g3}.");
    }
}
