using CycleGanPS.Core.Data;
using Xunit;

namespace CycleGanPS.Core.Tests.Data;

public class ImageFolderTests
{
    private static readonly byte[] Png = File.ReadAllBytes(Fixtures.Path("images", "one.png"));

    [Fact]
    public void Images_are_known_by_extension_or_content_and_come_in_ordinal_order()
    {
        using var folder = new TemporaryFolder();
        foreach (var name in new[] { "b.png", "a.PNG", "Ä [1].jpg", "Z", ".hidden.png", "._b.png" })
        {
            File.WriteAllBytes(folder.File(name), Png);
        }

        File.WriteAllText(folder.File("notes.txt"), "BMW is not a bitmap.");
        File.WriteAllText(folder.File("broken.jpg"), "known by its extension, so that its fault is reported");
        Directory.CreateDirectory(folder.File("folder.png"));
        Assert.Equal(["Z", "a.PNG", "b.png", "broken.jpg", "Ä [1].jpg"], ImageFolder.List(folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void Subfolders_are_searched_on_request_and_a_loop_of_links_ends()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("x/y"));
        File.WriteAllBytes(folder.File("top.png"), Png);
        File.WriteAllBytes(folder.File("x/y/deep.png"), Png);
        Directory.CreateSymbolicLink(folder.File("x/y/up"), "../..");
        Directory.CreateSymbolicLink(folder.File("x/above"), Path.GetDirectoryName(folder.File("x"))!);
        Assert.Single(ImageFolder.List(folder.Path));
        Assert.Equal(
            ["top.png", "x/y/deep.png"],
            ImageFolder.List(folder.Path, recurse: true).Select(path => Path.GetRelativePath(folder.Path, path)));
    }

    [Fact]
    public void Missing_empty_and_not_a_folder_are_told_apart()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(FaultKind.PathNotFound, Assert.Throws<CycleGanException>(() => ImageFolder.List(folder.File("none"))).Kind);
        Assert.Equal(FaultKind.EmptyFolder, Assert.Throws<CycleGanException>(() => ImageFolder.List(folder.Path)).Kind);
        File.WriteAllBytes(folder.File("one.png"), Png);
        Assert.Contains("is a file", Assert.Throws<CycleGanException>(() => ImageFolder.List(folder.File("one.png"))).Message);
        Directory.CreateDirectory(folder.File("a/b"));
        Assert.Contains("subfolders", Assert.Throws<CycleGanException>(() => ImageFolder.List(folder.File("a"))).Message);
    }
}
