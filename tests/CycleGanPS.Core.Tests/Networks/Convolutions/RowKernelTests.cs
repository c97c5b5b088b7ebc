using System.Runtime.Intrinsics;
using CycleGanPS.Core.Networks.Convolutions.Direct;
using Xunit;

namespace CycleGanPS.Core.Tests.Networks.Convolutions;

/// <summary>
/// The innermost loops of convolutions with few channels, those of processors with AVX-512 and those of others, against plain sums in double
/// precision. Sums of some tens of products of numbers below 1 round by no more than 1e-5.
/// </summary>
public sealed unsafe class RowKernelTests
{
    private const double Tolerance = 1e-5;
    private const int Plane = 96;
    private const int Taps = 8;

    private delegate void FourChannels(float* input, int* offsets, int taps, float* weights, float* output, nint plane, bool accumulate);

    [VectorTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void FourChannelsGetTheSumsOverTheTaps(bool accumulate)
    {
        AssertFour(RowKernel.Four, RowKernel.PixelsOfFour, accumulate);
        AssertFour(WideRowKernel.Four, WideRowKernel.PixelsOfFour, accumulate);
    }

    [VectorFact]
    public void GradientsAreAddedToWhatTheSumsHad()
    {
        var random = new Random(4);
        var (gradient, input) = (Numbers(random, 4 * Plane), Numbers(random, 2 * Plane));
        int[] offsets = [0, 3, 17, 40];
        const int Pixels = 48;
        var before = Numbers(random, 4 * 4 * 8);
        var (narrow, wide) = ((float[])before.Clone(), (float[])before.Clone());
        fixed (float* ofGradient = gradient, ofInput = input, ofNarrow = narrow, ofWide = wide)
        {
            var taps = stackalloc float*[4];
            for (var tap = 0; tap < 4; tap++)
            {
                taps[tap] = ofInput + offsets[tap];
            }

            var sums = (Vector256<float>*)ofNarrow;
            RowKernel.FourGradients(ofGradient, Plane, taps[0], taps[1], Pixels, sums);
            RowKernel.FourGradients(ofGradient, Plane, taps[2], taps[3], Pixels, sums + 8);
            WideRowKernel.FourGradients(ofGradient, Plane, taps, Pixels, (Vector256<float>*)ofWide);
        }

        for (var tap = 0; tap < 4; tap++)
        {
            for (var channel = 0; channel < 4; channel++)
            {
                var place = ((4 * tap) + channel) * 8;
                var expected = before.AsSpan(place, 8).ToArray().Sum(value => (double)value);
                for (var pixel = 0; pixel < Pixels; pixel++)
                {
                    expected += (double)gradient[(channel * Plane) + pixel] * input[offsets[tap] + pixel];
                }

                Assert.Equal(expected, narrow.AsSpan(place, 8).ToArray().Sum(value => (double)value), Tolerance);
                Assert.Equal(expected, wide.AsSpan(place, 8).ToArray().Sum(value => (double)value), Tolerance);
            }
        }
    }

    /// <summary>Rows that vectors fit and rows that they do not, from an even place and an odd one, with more numbers than there is room for.</summary>
    [VectorFact]
    public void EverySecondFloatIsPutAndTheOthersStay()
    {
        foreach (var width in new[] { 1, 7, 16, 17, 32, 45 })
        {
            for (var place = 0; place < 3; place++)
            {
                foreach (var count in new[] { 0, 3, 8, 16, 30 })
                {
                    var values = Numbers(new Random(width), 32);
                    var row = Numbers(new Random(place), width);
                    var expected = (float[])row.Clone();
                    for (var index = 0; index < count && place + (2 * index) < width; index++)
                    {
                        expected[place + (2 * index)] = values[index] + 0.5f;
                    }

                    fixed (float* source = values, target = row)
                    {
                        EveryOther.Put(source, target, place, width, count, 0.5f);
                    }

                    Assert.Equal(expected, row);
                }
            }
        }
    }

    private static void AssertFour(FourChannels four, int pixels, bool accumulate)
    {
        var random = new Random(3);
        var (input, weights, before) = (Numbers(random, 2 * Plane), Numbers(random, 4 * Taps), Numbers(random, 4 * Plane));
        var output = (float[])before.Clone();
        int[] offsets = [.. Enumerable.Range(0, Taps).Select(tap => 7 * tap)];
        fixed (float* from = input, by = weights, to = output)
        {
            fixed (int* at = offsets)
            {
                four(from, at, Taps, by, to, Plane, accumulate);
            }
        }

        for (var channel = 0; channel < 4; channel++)
        {
            for (var pixel = 0; pixel < Plane; pixel++)
            {
                var place = (channel * Plane) + pixel;
                if (pixel >= pixels)
                {
                    Assert.Equal(before[place], output[place]);
                    continue;
                }

                var expected = accumulate ? before[place] : 0.0;
                for (var tap = 0; tap < Taps; tap++)
                {
                    expected += (double)weights[(4 * tap) + channel] * input[offsets[tap] + pixel];
                }

                Assert.Equal(expected, output[place], Tolerance);
            }
        }
    }

    private static float[] Numbers(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => (2 * random.NextSingle()) - 1)];
}
