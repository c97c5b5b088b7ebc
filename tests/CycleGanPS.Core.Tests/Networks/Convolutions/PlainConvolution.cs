using CycleGanPS.Core.Networks.Convolutions;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Tests.Networks.Convolutions;

/// <summary>libtorch's own padding and doubling, which our convolutions take along, and how close to it they have to be.</summary>
internal static class PlainConvolution
{
    /// <summary>
    /// Of the largest value, in single precision against double. Sums of a few thousand products, in whatever order, are off by some 1e-6, and Winograd's
    /// transforms by some 3e-6, where libtorch itself is off by 3e-7.
    /// </summary>
    public const double Tolerance = 1e-5;

    /// <summary>What a convolution without padding of its own is to see.</summary>
    public static Tensor Seen(Tensor map, InputEdge edge, int margin)
    {
        long[] margins = [margin, margin, margin, margin];
        return edge switch
        {
            InputEdge.None => map,
            InputEdge.Zero => nn.functional.pad(map, margins),
            InputEdge.Reflected => nn.functional.pad(map, margins, PaddingModes.Reflect),
            _ => nn.functional.pad(nn.functional.interpolate(map, scale_factor: [2, 2], mode: InterpolationMode.Nearest), margins),
        };
    }

    public static void AssertClose(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.shape, actual.shape);
        var difference = (expected - actual.to(float64)).abs().max().ToDouble();
        var largest = expected.abs().max().ToDouble();
        Assert.True(difference <= Tolerance * largest, $"The largest difference is {difference:g3} where the largest value is {largest:g3}.");
    }

    /// <summary>Asserts the same bits with one thread and with five, and gives them.</summary>
    public static Tensor[] AssertThreadsDoNotMatter(Func<Tensor[]> run)
    {
        var threads = get_num_threads();
        try
        {
            set_num_threads(1);
            var one = run();
            set_num_threads(5);
            Assert.All(one.Zip(run()), pair => Assert.True(pair.First.bytes.SequenceEqual(pair.Second.bytes)));
            return one;
        }
        finally
        {
            set_num_threads(threads);
        }
    }
}
