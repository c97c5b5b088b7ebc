using System.Runtime.Intrinsics;

namespace CycleGanPS.Core.Networks.Convolutions.Direct;

/// <summary>Sums over taps, for all output channels of an image: what every direction of <see cref="DirectConvolution"/> comes to.</summary>
internal static unsafe class DirectEngine
{
    /// <summary>Channels of a gradient that are worked on together.</summary>
    public const int ChannelsAtOnce = 4;

    // Floats of a channel that are made before they are put in their place.
    private const int FloatsAtOnce = 1024;

    // Taps whose weights, and the rows that they read, stay in the fastest cache while all pixels go over them.
    private const int TapsAtOnce = 96;

    // Taps that RowKernel adds the gradients of at once, at most.
    private const int MostTaps = 4;

    // Floats of a gradient's channel that stay in the cache while all taps go over them.
    private const int GradientFloatsAtOnce = 512;

    /// <summary>Convolves an image.</summary>
    /// <param name="input">What the taps read.</param>
    /// <param name="taps">The taps.</param>
    /// <param name="weights">The first weight.</param>
    /// <param name="outputStride">Floats from a tap's weight for an output channel to that for the next.</param>
    /// <param name="rows">Rows that are made.</param>
    /// <param name="columns">Columns that are made.</param>
    /// <param name="image">The image's number in <paramref name="output"/>.</param>
    /// <param name="output">Takes the rows.</param>
    public static void Convolve(
        Planes input, TapTable taps, float* weights, nint outputStride, int rows, int columns, int image, OutputMaps output)
    {
        var outputs = output.Maps.Channels;
        var width = outputs == 3 ? outputs : ChannelsAtOnce;
        var panels = Pack(taps, weights, outputStride, outputs, width);
        TensorThreads.For((outputs + width - 1) / width, (from, to) =>
        {
            for (var block = from; block < to; block++)
            {
                ConvolveBlock(input, taps, panels + ((nint)block * taps.Count * width), width, rows, columns, image, block * width, output);
            }
        });
    }

    /// <summary>Adds the gradient of each weight over an image to sums of eight lanes.</summary>
    /// <param name="input">What the taps read.</param>
    /// <param name="taps">The taps.</param>
    /// <param name="gradient">The output's gradient, of the same row length as the input, with zeros at the ends of rows.</param>
    /// <param name="part">Which of the planes that a channel of the gradient has.</param>
    /// <param name="sums">Blocks of four channels; in one, pairs of taps; in one, <see cref="RowKernel.FourGradients"/>'s sums.</param>
    /// <param name="channels">Channels of the gradient without those that are there to make fours.</param>
    public static void Differentiate(Planes input, TapTable taps, Planes gradient, int part, int channels, float* sums) =>
        TensorThreads.For(gradient.Channels / ChannelsAtOnce, (from, to) =>
        {
            for (var block = from; block < to; block++)
            {
                var plane = gradient.PlanesEach * gradient.Size;
                var first = gradient.Values + (block * ChannelsAtOnce * plane) + (part * gradient.Size);
                var ofBlock = (Vector256<float>*)sums + (block * SumVectors(taps.Count));
                DifferentiateBlock(input, taps, first, plane, gradient.Rows * gradient.Columns, channels - (block * ChannelsAtOnce), ofBlock);
            }
        });

    /// <summary>Floats that the sums of so many channels, a multiple of <see cref="ChannelsAtOnce"/>, take.</summary>
    public static nint SumFloats(int channels, int taps) => channels / ChannelsAtOnce * SumVectors(taps) * Vector256<float>.Count;

    /// <summary>The gradients of the weights from their sums.</summary>
    public static void Collect(float* sums, TapTable taps, int outputs, nint outputStride, float* weights)
    {
        for (var output = 0; output < outputs; output++)
        {
            var block = (Vector256<float>*)sums + (output / ChannelsAtOnce * SumVectors(taps.Count)) + (output % ChannelsAtOnce);
            for (var tap = 0; tap < taps.Count; tap++)
            {
                weights[taps.Weights[tap] + (output * outputStride)] = Vector256.Sum(block[tap * ChannelsAtOnce]);
            }
        }
    }

    // Of a block of channels.
    private static nint SumVectors(int taps) => (nint)(taps + MostTaps - 1) / MostTaps * MostTaps * ChannelsAtOnce;

