using CycleGanPS.Core.Images;
using Xunit;

namespace CycleGanPS.Core.Tests.Images;

/// <summary>Pictures with transparency, which is kept.</summary>
public sealed class CutoutTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // A red disc on nothing, behind which there is green.
    [Theory]
    [InlineData("disc.png", 64)]
    [InlineData("disc.png", 40)]
    [InlineData("disc.png", 200)]
    [InlineData("disc.webp", 40)]
    public void AreWithoutAHaloAtAnySize(string name, int side)
    {
        var (image, alpha) = Read(name, side);
        for (var index = 0; index < image.Pixels.Length; index += 3)
        {
            // Everywhere red, so that neither a network nor a viewer sees anything else.
            Assert.InRange(image.Pixels[index], 250, 255);
            Assert.InRange(image.Pixels[index + 1], 0, 5);
        }

        Assert.Equal(0, alpha.Pixels[0]);
        Assert.Equal(255, alpha.Pixels[3 * (side / 2 * side + side / 2)]);
    }

    [Theory]
    [InlineData(ImageFormat.Png)]
    [InlineData(ImageFormat.Webp)]
    public void ComeOutAsTheyWentIn(ImageFormat format)
    {
        var (image, alpha) = Read("disc.png", 40);
        File.WriteAllBytes(_folder.File("out"), ImageFile.Encode(image, format, alpha: alpha));
        var (again, alphaAgain) = PhotoFile.Read(_folder.File("out"), Transparency.Keep, withMetadata: false, photo => (photo.Image, photo.Alpha!));
        Assert.Equal(alpha.Pixels, alphaAgain.Pixels);
        ImageFileTests.AssertClose(image, again, format == ImageFormat.Png ? 0 : 12);
        var onWhite = ImageFile.Read(_folder.File("out"));
        Assert.Equal<byte>([255, 255, 255], onWhite.Pixels[..3]);
    }

    [Fact]
    public void AreTurnedUprightWithTheirColours()
    {
        var (photo, stored) = (new RgbImage(2, 1, [255, 0, 0, 0, 0, 255]), new RgbImage(2, 1, [255, 255, 255, 128, 128, 128]));
        var png = ImageFile.Encode(photo, ImageFormat.Png, alpha: stored);
        byte[] turned = [.. "II*\0"u8, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0];
        File.WriteAllBytes(_folder.File("turned.png"), Core.Images.Metadata.MetadataWriter.Embed(png, ImageFormat.Png, turned, [], _ => { }));
        var read = PhotoFile.Read(_folder.File("turned.png"), Transparency.Keep, withMetadata: false, photo => photo);
        Assert.Equal((1, 2), (read.Image.Width, read.Image.Height));
        Assert.Equal((1, 2), (read.Alpha!.Width, read.Alpha.Height));
        Assert.Equal([255, 255, 255, 128, 128, 128], read.Alpha.Pixels);
    }

    [Fact]
    public void WithoutTransparencyThereIsNothingToKeep()
    {
        Assert.Null(PhotoFile.Read(Fixtures.Path("images", "rgb.png"), Transparency.Keep, withMetadata: false, photo => photo.Alpha));
        var full = new RgbImage(2, 2, [.. Enumerable.Repeat((byte)255, 12)]);
        File.WriteAllBytes(_folder.File("full.png"), ImageFile.Encode(new RgbImage(2, 2), ImageFormat.Png, alpha: full));
        Assert.Null(PhotoFile.Read(_folder.File("full.png"), Transparency.Keep, withMetadata: false, photo => photo.Alpha));
    }

    // Nothing is there to bleed, or everything in one corner.
    [Fact]
    public void OfNothingAndOfOnePixelAreRead()
    {
        var alpha = new RgbImage(7, 3);
        File.WriteAllBytes(_folder.File("nothing.png"), ImageFile.Encode(ImageFileTests.Noise(7, 3), ImageFormat.Png, alpha: alpha));
        Assert.NotNull(PhotoFile.Read(_folder.File("nothing.png"), Transparency.Keep, withMetadata: false, photo => photo.Alpha));
        alpha.Pixels[0] = alpha.Pixels[1] = alpha.Pixels[2] = 255;
        var image = ImageFileTests.Noise(7, 3);
        File.WriteAllBytes(_folder.File("one.png"), ImageFile.Encode(image, ImageFormat.Png, alpha: alpha));
        var read = PhotoFile.Read(_folder.File("one.png"), Transparency.Keep, withMetadata: false, photo => photo.Image);
        Assert.All(Enumerable.Range(0, 21), index => Assert.Equal(image.Pixels[..3], read.Pixels[(3 * index)..(3 * index + 3)]));
    }

    private static (RgbImage Image, RgbImage Alpha) Read(string name, int side) => PhotoFile.Read(
        Fixtures.Path("photos", "cutouts", name),
        Transparency.Keep,
        withMetadata: false,
        photo => (PillowResampler.Resize(photo.Image, side, side, Resampling.Bicubic), PillowResampler.Resize(photo.Alpha!, side, side, Resampling.Bicubic)));
}
