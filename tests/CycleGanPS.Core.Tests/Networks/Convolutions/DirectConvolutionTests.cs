using CycleGanPS.Core.Networks.Convolutions;
using CycleGanPS.Core.Networks.Convolutions.Direct;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Tests.Networks.Convolutions;

/// <summary>Against libtorch's own padding, doubling and convolution in double precision: see <see cref="PlainConvolution"/>.</summary>
public sealed class DirectConvolutionTests
{
    public static TheoryData<int, int, int, int, int, string> Shapes() => new()
    {
        // The generators' first and last, halvings and doublings.
        { 3, 16, 7, 1, 3, "Reflected" },
        { 16, 3, 7, 1, 3, "Reflected" },
        { 16, 32, 3, 2, 1, "Zero" },
        { 32, 16, 3, 1, 1, "Doubled" },
        { 24, 48, 3, 2, 1, "Zero" },
        { 48, 24, 3, 1, 1, "Doubled" },

        // The discriminators'.
        { 3, 16, 4, 2, 1, "Zero" },
        { 16, 32, 4, 2, 1, "Zero" },
        { 16, 1, 4, 1, 1, "Zero" },

        // Numbers of channels that fill nothing.
        { 1, 1, 3, 1, 1, "Zero" },
        { 5, 7, 3, 1, 1, "Reflected" },
        { 2, 6, 5, 1, 2, "Reflected" },
        { 7, 5, 3, 1, 1, "Doubled" },
        { 5, 3, 3, 2, 1, "Zero" },
        { 3, 2, 1, 1, 0, "Zero" },
        { 3, 3, 5, 2, 2, "Zero" },

        // What is left of odd sides is seen by no tap.
        { 3, 16, 4, 2, 0, "None" },
        { 3, 5, 2, 2, 0, "Zero" },
        { 2, 8, 6, 2, 1, "Zero" },
    };

    [VectorTheory]
    [MemberData(nameof(Shapes))]
    public void AgreesWithAPlainConvolution(int channelsIn, int channelsOut, int kernel, int stride, int margin, string edge)
    {
        var shape = new ConvolutionShape(kernel, stride, margin, Enum.Parse<InputEdge>(edge));
        foreach (var (height, width) in new[] { (8, 8), (9, 13), (16, 16), (32, 64), (21, 50), (70, 33) })
        {
            Compare(shape, channelsIn, channelsOut, height, width);
        }
    }

    [VectorTheory]
    [InlineData(32, 1, 4, 1)]
    [InlineData(3, 5, 3, 1)]
    [InlineData(3, 5, 2, 0)]
    public void AMarginMayBeWiderOnOneSide(int channelsIn, int channelsOut, int kernel, int margin)
    {
        using var scope = NewDisposeScope();
        var shape = new ConvolutionShape(kernel, 1, margin, InputEdge.Zero, MoreBefore: 1);
        var (input, weight) = (randn(2, channelsIn, 5, 7), randn(channelsOut, channelsIn, kernel, kernel));
        Tensor[] exact = [.. new[] { input, weight }.Select(argument => argument.to(float64).requires_grad_())];
        var expected = nn.functional.conv2d(nn.functional.pad(exact[0], [margin + 1, margin, margin + 1, margin]), exact[1]);
        var gradient = randn(expected.shape);
        var gradients = autograd.grad([expected], exact, [gradient.to(float64)]);

        PlainConvolution.AssertClose(expected, DirectConvolution.Forward(input, weight, null, shape));
        PlainConvolution.AssertClose(gradients[0], DirectConvolution.InputGradient(gradient, weight, shape, 5, 7));
        PlainConvolution.AssertClose(gradients[1], DirectConvolution.WeightGradient(input, gradient, shape));
    }

    /// <summary>The same bits whatever the number of threads, and whether an image is alone or in a batch.</summary>
    [VectorFact]
    public void ThreadsDoNotChangeTheResult()
    {
        using var scope = NewDisposeScope();
        var shape = new ConvolutionShape(3, 2, 1, InputEdge.Zero);
        var (input, weight, gradient) = (randn(2, 16, 22, 18), randn(24, 16, 3, 3), randn(2, 24, 11, 9));
        var result = PlainConvolution.AssertThreadsDoNotMatter(() =>
        [
            DirectConvolution.Forward(input, weight, null, shape),
            DirectConvolution.InputGradient(gradient, weight, shape, 22, 18),
            DirectConvolution.WeightGradient(input, gradient, shape),
        ]);

        var alone = DirectConvolution.Forward(input[1].unsqueeze(0), weight, null, shape);
        Assert.True(result[0][1].contiguous().bytes.SequenceEqual(alone.bytes));
    }

