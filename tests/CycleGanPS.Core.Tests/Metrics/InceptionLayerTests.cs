using CycleGanPS.Core.Metrics.Inception;
using Xunit;

namespace CycleGanPS.Core.Tests.Metrics;

public sealed unsafe class InceptionLayerTests
{
    private const int Images = 2;
    private const int Before = 16;
    private const int Behind = 8;
    private const float Untouched = 77;

    [Theory]
    [InlineData("1×1", 48, 40, 9, 11, 1, 1)]
    [InlineData("1×1, not cut", 32, 24, 9, 11, 1, 1, 1, 0, 0, false)]
    [InlineData("3×3 of three channels", 32, 3, 29, 31, 3, 3, 2)]
    [InlineData("3×3 by twos", 96, 24, 17, 15, 3, 3, 2)]
    [InlineData("3×3 by twos in a border", 16, 24, 17, 15, 3, 3, 2, 1, 1)]
    [InlineData("3×3 by twos, larger", 48, 40, 35, 39, 3, 3, 2)]
    [InlineData("3×3 by twos in a border, larger", 32, 24, 23, 20, 3, 3, 2, 1, 1)]
    [InlineData("3×3", 48, 40, 20, 23, 3, 3)]
    [InlineData("3×3 in a border", 32, 24, 17, 13, 3, 3, 1, 1, 1)]
    [InlineData("3×3 of the smallest maps", 16, 32, 8, 8, 3, 3, 1, 1, 1)]
    [InlineData("5×5", 80, 16, 13, 18, 5, 5, 1, 2, 2)]
    [InlineData("1×3", 32, 16, 8, 8, 1, 3, 1, 0, 1)]
    [InlineData("3×1", 32, 16, 8, 8, 3, 1, 1, 1, 0)]
    [InlineData("1×7", 48, 40, 17, 17, 1, 7, 1, 0, 3)]
    [InlineData("7×1", 48, 40, 17, 17, 7, 1, 1, 3, 0)]
    [InlineData("1×7, not cut", 16, 16, 5, 4, 1, 7, 1, 0, 3, false)]
    [InlineData("any other", 16, 8, 9, 9, 2, 4, 1, 1, 1)]
    public void A_convolution_is_the_sum_over_its_taps(
        string _, int channels, int inputs, int height, int width, int tapRows, int tapColumns, int stride = 1, int padHeight = 0, int padWidth = 0,
        bool isCut = true)
    {
        var random = new Random(3);
        var shape = new LayerShape(channels, inputs, tapRows, tapColumns, stride, padHeight, padWidth, isCut);
        var weight = Numbers(random, channels * inputs * tapRows * tapColumns);
        var bias = Numbers(random, channels);
        var maps = Numbers(random, Images * height * width * inputs);
        var (outputHeight, outputWidth) = (shape.OutputHeight(height), shape.OutputWidth(width));

        var actual = Run(Convolutions.Of(shape, weight, bias, outputHeight), maps, height, width, inputs, outputHeight, outputWidth, channels);

        Compare(actual, outputHeight, outputWidth, channels, (image, y, x, channel) =>
        {
            var sum = (double)bias[channel];
            var scale = 0.0;
            for (var row = 0; row < tapRows; row++)
            {
                for (var column = 0; column < tapColumns; column++)
                {
                    var (v, u) = ((y * stride) - padHeight + row, (x * stride) - padWidth + column);
                    for (var input = 0; v >= 0 && v < height && u >= 0 && u < width && input < inputs; input++)
                    {
                        var term = (double)weight[(((((channel * inputs) + input) * tapRows) + row) * tapColumns) + column]
                            * maps[(((((image * height) + v) * width) + u) * inputs) + input];
                        sum += term;
                        scale += term * term;
                    }
                }
            }

            return (isCut ? Math.Max(0, sum) : sum, Math.Sqrt(scale));
        });
    }

    [Theory]
    [InlineData(17, 15, 2)]
    [InlineData(8, 9, 1)]
    public void The_largest_of_a_window_stays(int height, int width, int stride) =>
        ComparePool(new LargestPool(stride), height, width, stride, stride == 1 ? 1 : 0, inside => inside.Max());

    [Fact]
    public void The_average_leaves_out_what_is_outside_and_is_cut() => ComparePool(new AveragePool(), 7, 9, 1, 1, inside => Math.Max(0, inside.Average()));

