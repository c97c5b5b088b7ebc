using CycleGanPS.Core.Networks.Convolutions;
using CycleGanPS.Core.Networks.Convolutions.Gathered;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Tests.Networks.Convolutions;

/// <summary>Against libtorch's own padding and convolution in double precision: see <see cref="PlainConvolution"/>.</summary>
public sealed class GatheredConvolutionTests
{
    private static readonly (int Height, int Width)[] Sides = [(8, 8), (4, 12), (20, 6), (16, 16), (9, 13), (10, 36)];

    public static TheoryData<int, int, int, int, int> Shapes() => new()
    {
        // The discriminators', and the generators' halvings.
        { 16, 32, 4, 2, 1 },
        { 64, 128, 4, 2, 1 },
        { 16, 32, 4, 1, 1 },
        { 32, 64, 3, 2, 1 },
        { 24, 48, 3, 2, 1 },

        // Numbers of channels that fill nothing, and other margins.
        { 1, 4, 3, 1, 1 },
        { 5, 20, 4, 2, 0 },
        { 3, 12, 3, 2, 2 },
    };

    [VectorTheory]
    [MemberData(nameof(Shapes))]
    public void AgreesWithAPlainConvolution(int channelsIn, int channelsOut, int kernel, int stride, int margin)
    {
        var shape = new ConvolutionShape(kernel, stride, margin, InputEdge.Zero);
        var fitting = Sides.Where(side => shape.OutputSide(side.Height) * shape.OutputSide(side.Width) % 4 == 0).ToList();
        Assert.NotEmpty(fitting);
        Assert.All(fitting, side => Compare(shape, channelsIn, channelsOut, side.Height, side.Width));
    }

    /// <summary>The same bits whatever the number of threads, and whether an image is alone or in a batch.</summary>
    [VectorFact]
    public void ThreadsDoNotChangeTheResult()
    {
        using var scope = NewDisposeScope();
        var shape = new ConvolutionShape(4, 2, 1, InputEdge.Zero);
        var (input, weight, gradient) = (randn(3, 19, 8, 12), randn(24, 19, 4, 4), randn(3, 24, 4, 6));
        var result = PlainConvolution.AssertThreadsDoNotMatter(() =>
        [
            GatheredConvolution.Forward(input, weight, null, shape),
            GatheredConvolution.InputGradient(gradient, weight, shape, 8, 12),
            GatheredConvolution.WeightGradient(input, gradient, shape),
        ]);

        var alone = GatheredConvolution.Forward(input[1].unsqueeze(0), weight, null, shape);
        Assert.True(result[0][1].contiguous().bytes.SequenceEqual(alone.bytes));
    }

    /// <summary>Scratch memory holds what was there before; numbers that are none there must not come through.</summary>
    [VectorFact]
    public void NothingIsLeftOfAnEarlierConvolution()
    {
        using var scope = NewDisposeScope();
        var shape = new ConvolutionShape(3, 2, 1, InputEdge.Zero);
        Tensor[] Run(int side, Func<long[], Tensor> make) =>
        [
            GatheredConvolution.Forward(make([1, 3, side, side]), make([8, 3, 3, 3]), null, shape),
            GatheredConvolution.InputGradient(make([1, 8, side / 2, side / 2]), make([8, 3, 3, 3]), shape, side, side),
            GatheredConvolution.WeightGradient(make([1, 3, side, side]), make([1, 8, side / 2, side / 2]), shape),
        ];

        Run(24, size => full(size, float.NaN));
        Assert.All(Run(12, size => ones(size)), result => Assert.True(result.isfinite().all().item<bool>()));
    }

    private static void Compare(ConvolutionShape shape, int channelsIn, int channelsOut, int height, int width)
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(7, CPU);
        var input = randn([2, channelsIn, height, width], generator: random);
        var weight = randn([channelsOut, channelsIn, shape.Kernel, shape.Kernel], generator: random);
        var bias = randn([channelsOut], generator: random);
        Tensor[] exact = [.. new[] { input, weight, bias }.Select(argument => argument.to(float64).requires_grad_())];
        long[] around = [shape.Margin, shape.Margin];
        var expected = nn.functional.conv2d(exact[0], exact[1], exact[2], [shape.Stride, shape.Stride], around);
        var gradient = randn(expected.shape, generator: random);
        var gradients = autograd.grad([expected], exact, [gradient.to(float64)]);

        PlainConvolution.AssertClose(expected, GatheredConvolution.Forward(input, weight, bias, shape));
        PlainConvolution.AssertClose(gradients[0], GatheredConvolution.InputGradient(gradient, weight, shape, height, width));
        PlainConvolution.AssertClose(gradients[1], GatheredConvolution.WeightGradient(input, gradient, shape));
    }
}
