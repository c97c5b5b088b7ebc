using CycleGanPS.Core.Images;

namespace CycleGanPS.Core.Metrics;

/// <summary>The error of a picture, or the mean over a folder, against the truth.</summary>
public sealed class PairedErrorScore
{
    /// <summary>The file's name, or null for the mean over all of them.</summary>
    public string? Name { get; init; }

    /// <summary>How many pairs it is the mean of.</summary>
    public required int Pairs { get; init; }

    /// <summary>Mean absolute error, 0 (equal) to 1 (black against white).</summary>
    public required double MeanAbsoluteError { get; init; }

    /// <summary>Peak signal-to-noise ratio in dB; the mean of the pictures' ratios where there are several.</summary>
    public required double Psnr { get; init; }

    /// <summary>The error of one picture.</summary>
    /// <exception cref="CycleGanException">One of them cannot be read, or they differ in size.</exception>
    public static PairedErrorScore Of(string truth, string picture)
    {
        var (real, fake) = (ImageFile.Read(truth), ImageFile.Read(picture));
        if ((real.Width, real.Height) != (fake.Width, fake.Height))
        {
            throw new CycleGanException(
                FaultKind.InvalidArgument,
                $"'{picture}' has {fake.Width}×{fake.Height} pixels, and cannot be compared with its truth '{truth}' of {real.Width}×{real.Height}.",
                picture);
        }

        return new PairedErrorScore
        {
            Name = Path.GetFileName(picture),
            Pairs = 1,
            MeanAbsoluteError = PairedError.MeanAbsolute(real, fake),
            Psnr = PairedError.PeakSignalToNoise(real, fake),
        };
    }

    /// <summary>The mean over pictures.</summary>
    public static PairedErrorScore Mean(IReadOnlyCollection<PairedErrorScore> scores) => new()
    {
        Pairs = scores.Count,
        MeanAbsoluteError = scores.Average(score => score.MeanAbsoluteError),
        Psnr = scores.Average(score => score.Psnr),
    };
}
