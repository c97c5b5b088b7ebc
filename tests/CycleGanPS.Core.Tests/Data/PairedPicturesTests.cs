using CycleGanPS.Core.Data;
using CycleGanPS.Core.Images;
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
    [Fact]
    public void ANameOfWhichOnePictureCannotBeReadIsLeftOutOfTheSheet()
    {
        using var folder = new TemporaryFolder();
        foreach (var (place, side) in new[] { ("a", 2), ("b", 3) })
        {
            Directory.CreateDirectory(folder.File(place));
            for (var number = 0; number < 4; number++)
            {
                ImageFile.Write(new RgbImage(side, side), folder.File($"{place}/{number}.png"), ImageFormat.Png);
            }
        }

        File.WriteAllText(folder.File("b/1.png"), "damaged");
        var columns = PairedPictures.InAll([folder.File("a"), folder.File("b")]);
        var faults = new List<CycleGanException>();

        var rows = PairedPictures.Read(columns, count: 2, faults.Add);

        Assert.Equal([[2, 2], [3, 3]], rows.Select(row => row.Select(image => image.Width).ToArray()));
        Assert.Equal(folder.File("b/1.png"), Assert.Single(faults).Target);
        Assert.Throws<CycleGanException>(() => PairedPictures.Read(columns, count: 2));
    }
}
