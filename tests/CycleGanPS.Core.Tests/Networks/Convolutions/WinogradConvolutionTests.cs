using CycleGanPS.Core.Machine;
using CycleGanPS.Core.Networks;
using CycleGanPS.Core.Networks.Convolutions;
using CycleGanPS.Core.Networks.Convolutions.Winograd;
using CycleGanPS.Core.Options;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Tests.Networks.Convolutions;

/// <summary>Against libtorch's own padding, doubling and convolution in double precision: see <see cref="PlainConvolution"/>.</summary>
public sealed class WinogradConvolutionTests
{
    public static TheoryData<int, int, int, int, int, string> Shapes()
    {
        var shapes = new TheoryData<int, int, int, int, int, string>();
        foreach (var edge in new[] { "Zero", "Reflected", "Doubled", "None" })
        {
            foreach (var (height, width) in new[] { (2, 2), (3, 5), (4, 4), (6, 13), (9, 10), (16, 16), (33, 7) })
            {
                var margin = edge == "None" ? 2 : 0;
                shapes.Add(2, 64, 32, height + margin, width + margin, edge);
            }

            // Weights a few columns at a time, the last of them fewer.
            shapes.Add(1, 96, 160, 45, 47, edge);

            // More tiles than fit into the cache at once, over the edge of an image.
            shapes.Add(3, 256, 256, 35, 50, edge);
        }

        return shapes;
    }

    [VectorTheory]
    [MemberData(nameof(Shapes))]
    public void AgreesWithAPlainConvolution(int images, int channelsIn, int channelsOut, int height, int width, string edgeName)
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(7, CPU);
        var edge = Enum.Parse<InputEdge>(edgeName);
        var input = randn([images, channelsIn, height, width], generator: random);
        var weight = randn([channelsOut, channelsIn, 3, 3], generator: random).mul_(0.02);
        var bias = randn([channelsOut], generator: random).mul_(0.1);
        var (exactInput, exactWeight) = (input.to(float64).requires_grad_(), weight.to(float64).requires_grad_());
        var exactBias = bias.to(float64).requires_grad_();
        var expected = nn.functional.conv2d(PlainConvolution.Seen(exactInput, edge, edge.Margin()), exactWeight, exactBias);
        var gradient = randn(expected.shape, generator: random);
        var expectedGradients = autograd.grad([expected], [exactInput, exactWeight, exactBias], [gradient.to(float64)]);

        input.requires_grad_();
        weight.requires_grad_();
        bias.requires_grad_();
        var actual = ConvolutionFunction.Call(input, weight, bias, new ConvolutionShape(3, 1, edge.Margin(), edge));
        var gradients = autograd.grad([actual], [input, weight, bias], [gradient]);