    /// <summary>Scratch memory holds what was there before; numbers that are none there must not come through.</summary>
    [VectorFact]
    public void NothingIsLeftOfAnEarlierConvolution()
    {
        using var scope = NewDisposeScope();
        var shape = new ConvolutionShape(7, 1, 3, InputEdge.Reflected);
        var (input, weight) = (randn(1, 3, 24, 24), randn(6, 3, 7, 7));
        var gradient = randn(1, 6, 24, 24);
        var expected = DirectConvolution.WeightGradient(input, gradient, shape);
        var spoiled = full([1, 3, 40, 40], float.NaN);
        DirectConvolution.WeightGradient(spoiled, full([1, 6, 40, 40], float.NaN), shape);
        Assert.True(expected.bytes.SequenceEqual(DirectConvolution.WeightGradient(input, gradient, shape).bytes));
    }

    /// <summary>Exact: values are copied, and four of them are summed.</summary>
    [VectorFact]
    public void ADoublingIsTheNearestNeighbour()
    {
        using var scope = NewDisposeScope();
        var input = randn(2, 3, 5, 7).requires_grad_();
        var expected = nn.functional.interpolate(input, scale_factor: [2, 2], mode: InterpolationMode.Nearest);
        var gradient = randint(-8, 8, expected.shape).to(float32);
        var expectedGradient = autograd.grad([expected], [input], [gradient])[0];

        var actual = DoublingFunction.Call(input);

        Assert.True(actual.equal(expected).all().item<bool>());
        Assert.True(autograd.grad([actual], [input], [gradient])[0].equal(expectedGradient).all().item<bool>());
    }

    /// <summary>Large pictures go through in parts, each of which needs rows of its neighbours.</summary>
    [VectorTheory]
    [InlineData(16, 3, 7, 1, 3, "Reflected")]
    [InlineData(3, 16, 4, 2, 1, "Zero")]
    public void PartsOfALargePictureFitTogether(int channelsIn, int channelsOut, int kernel, int stride, int margin, string edge)
    {
        using var scope = NewDisposeScope();
        using var plain = no_grad();
        var shape = new ConvolutionShape(kernel, stride, margin, Enum.Parse<InputEdge>(edge));
        var (input, weight) = (randn(1, channelsIn, 1502, 1024), randn(channelsOut, channelsIn, kernel, kernel));
        var expected = nn.functional.conv2d(PlainConvolution.Seen(input, shape.Edge, shape.Margin), weight, null, [stride, stride]);
        PlainConvolution.AssertClose(expected, DirectConvolution.Forward(input, weight, null, shape));
    }

    private static void Compare(ConvolutionShape shape, int channelsIn, int channelsOut, int height, int width)
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(7, CPU);
        var input = randn([2, channelsIn, height, width], generator: random).requires_grad_();
        var weight = randn([channelsOut, channelsIn, shape.Kernel, shape.Kernel], generator: random).requires_grad_();
        var bias = randn([channelsOut], generator: random).requires_grad_();
        Tensor[] arguments = [input, weight, bias];
        Tensor[] exact = [.. arguments.Select(argument => argument.detach().to(float64).requires_grad_())];
        var expected = nn.functional.conv2d(PlainConvolution.Seen(exact[0], shape.Edge, shape.Margin), exact[1], exact[2], [shape.Stride, shape.Stride]);
        var gradient = randn(expected.shape, generator: random);
        var expectedGradients = autograd.grad([expected], exact, [gradient.to(float64)]);

        using var plain = no_grad();
        var isDoubled = shape.Edge == InputEdge.Doubled;
        PlainConvolution.AssertClose(expected, isDoubled
            ? DoubledConvolution.Forward(input, weight, bias)
            : DirectConvolution.Forward(input, weight, bias, shape));
        PlainConvolution.AssertClose(expectedGradients[0], isDoubled
            ? DoubledConvolution.InputGradient(gradient, weight)
            : DirectConvolution.InputGradient(gradient, weight, shape, height, width));
        PlainConvolution.AssertClose(expectedGradients[1], isDoubled
            ? DoubledConvolution.WeightGradient(input, gradient)
            : DirectConvolution.WeightGradient(input, gradient, shape));
    }
}
