using CycleGanPS.Core.Images;
using CycleGanPS.Core.Images.Edges;
using Xunit;

namespace CycleGanPS.Core.Tests.Images.Edges;

public sealed class EdgeSmoothedImagesTests
{
    [Fact]
    public void MakesEachCopyOnceWhateverTheImagesAreCalled()
    {
        using var folder = new TemporaryFolder();
        var (shapes, noise) = (Copy(folder, "shapes", "one.png"), Copy(folder, "noise", "two.png"));

        Assert.Equal(2, Prepared(folder, shapes, noise).Made);
        Assert.Equal(0, Prepared(folder, shapes, noise).Made);

        // Renamed, doubled, and one new: only the new one is work.
        var again = Prepared(folder, Copy(folder, "shapes", "three.png"), noise, Copy(folder, "wide", "four.png"));
        Assert.Equal((3, 1), (again.Done, again.Made));

        // Other content under an old name.
        Copy(folder, "gradient", "one.png");
        var changed = Prepared(folder, shapes);
        Assert.Equal(1, changed.Made);
        var original = ImageFile.Read(shapes);
        Assert.Equal(EdgeSmoother.Smooth(original).Image.Pixels, changed.Of(shapes, original).Pixels);
    }

    [Fact]
    public void MakesADamagedCopyAnew()
    {
        using var folder = new TemporaryFolder();
        var shapes = Copy(folder, "shapes", "one.png");
        Prepared(folder, shapes);
        var copy = Directory.GetFiles(folder.File("cache"), "*.png", SearchOption.AllDirectories).Single();
        var whole = File.ReadAllBytes(copy);
        File.WriteAllBytes(copy, whole[..(whole.Length / 2)]);

        Assert.Equal(1, Prepared(folder, shapes).Made);
        Assert.Equal(whole, File.ReadAllBytes(copy));
    }

    [Fact]
    public void MakesACopyInMemoryWhenItHasGoneFromTheCache()
    {
        using var folder = new TemporaryFolder();
        var shapes = Copy(folder, "shapes", "one.png");
        var images = Prepared(folder, shapes);
        Directory.Delete(folder.File("cache"), recursive: true);

        Assert.Equal(ImageFile.Read(Fixtures.Path("edges/shapes-smoothed.png")).Pixels, images.Of(shapes, ImageFile.Read(shapes)).Pixels);
    }

    [Fact]
    public void LeavesOutWhatCannotBeReadAndSaysWhy()
    {
        using var folder = new TemporaryFolder();
        var (good, bad, missing) = (Copy(folder, "shapes", "good.png"), folder.File("bad.png"), folder.File("missing.png"));
        File.WriteAllText(bad, "no image");

        var images = Prepared(folder, bad, good, missing);

        Assert.Equal((3, 1), (images.Done, images.Made));
        Assert.Equal([bad, missing], images.Unreadable.Keys.Order());
        Assert.Contains("bad.png", images.Unreadable[bad]);
    }

    [Fact]
    public void StopsWhenCancelledAndFailsWhenTheCacheCannotBeMade()
    {
        using var folder = new TemporaryFolder();
        var shapes = Copy(folder, "shapes", "one.png");
        Assert.ThrowsAny<OperationCanceledException>(
            () => new EdgeSmoothedImages([shapes], folder.File("cache")).Prepare(new CancellationToken(canceled: true)));
        Assert.False(Directory.Exists(folder.File("cache")));

        var fault = Assert.Throws<CycleGanException>(() => new EdgeSmoothedImages([shapes], shapes).Prepare(CancellationToken.None));
        Assert.Equal(FaultKind.OutputNotWritable, fault.Kind);
    }

    [Fact]
    public async Task TwoAtOnceDoNotHurtEachOther()
    {
        using var folder = new TemporaryFolder();
        string[] files = [.. Enumerable.Range(0, 10).Select(index => Copy(folder, index % 2 == 0 ? "shapes" : "soft", $"{index}.png"))];

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Prepared(folder, files))));

        Assert.Equal(0, Prepared(folder, files).Made);
        Assert.Equal(2, Directory.GetFiles(folder.File("cache"), "*", SearchOption.AllDirectories).Length);
    }

    private static EdgeSmoothedImages Prepared(TemporaryFolder folder, params string[] files)
    {
        var images = new EdgeSmoothedImages(files, folder.File("cache"));
        images.Prepare(CancellationToken.None);
        return images;
    }

    private static string Copy(TemporaryFolder folder, string picture, string name)
    {
        File.Copy(Fixtures.Path($"edges/{picture}.png"), folder.File(name), overwrite: true);
        return folder.File(name);
    }
}