        PlainConvolution.AssertClose(expected, actual);
        for (var index = 0; index < 3; index++)
        {
            PlainConvolution.AssertClose(expectedGradients[index], gradients[index]);
        }
    }

    /// <summary>What processors run with AVX-512 and without, which is sixes and fours of rows, in any mixture.</summary>
    [VectorTheory]
    [InlineData(false)]
    [InlineData(true)]
    public unsafe void BothKernelsAgree(bool accumulate)
    {
        for (var rows = MatrixKernel.NarrowRows; rows <= 32; rows += MatrixKernel.NarrowRows)
        {
            AssertProduct(MatrixKernel.MultiplyNarrow, rows, MatrixKernel.NarrowColumns, accumulate);
        }

        for (var rows = MatrixKernel.WideRows; rows <= 32; rows += MatrixKernel.WideRows)
        {
            AssertProduct(MatrixKernel.MultiplyWide, rows, MatrixKernel.WideColumns, accumulate);
        }
    }

    /// <summary>The same bits whatever the number of threads: a run can be repeated and resumed.</summary>
    [VectorFact]
    public void ThreadsDoNotChangeTheResult()
    {
        using var scope = NewDisposeScope();
        var (input, weight) = (randn(2, 64, 21, 18), randn(96, 64, 3, 3));
        var gradient = randn(2, 96, 21, 18);
        var threads = get_num_threads();
        Tensor[] Run(int count)
        {
            set_num_threads(count);
            var (ofInput, ofWeight) = WinogradConvolution.Backward(input, gradient, weight, InputEdge.Reflected, ofInput: true, ofWeight: true);
            return [WinogradConvolution.Forward(input, weight, null, InputEdge.Reflected), ofInput!, ofWeight!];
        }

        try
        {
            foreach (var (one, five) in Run(1).Zip(Run(5)))
            {
                Assert.True(one.bytes.SequenceEqual(five.bytes));
            }
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    /// <summary>A batch's images do not touch each other, nor does the size of the batch change an image.</summary>
    [VectorFact]
    public void AnImageIsTheSameInABatch()
    {
        using var scope = NewDisposeScope();
        var (input, weight) = (randn(3, 64, 11, 9), randn(32, 64, 3, 3));
        var batch = WinogradConvolution.Forward(input, weight, null, InputEdge.Reflected);
        var alone = WinogradConvolution.Forward(input[1].unsqueeze(0), weight, null, InputEdge.Reflected);
        Assert.True(batch[1].contiguous().bytes.SequenceEqual(alone.bytes));
    }

    /// <summary>The layers around a convolution are taken along, so a generator gives what its layers give one by one.</summary>
    [Theory]
    [InlineData(Upsampling.Resize)]
    [InlineData(Upsampling.Transpose)]
    public void AGeneratorGivesWhatItsLayersGive(Upsampling upsampling)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var random = new Generator(5, CPU);
        using var generator = new ResnetGenerator(new GeneratorOptions { Filters = 32, ResidualBlocks = 2, Upsampling = upsampling });
        WeightInitializer.Initialize(generator, random);
        var input = rand([2, 3, 24, 20], generator: random);
        var plain = generator.LayersInOrder.Aggregate(input, (current, layer) => layer is ResidualBlock block
            ? block.LayersInOrder.Aggregate(current, (inner, blockLayer) => blockLayer.call(inner)) + current
            : layer.call(current));
        Assert.True((generator.call(input) - plain).abs().max().ToDouble() < PlainConvolution.Tolerance);
    }

    /// <summary>TorchSharp's functions leave tensors to the scope around the pass: ours must not, or a step would hold all its maps twice.</summary>
    [VectorFact]
    public void PassesLeaveNoTensors()
    {
        using var input = randn(1, 32, 12, 12).requires_grad_();
        using var weight = randn(32, 32, 3, 3).requires_grad_();
        void Pass()
        {
            using var output = ConvolutionFunction.Call(input, weight, null, new ConvolutionShape(3, 1, 1, InputEdge.Reflected));
            using var loss = output.sum();
            Backward.Run(loss);
        }

        Pass();
        using var scope = NewDisposeScope();
        var before = LiveTensors.Count();
        for (var pass = 0; pass < 10; pass++)
        {
            Pass();
        }

        Assert.Equal(before, LiveTensors.Count());
        Assert.Equal(0, scope.DisposablesCount);
    }

    private static unsafe void AssertProduct(Product multiply, int rows, int columns, bool accumulate)
    {
        const int Depth = 37;
        var random = new Random(3);
        float[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)random.NextDouble() - 0.5f)];

        // A row of C more than there should be.
        var (a, b, c) = (Draw(rows * Depth), Draw(Depth * columns), Draw((rows + 1) * columns));
        var result = c.ToArray();
        fixed (float* pa = a, pb = b, pc = result)
        {
            multiply(pa, Depth, 1, pb, columns, pc, columns, rows, Depth, accumulate);
        }

        for (var index = 0; index < c.Length; index++)
        {
            var (row, column) = Math.DivRem(index, columns);
            var expected = accumulate || row == rows ? (double)c[index] : 0;
            for (var step = 0; row < rows && step < Depth; step++)
            {
                expected += (double)a[(row * Depth) + step] * b[(step * columns) + column];
            }

            Assert.Equal(expected, result[index], 1e-5);
        }
    }

    private unsafe delegate void Product(
        float* a, nint rowStride, nint depthStride, float* b, nint bStride, float* c, nint cStride, int rows, int depth, bool accumulate);
}
