using CycleGanPS.Core.Data;
using CycleGanPS.Core.Images;
using CycleGanPS.Core.Images.Edges;
using Xunit;

namespace CycleGanPS.Core.Tests.Data;

public sealed class BatchLoaderTests
{
    [Fact]
    public void AnEpochShowsEachImageOfTheLargerDomainOnce()
    {
        using var folder = new TemporaryFolder();
        var dataset = new UnpairedDataset(WriteImages(folder, "a", 7), WriteImages(folder, "b", 3));
        using var loader = new BatchLoader(dataset, batchSize: 1, loadSize: 8, cropSize: 8, workers: 2);

        var shown = loader.ReadEpoch(DataPosition.Start(1)).Select(batch => (int)batch.ImagesA[0].Pixels[0]).ToList();

        Assert.Equal(7, shown.Count);
        Assert.Equal(Enumerable.Range(0, 7).Select(index => 10 * index), shown.Order());
    }

    [Fact]
    public void GoesOnInTheMiddleOfAnEpochAsIfNeverInterrupted()
    {
        using var folder = new TemporaryFolder();
        var dataset = new UnpairedDataset(WriteImages(folder, "a", 6), WriteImages(folder, "b", 5));
        using var loader = new BatchLoader(dataset, batchSize: 2, loadSize: 12, cropSize: 8, workers: 2);

        var whole = loader.ReadEpoch(DataPosition.Start(5)).ToList();
        var second = loader.ReadEpoch(BatchLoader.NextEpoch(whole[^1].After)).ToList();
        var resumed = loader.ReadEpoch(whole[0].After).ToList();
        var secondAfterResume = loader.ReadEpoch(BatchLoader.NextEpoch(resumed[^1].After)).ToList();

        Assert.Equal(Pixels(whole.Skip(1)), Pixels(resumed));
        Assert.Equal(Pixels(second), Pixels(secondAfterResume));
        Assert.NotEqual(Pixels(whole), Pixels(second));
    }

    [Fact]
    public void DoesNotDependOnTheNumberOfWorkers()
    {
        using var folder = new TemporaryFolder();
        var dataset = new UnpairedDataset(WriteImages(folder, "a", 9), WriteImages(folder, "b", 4));
        using var one = new BatchLoader(dataset, batchSize: 1, loadSize: 12, cropSize: 8, workers: 1);
        using var many = new BatchLoader(dataset, batchSize: 1, loadSize: 12, cropSize: 8, workers: 8);

        Assert.Equal(Pixels(one.ReadEpoch(DataPosition.Start(2))), Pixels(many.ReadEpoch(DataPosition.Start(2))));
    }

    [Fact]
    public void NamesAnUnreadableImageOnceAndGoesOnWithoutIt()
    {
        using var folder = new TemporaryFolder();
        var filesA = WriteImages(folder, "a", 3);
        File.WriteAllText(filesA[1], "no image");
        var dataset = new UnpairedDataset(filesA, WriteImages(folder, "b", 3));
        using var loader = new BatchLoader(dataset, batchSize: 1, loadSize: 8, cropSize: 8, workers: 2);

        var first = loader.ReadEpoch(DataPosition.Start(1)).ToList();
        var second = loader.ReadEpoch(BatchLoader.NextEpoch(first[^1].After)).ToList();

        Assert.Equal(3, first.Count);
        var warning = Assert.Single(first.Concat(second).SelectMany(batch => batch.Warnings));
        Assert.Contains(filesA[1], warning);
    }

    [Fact]
    public void FailsWhenADomainHasNoReadableImage()
    {
        using var folder = new TemporaryFolder();
        var filesA = WriteImages(folder, "a", 2);
        filesA.ToList().ForEach(file => File.WriteAllText(file, "no image"));
        using var loader = new BatchLoader(new UnpairedDataset(filesA, WriteImages(folder, "b", 2)), 1, 8, 8, 2);

        var fault = Assert.Throws<CycleGanException>(() => loader.ReadEpoch(DataPosition.Start(1)).ToList());

        Assert.Equal(FaultKind.UnreadableImage, fault.Kind);
        Assert.Contains(folder.Path, fault.Message);
    }

    [Fact]
    public void GivesTheSmoothedCopyOfTheSameImageCroppedAndFlippedAlike()
    {
        using var folder = new TemporaryFolder();
        var filesA = WriteImages(folder, "a", 6);
        var filesB = WriteImages(folder, "b", 5);
        File.WriteAllText(filesB[2], "no image");

        // A copy that differs from its image by a known amount everywhere shows which image and which crop it is of.
        var copies = new EdgeSmoothedImages(filesB, folder.File("cache"));
        copies.Prepare(CancellationToken.None);
        var smoothed = new UnpairedDataset(filesA, filesB, copies);
        foreach (var path in Directory.GetFiles(folder.File("cache"), "*.png", SearchOption.AllDirectories))
        {
            var copy = ImageFile.Read(path);
            var marked = new RgbImage(copy.Width, copy.Height, Array.ConvertAll(copy.Pixels, value => (byte)(value + 50)));
            ImageFile.Write(marked, path, ImageFormat.Png);
        }

        using var with = new BatchLoader(smoothed, batchSize: 2, loadSize: 8, cropSize: 4, workers: 2);
        using var without = new BatchLoader(new UnpairedDataset(filesA, filesB), batchSize: 2, loadSize: 8, cropSize: 4, workers: 2);
        var batches = with.ReadEpoch(DataPosition.Start(3)).ToList();
        var plain = without.ReadEpoch(DataPosition.Start(3)).ToList();

        Assert.Equal(Pixels(plain), Pixels(batches));
        Assert.All(plain, batch => Assert.Null(batch.ImagesSmoothedB));
        Assert.All(batches, batch => Assert.Equal(
            batch.ImagesB.Select(image => Array.ConvertAll(image.Pixels, value => (byte)(value + 50))),
            batch.ImagesSmoothedB!.Select(image => image.Pixels)));
    }

    private static List<byte[]> Pixels(IEnumerable<TrainingBatch> batches) =>
        [.. batches.SelectMany(batch => batch.ImagesA.Concat(batch.ImagesB)).Select(image => image.Pixels)];

    // Red holds ten times the picture's number in the first row and falls with the rows, green grows to the right: so
    // crops and mirror images differ.
    private static IReadOnlyList<string> WriteImages(TemporaryFolder folder, string name, int count) =>
        [.. Enumerable.Range(0, count).Select(index =>
        {
            var image = new RgbImage(8, 8);
            for (var pixel = 0; pixel < 64; pixel++)
            {
                image.Pixels[3 * pixel] = (byte)Math.Max(0, (10 * index) - (pixel / 8));
                image.Pixels[(3 * pixel) + 1] = (byte)(20 * (pixel % 8));
            }

            var path = folder.File($"{name}{index}.png");
            ImageFile.Write(image, path, ImageFormat.Png);
            return path;
        })];
}
