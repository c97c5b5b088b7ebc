using CycleGanPS.Core.Networks;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Tests.Networks;

public sealed class RowwiseConvolutionTests
{
    /// <summary>Single precision sums 64·49 products in another order: 1e-5 of values of about 1.</summary>
    [Theory]
    [InlineData(true, 3)]
    [InlineData(false, 3)]
    [InlineData(true, 1)]
    public void AgreesWithAPlainConvolution(bool hasBias, int outputs)
    {
        using var scope = NewDisposeScope();
        var convolution = nn.Conv2d(64, outputs, 7, bias: hasBias);
        using (var random = new Generator(4, CPU))
        {
            WeightInitializer.Initialize(convolution, random);
        }

        var input = randn(2, 64, 15, 20).requires_grad_();
        Assert.True(RowwiseConvolution.Matches(convolution));
        Tensor[] leaves = [input, convolution.weight, .. hasBias ? [convolution.bias!] : Array.Empty<Tensor>()];

        var expected = convolution.call(input);
        var gradient = randn(expected.shape);
        var expectedGradients = autograd.grad([expected], leaves, [gradient]);
        var actual = RowwiseConvolution.Call(input, convolution);
        var gradients = autograd.grad([actual], leaves, [gradient]);

        Assert.True((actual - expected).abs().max().ToDouble() < 1e-5);
        foreach (var (one, other) in expectedGradients.Zip(gradients))
        {
            Assert.True((one - other).abs().max().ToDouble() < 1e-5 * Math.Max(1, one.abs().max().ToDouble()));
        }
    }

    [Fact]
    public void LeavesOtherConvolutionsAlone()
    {
        Assert.False(RowwiseConvolution.Matches(nn.Conv2d(64, 64, 7)));
        Assert.False(RowwiseConvolution.Matches(nn.Conv2d(64, 3, 4)));
        Assert.False(RowwiseConvolution.Matches(nn.Conv2d(64, 3, 7, padding: 3)));
        Assert.False(RowwiseConvolution.Matches(nn.Conv2d(64, 3, 7, stride: 2)));
        Assert.False(RowwiseConvolution.Matches(nn.Tanh()));
    }
}