    [Theory]
    [InlineData(RowKernel.PanelColumns)]
    [InlineData(RowKernel.MostColumns)]
    public void A_product_is_the_same_in_vectors_of_any_width(int columns)
    {
        const int Pieces = 3, Depth = 7, Count = 4, Stride = 40;
        var random = new Random(5);
        var (left, right) = (Numbers(random, RowKernel.Rows * Pieces * Depth), Numbers(random, Pieces * Depth * columns));
        var bias = Numbers(random, columns);
        var target = Enumerable.Repeat(Untouched, RowKernel.Rows * Stride).ToArray();
        fixed (float* a = left, b = right, added = bias, c = target)
        {
            var rows = stackalloc float*[RowKernel.Rows * Pieces];
            for (var place = 0; place < RowKernel.Rows * Pieces; place++)
            {
                rows[place] = a + (place * Depth);
            }

            RowKernel.Multiply(rows, Pieces, Depth, b, Pieces * Depth * RowKernel.PanelColumns, columns, added, -0.5f, c, Stride, Count);
        }

        for (var index = 0; index < target.Length; index++)
        {
            var (row, column) = Math.DivRem(index, Stride);
            if (row >= Count || column >= columns)
            {
                Assert.Equal(Untouched, target[index]);
                continue;
            }

            var (panel, lane) = Math.DivRem(column, RowKernel.PanelColumns);
            var sum = Enumerable.Range(0, Pieces * Depth).Aggregate((double)bias[column], (sum, step) => sum
                + ((double)left[(((step / Depth * RowKernel.Rows) + row) * Depth) + (step % Depth)]
                    * right[(((panel * Pieces * Depth) + step) * RowKernel.PanelColumns) + lane]));
            Assert.Equal(Math.Max(-0.5, sum), target[index], 1e-5);
        }
    }

    [Fact]
    public void Maps_that_are_kept_are_not_shared()
    {
        var plan = new MapsPlan();
        var first = plan.Take(4, 5, 16);
        var second = plan.Take(2, 2, 16);
        var third = plan.Take(1, 1, 3);
        Assert.Equal((0, 320, 384), (first.Start, second.Start, third.Start));

        plan.KeepOnly(second);

        Assert.Equal(0, plan.Take(1, 20, 16).Start);
        Assert.Equal(384, plan.Take(1, 1, 32).Start);
        Assert.Equal(416, plan.Floats);
    }

    private static void ComparePool(Layer layer, int height, int width, int stride, int pad, Func<IEnumerable<double>, double> expected)
    {
        const int Channels = 16;
        var maps = Numbers(new Random(4), Images * height * width * Channels);
        var (outputHeight, outputWidth) = (((height + (2 * pad) - 3) / stride) + 1, ((width + (2 * pad) - 3) / stride) + 1);

        var actual = Run(layer, maps, height, width, Channels, outputHeight, outputWidth, Channels);

        Compare(actual, outputHeight, outputWidth, Channels, (image, y, x, channel) =>
        {
            var inside =
                from v in Enumerable.Range((y * stride) - pad, 3)
                from u in Enumerable.Range((x * stride) - pad, 3)
                where v >= 0 && v < height && u >= 0 && u < width
                select (double)maps[(((((image * height) + v) * width) + u) * Channels) + channel];
            return (expected(inside), 1);
        });
    }

    // Into the middle of the channels of wider maps, as the branches of a block do.
    private static float[] Run(Layer layer, float[] maps, int height, int width, int inputs, int outputHeight, int outputWidth, int channels)
    {
        var stride = Before + channels + Behind;
        var scratch = new AlignedFloats(layer.ScratchFloats);
        new Span<float>(scratch.Values, (int)layer.ScratchFloats).Fill(float.NaN);
        var results = Enumerable.Repeat(Untouched, Images * outputHeight * outputWidth * stride).ToArray();
        fixed (float* input = maps, output = results)
        {
            layer.Run(
                new(input, Images, height, width, inputs, inputs), new(output + Before, Images, outputHeight, outputWidth, channels, stride), scratch.Values);
        }

        GC.KeepAlive(scratch);
        return results;
    }

    private static void Compare(
        float[] actual, int height, int width, int channels, Func<int, int, int, int, (double Value, double Scale)> expected)
    {
        var stride = Before + channels + Behind;
        for (var index = 0; index < actual.Length; index++)
        {
            var (pixel, channel) = Math.DivRem(index, stride);
            if (channel < Before || channel >= Before + channels)
            {
                Assert.Equal(Untouched, actual[index]);
                continue;
            }

            var (value, scale) = expected(pixel / width / height, pixel / width % height, pixel % width, channel - Before);
            Assert.Equal(value, actual[index], 1e-6 + (1e-4 * scale));
        }
    }

    private static float[] Numbers(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => (2 * random.NextSingle()) - 1)];
}
