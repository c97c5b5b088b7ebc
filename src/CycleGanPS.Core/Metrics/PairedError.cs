using CycleGanPS.Core.Images;

namespace CycleGanPS.Core.Metrics;

/// <summary>How far pictures are from the truth, where the truth is known pixel by pixel.</summary>
internal static class PairedError
{
    /// <summary>Mean absolute difference over all pixels and channels, as a fraction of the full range (0 to 1).</summary>
    public static double MeanAbsolute(RgbImage truth, RgbImage image)
    {
        CheckSize(truth, image);
        long sum = 0;
        for (var index = 0; index < truth.Pixels.Length; index++)
        {
            sum += Math.Abs(truth.Pixels[index] - image.Pixels[index]);
        }

        return sum / 255.0 / truth.Pixels.Length;
    }

    /// <summary>Peak signal-to-noise ratio in dB, 10·log₁₀(255² / mean squared error); infinite for equal pictures.</summary>
    public static double PeakSignalToNoise(RgbImage truth, RgbImage image)
    {
        CheckSize(truth, image);
        long sum = 0;
        for (var index = 0; index < truth.Pixels.Length; index++)
        {
            long difference = truth.Pixels[index] - image.Pixels[index];
            sum += difference * difference;
        }

        return 10 * Math.Log10(255.0 * 255.0 * truth.Pixels.Length / sum);
    }

    private static void CheckSize(RgbImage truth, RgbImage image)
    {
        if ((truth.Width, truth.Height) != (image.Width, image.Height))
        {
            throw new CycleGanException(
                FaultKind.InvalidArgument,
                $"A picture of {image.Width}×{image.Height} pixels cannot be compared with a truth of {truth.Width}×{truth.Height}.");
        }
    }
}
