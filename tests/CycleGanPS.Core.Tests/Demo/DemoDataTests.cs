using CycleGanPS.Core.Data;
using CycleGanPS.Core.Demo;
using CycleGanPS.Core.Images;
using Xunit;

namespace CycleGanPS.Core.Tests.Demo;

public class DemoDataTests
{
    [Fact]
    public void The_four_folders_hold_what_was_asked_for()
    {
        using var folder = new TemporaryFolder();
        var summary = DemoData.Write(folder.File("demo"), count: 3, testCount: 2, size: 32, seed: 5);
        Assert.Equal((3, 2, 32, 5), (summary.TrainImages, summary.TestPairs, summary.Size, summary.Seed));
        foreach (var (name, count) in new[] { ("trainA", 3), ("trainB", 3), ("testA", 2), ("testB", 2) })
        {
            var files = ImageFolder.List(Path.Combine(folder.File("demo"), name));
            Assert.Equal(count, files.Count);
            Assert.All(files, file => Assert.Equal((32, 32), (ImageFile.Identify(file).Width, ImageFile.Identify(file).Height)));
        }
    }

    [Fact]
    public void The_seed_decides_and_more_pictures_only_add()
    {
        using var folder = new TemporaryFolder();
        DemoData.Write(folder.File("a"), 2, 1, 32, seed: 5);
        DemoData.Write(folder.File("b"), 4, 1, 32, seed: 5);
        DemoData.Write(folder.File("c"), 2, 1, 32, seed: 6);
        byte[] Bytes(string root, string file) => File.ReadAllBytes(Path.Combine(folder.File(root), file));
        foreach (var file in new[] { "trainA/face-0001.png", "trainB/face-0002.png", "testA/face-0001.png", "testB/face-0001.png" })
        {
            Assert.Equal(Bytes("a", file), Bytes("b", file));
            Assert.NotEqual(Bytes("a", file), Bytes("c", file));
        }
    }

    [Fact]
    public void A_pair_is_one_face_and_two_faces_are_two()
    {
        // Soft and flat, but alike: nearer to each other than to the drawings of other faces.
        var faces = Enumerable.Range(0, 12).Select(seed => DemoFace.Draw(new Random(1000 * seed))).ToList();
        var photos = faces.Select(face => DemoData.Photo(face, 32)).ToList();
        var drawings = faces.Select(face => DemoData.Drawing(face, 32)).ToList();
        double Distance(int photo, int drawing) =>
            photos[photo].Pixels.Zip(drawings[drawing].Pixels, (left, right) => Math.Abs(left - right)).Average();
        var nearest = Enumerable.Range(0, 12).Count(photo => Enumerable.Range(0, 12).MinBy(drawing => Distance(photo, drawing)) == photo);
        Assert.True(nearest >= 10, $"Only {nearest} of 12 photos are nearest to their own drawing.");
    }

    [Fact]
    public void A_folder_in_use_is_refused_and_replaced_on_request()
    {
        using var folder = new TemporaryFolder();
        DemoData.Write(folder.Path, 3, 1, 16, 1);
        File.WriteAllText(Path.Combine(folder.File("trainA"), "mine.txt"), "");
        Assert.Equal(FaultKind.OutputExists, Assert.Throws<CycleGanException>(() => DemoData.Write(folder.Path, 1, 1, 16, 1)).Kind);
        DemoData.Write(folder.Path, 1, 1, 16, 1, replace: true);
        Assert.Equal(2, Directory.GetFiles(folder.File("trainA")).Length);
    }

    [Fact]
    public void A_picture_that_cannot_be_written_is_named_once()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(Path.Combine(folder.Path, "trainB", "face-0002.png"));
        var fault = Assert.Throws<CycleGanException>(() => DemoData.Write(folder.Path, 3, 0, 16, 1, replace: true));
        Assert.Equal(FaultKind.OutputNotWritable, fault.Kind);
        Assert.Contains("face-0002.png", fault.Message);
    }

    [Theory]
    [InlineData(0, 1, 64)]
    [InlineData(1, -1, 64)]
    [InlineData(1, 1, 8)]
    [InlineData(1, 1, 5000)]
    public void Impossible_numbers_are_refused(int count, int testCount, int size)
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(FaultKind.InvalidArgument, Assert.Throws<CycleGanException>(() => DemoData.Write(folder.Path, count, testCount, size, 1)).Kind);
    }
}
