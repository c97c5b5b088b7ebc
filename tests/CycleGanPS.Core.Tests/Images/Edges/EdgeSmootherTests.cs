using CycleGanPS.Core.Images;
using CycleGanPS.Core.Images.Edges;
using Xunit;

namespace CycleGanPS.Core.Tests.Images.Edges;

/// <summary>Against OpenCV: tests/fixtures/edges/make.py. Every pixel is equal.</summary>
public sealed class EdgeSmootherTests
{
    public static TheoryData<string> Pictures => new(
        Directory.GetFiles(Fixtures.Path("edges"), "*-smoothed.png")
            .Select(path => Path.GetFileName(path).Replace("-smoothed.png", "", StringComparison.Ordinal)).Order());

    [Theory]
    [MemberData(nameof(Pictures))]
    public void GivesOpenCvsPixels(string name)
    {
        var expected = ImageFile.Read(Fixtures.Path($"edges/{name}-smoothed.png"));

        var smoothed = EdgeSmoother.Smooth(ImageFile.Read(Fixtures.Path($"edges/{name}.png")));

        Assert.Equal((expected.Width, expected.Height), (smoothed.Image.Width, smoothed.Image.Height));
        Assert.Equal(expected.Pixels, smoothed.Image.Pixels);
        Assert.InRange(smoothed.EdgeShare, 0, 1);
    }

    [Fact]
    public void LeavesThePictureItselfAndWhatHasNoEdgesAlone()
    {
        var picture = ImageFile.Read(Fixtures.Path("edges/shapes.png"));
        var before = picture.Pixels.ToArray();

        Assert.NotEqual(before, EdgeSmoother.Smooth(picture).Image.Pixels);
        Assert.Equal(before, picture.Pixels);

        var flat = ImageFile.Read(Fixtures.Path("edges/flat.png"));
        var smoothed = EdgeSmoother.Smooth(flat);
        Assert.Equal(flat.Pixels, smoothed.Image.Pixels);
        Assert.Equal(0, smoothed.EdgeShare);
    }
}
