using CycleGanPS.Core.Data;
using CycleGanPS.Core.Images;
using CycleGanPS.Core.Tests.Images;
using Xunit;

namespace CycleGanPS.Core.Tests.Data;

public class DatasetInspectorTests
{
    [Fact]
    public void Counts_sizes_damage_grey_and_duplicates_are_reported()
    {
        using var folder = new TemporaryFolder();
        void Add(string path, RgbImage image)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder.File(path))!);
            ImageFile.Write(image, folder.File(path), ImageFormat.Png);
        }

        var noise = ImageFileTests.Noise(20, 10);
        Add("trainA/a.png", noise);
        Add("trainA/b.png", noise);
        Add("trainA/c.png", new RgbImage(30, 40));
        Add("testA/d.png", new RgbImage(9, 9));
        File.WriteAllText(folder.File("trainA/bad.png"), "x");
        var inspector = new DatasetInspector(folder.Path, loadSize: 15);
        Assert.Equal(["trainA", "testA"], inspector.Present);
        Assert.Equal(["trainB"], inspector.Missing);

        var train = inspector.Inspect("trainA");
        Assert.Equal((3, 1, 10, 10, 40), (train.Images, train.Unreadable, train.MinSide, train.MedianSide, train.MaxSide));
        Assert.Equal((1, 1, 0), (train.Grey, train.Duplicates, train.InOtherSubset));
        Assert.Equal([folder.File("trainA/bad.png")], train.UnreadableFiles);
        Assert.Contains(train.Warnings, warning => warning.Contains("smaller than 15"));
        Assert.Equal(0, inspector.Inspect("testA").InOtherSubset);
    }

    [Fact]
    public void A_test_picture_that_was_trained_with_is_found()
    {
        using var folder = new TemporaryFolder();
        foreach (var name in new[] { "trainA", "trainB", "testA", "testB" })
        {
            Directory.CreateDirectory(folder.File(name));
        }

        var noise = ImageFileTests.Noise(8, 8);
        ImageFile.Write(noise, folder.File("trainA/one.png"), ImageFormat.Png);
        ImageFile.Write(noise, folder.File("testA/other.png"), ImageFormat.Png);
        var inspector = new DatasetInspector(folder.Path);
        inspector.Inspect("trainA");
        Assert.Equal(1, inspector.Inspect("testA").InOtherSubset);
        Assert.Contains("no readable picture", inspector.Inspect("testB").Warnings.Single());
    }

    [Fact]
    public void Links_between_subsets_subfolders_and_other_files_are_told()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("trainA/cats"));
        ImageFile.Write(ImageFileTests.Noise(8, 8), folder.File("trainA/one.png"), ImageFormat.Png);
        File.WriteAllText(folder.File("trainA/two.heic"), "ftyp");
        Directory.CreateSymbolicLink(folder.File("trainB"), "trainA");
        var inspector = new DatasetInspector(folder.Path);

        var (one, other) = (inspector.Inspect("trainA"), inspector.Inspect("trainB"));

        Assert.Equal((1, 1), (one.Images, one.LeftOut));
        Assert.Contains(one.Warnings, warning => warning.Contains("subfolders (1, first 'cats')"));
        Assert.Contains(one.Warnings, warning => warning.Contains("first 'two.heic'"));
        Assert.Contains("trainB is the same folder as trainA.", other.Warnings);
        Assert.DoesNotContain(other.Warnings, warning => warning.Contains("two.heic"));
    }

    [Fact]
    public void A_root_without_subsets_is_refused()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(FaultKind.EmptyFolder, Assert.Throws<CycleGanException>(() => new DatasetInspector(folder.Path)).Kind);
        Assert.Equal(FaultKind.PathNotFound, Assert.Throws<CycleGanException>(() => new DatasetInspector(folder.File("x"))).Kind);
    }
}