    private static void ConvolveBlock(
        Planes input, TapTable taps, float* weights, int width, int rows, int columns, int image, int channel, OutputMaps output)
    {
        var channels = Math.Min(width, output.Maps.Channels - channel);
        for (var lane = 0; lane < channels; lane++)
        {
            output.Begin(image, channel + lane);
        }

        // Rows by themselves where vectors fit them; else all as one long row.
        var isWide = Vector512.IsHardwareAccelerated && (columns % WideRowKernel.PixelsOfFour == 0 || columns % RowKernel.PixelsOfFour != 0);
        var pixels = width == 3 ? RowKernel.PixelsOfThree : isWide ? WideRowKernel.PixelsOfFour : RowKernel.PixelsOfFour;
        var fits = columns % pixels == 0;
        var rowsAtOnce = Math.Clamp(FloatsAtOnce / input.Columns, 1, rows);
        var plane = ((nint)rowsAtOnce * input.Columns) + RowKernel.PixelsOfThree;
        var made = ScratchMemory.Take(ScratchUse.Rows, plane * width);
        for (var first = 0; first < rows; first += rowsAtOnce)
        {
            var count = Math.Min(rowsAtOnce, rows - first);
            var (runs, length) = fits ? (count, columns) : (1, ((count - 1) * input.Columns) + columns);
            for (var tap = 0; tap < taps.Count; tap += TapsAtOnce)
            {
                var offsets = taps.Inputs + tap;
                var some = Math.Min(TapsAtOnce, taps.Count - tap);
                for (var run = 0; run < runs; run++)
                {
                    var source = input.Values + ((nint)(first + run) * input.Columns);
                    var target = made + ((nint)run * input.Columns);
                    for (var pixel = 0; pixel < length; pixel += pixels)
                    {
                        if (width == 3)
                        {
                            RowKernel.Three(source + pixel, offsets, some, weights + (tap * 3), target + pixel, plane, tap > 0);
                        }
                        else if (isWide)
                        {
                            WideRowKernel.Four(source + pixel, offsets, some, weights + (tap * 4), target + pixel, plane, tap > 0);
                        }
                        else
                        {
                            RowKernel.Four(source + pixel, offsets, some, weights + (tap * 4), target + pixel, plane, tap > 0);
                        }
                    }
                }
            }

            for (var lane = 0; lane < channels; lane++)
            {
                for (var row = 0; row < count; row++)
                {
                    output.Take(image, channel + lane, first + row, made + (lane * plane) + ((nint)row * input.Columns), columns);
                }
            }
        }
    }

    private static void DifferentiateBlock(
        Planes input, TapTable taps, float* gradient, nint plane, int length, int channels, Vector256<float>* sums)
    {
        var isWide = channels != 3 && Vector512.IsHardwareAccelerated;
        var tapsAtOnce = channels == 3 || isWide ? MostTaps : 2;
        var lanes = isWide ? Vector512<float>.Count : Vector256<float>.Count;
        var sources = stackalloc float*[MostTaps];
        for (var first = 0; first < length; first += GradientFloatsAtOnce)
        {
            var pixels = (Math.Min(GradientFloatsAtOnce, length - first) + lanes - 1) / lanes * lanes;
            for (var tap = 0; tap < taps.Count; tap += tapsAtOnce)
            {
                // The last one again where there are no more; its sums are not read.
                for (var other = 0; other < tapsAtOnce; other++)
                {
                    sources[other] = input.Values + first + taps.Inputs[Math.Min(tap + other, taps.Count - 1)];
                }

                if (isWide)
                {
                    WideRowKernel.FourGradients(gradient + first, plane, sources, pixels, sums + (tap * ChannelsAtOnce));
                }
                else if (tapsAtOnce == MostTaps)
                {
                    RowKernel.ThreeGradients(gradient + first, plane, sources, pixels, sums + (tap * ChannelsAtOnce));
                }
                else
                {
                    RowKernel.FourGradients(gradient + first, plane, sources[0], sources[1], pixels, sums + (tap * ChannelsAtOnce));
                }
            }
        }
    }

    // Each tap's weights for a block of channels side by side; zero for channels that are not there.
    private static float* Pack(TapTable taps, float* weights, nint outputStride, int outputs, int width)
    {
        var blocks = (outputs + width - 1) / width;
        var panels = ScratchMemory.Take(ScratchUse.Weights, (nint)blocks * taps.Count * width);
        var target = panels;
        for (var block = 0; block < blocks; block++)
        {
            var first = weights + (block * width * outputStride);
            var channels = Math.Min(width, outputs - (block * width));
            for (var tap = 0; tap < taps.Count; tap++, target += width)
            {
                for (var lane = 0; lane < width; lane++)
                {
                    target[lane] = lane < channels ? first[taps.Weights[tap] + (lane * outputStride)] : 0;
                }
            }
        }

        return panels;
    }
}
