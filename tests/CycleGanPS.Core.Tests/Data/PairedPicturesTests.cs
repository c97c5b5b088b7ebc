using CycleGanPS.Core.Data;
using Xunit;

namespace CycleGanPS.Core.Tests.Data;

public sealed class PairedPicturesTests
{
    [Fact]
    public void PicturesBelongTogetherByNameWhateverTheirExtensions()
    {
        var pairs = PairedPictures.Match(["a/two.png", "a/one.jpg", "a/three.png"], ["b/one.png", "b/two.webp", "b/two.jpg", "b/Three.png"]);

        // In the order of the first list; of several of a name the first; names differ by case.
        Assert.Equal([("a/two.png", "b/two.webp"), ("a/one.jpg", "b/one.png"), ("a/three.png", null)], pairs);
    }
}
