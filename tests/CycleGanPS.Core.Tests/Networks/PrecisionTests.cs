using CycleGanPS.Core.Machine;
using CycleGanPS.Core.Networks;
using CycleGanPS.Core.Networks.Convolutions;
using CycleGanPS.Core.Networks.Convolutions.Winograd;
using CycleGanPS.Core.Options;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Tests.Networks;

public sealed class PrecisionTests
{
    /// <summary>
    /// bfloat16 has 8 bits of mantissa, so a product is off by up to 1/256; over the layers of a small generator, whose normalisations
    /// keep values at about 1, a few hundredths of the range of 2 remain. Float32 itself would be off by 1e-6.
    /// The gradient also turns where an absolute value or a ReLU changes its side.
    /// </summary>
    [Theory]
    [InlineData(Upsampling.Resize)]
    [InlineData(Upsampling.Transpose)]
    public void ReducedConvolutionsStayCloseInBothDirections(Upsampling upsampling)
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(3, CPU);
        using var generator = new ResnetGenerator(new GeneratorOptions { Filters = 16, ResidualBlocks = 2, Upsampling = upsampling });
        WeightInitializer.Initialize(generator, random);
        var input = rand([1, 3, 32, 32], generator: random).mul(2).sub(1);
        var gradients = new Dictionary<Precision, Tensor>();
        var outputs = new Dictionary<Precision, Tensor>();
        foreach (var precision in new[] { Precision.Float32, Precision.BFloat16 })
        {
            generator.Precision = precision;
            outputs[precision] = generator.call(input);
            foreach (var parameter in generator.parameters())
            {
                parameter.grad = null;
            }

            Backward.Run(outputs[precision].abs().mean());
            var gradient = generator.parameters().First(parameter => parameter.dim() == 4).grad!;
            Assert.Equal(ScalarType.Float32, gradient.dtype);
            gradients[precision] = gradient.clone();
        }

        var difference = (outputs[Precision.Float32] - outputs[Precision.BFloat16]).abs().max().ToDouble();
        Assert.InRange(difference, 1e-5, 0.1);
        Assert.Equal(ScalarType.Float32, outputs[Precision.BFloat16].dtype);
        var (full, reduced) = (gradients[Precision.Float32].flatten(), gradients[Precision.BFloat16].flatten());
        var cosine = (full * reduced).sum().ToDouble() / Math.Sqrt((full * full).sum().ToDouble() * (reduced * reduced).sum().ToDouble());
        Assert.InRange(cosine, 0.95, 1);
    }

    [Fact]
    public void AutoMeasuresBothAndSaysSo()
    {
        using var generator = new ResnetGenerator(new GeneratorOptions { Filters = 8, ResidualBlocks = 1 });
        var choice = PrecisionChoice.Measure(generator, CPU, 30, training: true);
        Assert.NotEqual(Precision.Auto, choice.Precision);
        Assert.Matches($"^Precision Auto is {choice.Precision} here: .* [0-9]+ ms in Float32 and [0-9]+ ms in BFloat16\\.$", choice.Explanation);
    }
}
