using CycleGanPS.Core.Images;
using Xunit;

namespace CycleGanPS.Core.Tests.Images;

public sealed class ImageFormatsTests
{
    [Theory]
    [InlineData("a.png", ImageFormat.Png)]
    [InlineData("a.b.JPG", ImageFormat.Jpeg)]
    [InlineData("a.jpeg", ImageFormat.Jpeg)]
    [InlineData("/x.png/a.webp", ImageFormat.Webp)]
    public void TheExtensionTellsTheFormat(string path, ImageFormat expected) => Assert.Equal(expected, ImageFormats.Of(path));

    [Theory]
    [InlineData(ImageFormat.Png, ".png")]
    [InlineData(ImageFormat.Jpeg, ".jpg")]
    [InlineData(ImageFormat.Webp, ".webp")]
    public void EachFormatHasAnExtension(ImageFormat format, string expected) => Assert.Equal(expected, ImageFormats.Extension(format));

    [Theory]
    [InlineData("a.bmp")]
    [InlineData("a")]
    public void OtherExtensionsAreRefused(string path) =>
        Assert.Equal(FaultKind.InvalidArgument, Assert.Throws<CycleGanException>(() => ImageFormats.Of(path)).Kind);
}
