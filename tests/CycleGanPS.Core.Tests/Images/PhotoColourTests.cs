using CycleGanPS.Core.Images;
using Xunit;

namespace CycleGanPS.Core.Tests.Images;

/// <summary>Colour profiles against LittleCMS, and those that cannot be used.</summary>
public sealed class PhotoColourTests
{
    // Roundings of two computations; JPEG decoders add one of their own.
    private const int Tolerance = 2;

    public static TheoryData<string> Charts =>
        [.. Directory.GetFiles(Fixtures.Path("photos", "colours")).Select(path => System.IO.Path.GetFileName(path))];

    public static TheoryData<string> Bad =>
        [.. Directory.GetFiles(Fixtures.Path("photos", "colours", "bad")).Select(path => System.IO.Path.GetFileName(path)).Where(name => name != "none.png")];

    [Theory]
    [MemberData(nameof(Charts))]
    public void AreConvertedAsLittleCmsConvertsThem(string name)
    {
        var photo = Read("photos", "colours", name);
        Assert.Null(photo.Warning);
        ImageFileTests.AssertClose(ImageFile.Read(Fixtures.Path("photos", "colours", "expected", name + ".png")), photo.Image, Tolerance);
    }

    // What is measured and trained with is what the references read, and they leave profiles aside.
    [Fact]
    public void AreLeftAsideElsewhere()
    {
        var chart = ImageFile.Read(Fixtures.Path("photos", "colours", "display-p3.png"));
        Assert.Equal(ImageFile.Read(Fixtures.Path("photos", "colours", "adobe-rgb.tif")).Pixels, chart.Pixels);
        Assert.NotEqual(Read("photos", "colours", "display-p3.png").Image.Pixels, chart.Pixels);
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public void ThatCannotBeUsedAreToldAndLeftAside(string name)
    {
        var photo = Read("photos", "colours", "bad", name);
        Assert.Equal(Read("photos", "colours", "bad", "none.png").Image.Pixels, photo.Image.Pixels);
        Assert.Contains(name, photo.Warning);
        Assert.Contains("read as sRGB", photo.Warning);
    }

    [Fact]
    public void APictureWithoutOneIsAsItIs()
    {
        var photo = Read("images", "cmyk.jpg");
        Assert.Null(photo.Warning);
        Assert.Equal(ImageFile.Read(Fixtures.Path("images", "cmyk.jpg")).Pixels, photo.Image.Pixels);
    }

    // LittleCMS changes a level here and there.
    [Fact]
    public void ThatAreSrgbChangeNothing()
    {
        var photo = Read("photos", "colours", "srgb.png");
        Assert.Equal(ImageFile.Read(Fixtures.Path("photos", "colours", "srgb.png")).Pixels, photo.Image.Pixels);
    }

    private static Photo Read(params string[] parts) => PhotoFile.Read(Fixtures.Path(parts), Transparency.White, withMetadata: false, photo => photo);
}
