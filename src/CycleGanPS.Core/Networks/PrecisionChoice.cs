using System.Globalization;
using System.Diagnostics;
using CycleGanPS.Core.Machine;
using CycleGanPS.Core.Options;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Networks;

/// <summary>What Precision = Auto comes to on this machine.</summary>
/// <param name="Precision">The faster one.</param>
/// <param name="Explanation">A sentence with what was measured.</param>
internal sealed record PrecisionChoice(Precision Precision, string Explanation)
{
    private const int Repetitions = 3;

    // Less than this would not be worth the digits.
    private const double LeastGain = 1.05;

    /// <summary>Runs a generator in both formats, a few seconds at most, and leaves it in the last; the faster one is told.</summary>
    /// <param name="generator">The generator.</param>
    /// <param name="device">Where it is.</param>
    /// <param name="size">Width and height of an image.</param>
    /// <param name="training">Whether the gradient counts as well.</param>
    public static PrecisionChoice Measure(GeneratorNetwork generator, Device device, int size, bool training)
    {
        using var scope = NewDisposeScope();
        var (smallest, multiple) = (generator.Options.SmallestSide, generator.Options.SideMultiple);
        var side = Math.Max(smallest, size / multiple * multiple);
        var image = zeros(1, generator.Options.Channels, side, side, device: device);
        double Time(Precision precision)
        {
            generator.Precision = precision;
            return Enumerable.Range(0, 1 + Repetitions).Select(_ => Once(generator, image, training)).Skip(1).Min();
        }

        var (full, reduced) = (Time(Precision.Float32), Time(Precision.BFloat16));
        var choice = full / reduced >= LeastGain ? Precision.BFloat16 : Precision.Float32;
        return new PrecisionChoice(choice, string.Create(
            CultureInfo.InvariantCulture,
            $"Precision Auto is {choice} here: a generator's {(training ? "forward and backward pass" : "pass")} over an image takes "
                + $"{1000 * full:0} ms in Float32 and {1000 * reduced:0} ms in BFloat16."));
    }

    private static double Once(GeneratorNetwork generator, Tensor image, bool training)
    {
        using var scope = NewDisposeScope();
        using var mode = training ? enable_grad() : no_grad();
        var begun = Stopwatch.GetTimestamp();
        var sum = generator.call(image).sum();
        if (training)
        {
            Backward.Run(sum);
        }

        // Waits for a device that works on its own.
        _ = sum.cpu().item<float>();
        return Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }
}
