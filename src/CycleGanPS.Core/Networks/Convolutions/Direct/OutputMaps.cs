using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CycleGanPS.Core.Networks.Convolutions.Direct;

/// <summary>Where the rows go that a convolution makes.</summary>
internal readonly unsafe struct OutputMaps(Maps maps)
{
    /// <summary>The maps.</summary>
    public Maps Maps { get; } = maps;

    /// <summary>What is added to each channel, or null.</summary>
    public float* Bias { get; init; }

    /// <summary>1, or 2 where the rows are every second one, and every second pixel of it.</summary>
    public int Step { get; init; } = 1;

    /// <summary>The row of the map that is the first row.</summary>
    public int Row { get; init; }

    /// <summary>The column of the map that is the first column.</summary>
    public int Column { get; init; }

    /// <summary>
    /// Pixels on each side that come from a reflection, whose gradient is added to that of the pixels that were reflected; 0 for others.
    /// </summary>
    public int Folded { get; init; }

    /// <summary>Prepares the map of a channel: sums begin at zero.</summary>
    public void Begin(int image, int channel)
    {
        if (Folded > 0)
        {
            new Span<float>(Maps[image, channel], (int)Maps.Plane).Clear();
        }
    }

    /// <summary>Takes a row of a channel.</summary>
    /// <param name="image">The image.</param>
    /// <param name="channel">The channel.</param>
    /// <param name="row">Its number, from 0.</param>
    /// <param name="values">Its pixels.</param>
    /// <param name="count">How many there are.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Take(int image, int channel, int row, float* values, int count)
    {
        var place = (Step * row) + Row - Folded;
        if (Folded > 0)
        {
            AddFolded(Maps[image, channel] + ((nint)Reflect(place, Maps.Height) * Maps.Width), values);
            return;
        }

        if (place < 0 || place >= Maps.Height)
        {
            return;
        }

        var bias = Bias is null ? 0 : Bias[channel];
        var target = Maps[image, channel] + ((nint)place * Maps.Width);
        if (Step == 1)
        {
            var pixel = 0;
            for (; pixel <= Maps.Width - Vector256<float>.Count; pixel += Vector256<float>.Count)
            {
                (Vector256.Load(values + pixel) + Vector256.Create(bias)).Store(target + pixel);
            }

            for (; pixel < Maps.Width; pixel++)
            {
                target[pixel] = values[pixel] + bias;
            }

            return;
        }

        var first = Column < 0 ? 1 : 0;
        EveryOther.Put(values + first, target, Column + (2 * first), Maps.Width, count - first, bias);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddFolded(float* target, float* values)
    {
        var (folded, width) = (Folded, Maps.Width);
        var within = values + folded;
        var pixel = 0;
        for (; pixel <= width - Vector256<float>.Count; pixel += Vector256<float>.Count)
        {
            (Vector256.Load(target + pixel) + Vector256.Load(within + pixel)).Store(target + pixel);
        }

        for (; pixel < width; pixel++)
        {
            target[pixel] += within[pixel];
        }

        for (var margin = 0; margin < folded; margin++)
        {
            target[folded - margin] += values[margin];
            target[width - 2 - margin] += within[width + margin];
        }
    }

    private static int Reflect(int place, int side) => place < 0 ? -place : place >= side ? (2 * (side - 1)) - place : place;
}
