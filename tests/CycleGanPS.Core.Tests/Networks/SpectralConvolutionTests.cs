using CycleGanPS.Core.Networks;
using CycleGanPS.Core.Options;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Tests.Networks;

public sealed class SpectralConvolutionTests
{
    private static SpectralConvolution Make()
    {
        using var random = new Generator(5, CPU);
        var layer = new SpectralConvolution(3, 4, kernel: 4, stride: 2, padding: 1);
        WeightInitializer.Initialize(layer, random);
        layer.Begin(random);
        return layer;
    }

    [Fact]
    public void TheWeightsInForceHaveTheLargestSingularValueOne()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var layer = Make();
        var input = rand(1, 3, 8, 8);
        for (var call = 0; call < 200; call++)
        {
            layer.call(input).Dispose();
        }

        var weight = layer.get_parameter(SpectralConvolution.Weight)!;
        var largest = linalg.svdvals(weight.flatten(1))[0];
        var expected = nn.functional.conv2d(input, weight / largest, layer.Bias, strides: [2, 2], padding: [1, 1]);

        Assert.True((layer.call(input) - expected).abs().max().ToDouble() < 1e-5);
    }

    [Fact]
    public void OnlyTrainingMovesTheVectors()
    {
        using var scope = NewDisposeScope();
        using var layer = Make();
        float[] State() => [.. layer.buffers().SelectMany(buffer => buffer.data<float>().ToArray())];
        var before = State();
        layer.eval();
        layer.call(rand(1, 3, 8, 8));
        Assert.Equal(before, State());

        layer.train();
        layer.call(rand(1, 3, 8, 8));

        Assert.NotEqual(before, State());
    }

    [Theory]
    [InlineData(DiscriminatorKind.Patch94)]
    [InlineData(DiscriminatorKind.Patch70)]
    public void EveryConvolutionOfADiscriminatorHasIt(DiscriminatorKind kind)
    {
        using var discriminator = new PatchDiscriminator(new DiscriminatorOptions { Filters = 2, Kind = kind, SpectralNorm = true });

        Assert.Equal(5, discriminator.modules().OfType<SpectralConvolution>().Count());
        Assert.Equal(10, discriminator.parameters().Count());
        Assert.Equal([1], discriminator.OutputBias.shape);
    }
}
