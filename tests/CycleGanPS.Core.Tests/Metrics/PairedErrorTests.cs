using CycleGanPS.Core.Images;
using CycleGanPS.Core.Metrics;
using Xunit;

namespace CycleGanPS.Core.Tests.Metrics;

public sealed class PairedErrorTests
{
    private static RgbImage Pixel(byte red, byte green, byte blue) => new(1, 1, [red, green, blue]);

    // By hand: differences 3, 0 and 51; (3 + 51) / 3 / 255, and 10·log10(255² · 3 / (9 + 2601)).
    [Fact]
    public void AgreesWithTheFormulas()
    {
        var (truth, image) = (Pixel(10, 20, 200), Pixel(13, 20, 149));

        Assert.Equal(54 / 765.0, PairedError.MeanAbsolute(truth, image), 1e-12);
        Assert.Equal(10 * Math.Log10(195075.0 / 2610), PairedError.PeakSignalToNoise(truth, image), 1e-12);
    }

    [Fact]
    public void EqualPicturesHaveNoError()
    {
        Assert.Equal(0, PairedError.MeanAbsolute(Pixel(1, 2, 3), Pixel(1, 2, 3)));
        Assert.Equal(double.PositiveInfinity, PairedError.PeakSignalToNoise(Pixel(1, 2, 3), Pixel(1, 2, 3)));
    }

    [Fact]
    public void RefusesPicturesOfDifferentSizes() =>
        Assert.Throws<CycleGanException>(() => PairedError.MeanAbsolute(Pixel(1, 2, 3), new RgbImage(2, 1)));

    [Fact]
    public void NamesTheFilesOfDifferentSizes()
    {
        using var folder = new TemporaryFolder();
        ImageFile.Write(new RgbImage(2, 1), folder.File("truth.png"), ImageFormat.Png);
        ImageFile.Write(new RgbImage(1, 1), folder.File("fake.png"), ImageFormat.Png);

        var fault = Assert.Throws<CycleGanException>(() => PairedErrorScore.Of(folder.File("truth.png"), folder.File("fake.png")));

        Assert.Contains("fake.png", fault.Message);
        Assert.Contains("truth.png", fault.Message);
    }
}
