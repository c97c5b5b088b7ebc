using CycleGanPS.Core.Images;
using CycleGanPS.Core.Metrics;
using CycleGanPS.Core.Models;
using Xunit;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Tests.Metrics;

public sealed class InceptionV3Tests : IClassFixture<InceptionV3Tests.Network>
{
    private readonly Network _network;

    public InceptionV3Tests(Network network) => _network = network;

    [Theory]
    [InlineData(FeatureResize.PyTorchFid, "inception-pytorch-fid.bin")]
    [InlineData(FeatureResize.Clean, "inception-clean.bin")]
    public void Features_agree_with_PyTorch(FeatureResize resize, string expectedFile)
    {
        using var folder = new TemporaryFolder();
        var images = Images(folder);
        var expected = Rows(expectedFile);
        var actual = new float[images.Count][];

        // Two to a batch, so that the pictures of one size and the odd one are batched apart.
        foreach (var (places, features) in new FeatureExtractor(_network.Inception, resize, batchSize: 2).Extract(images))
        {
            using (features)
            {
                for (var index = 0; index < places.Count; index++)
                {
                    actual[places[index]] = features[index].data<float>().ToArray();
                }
            }
        }

        for (var image = 0; image < images.Count; image++)
        {
            var scale = expected[image].Average(value => Math.Abs(value));
            for (var index = 0; index < InceptionV3.FeatureCount; index++)
            {
                Assert.Equal(expected[image][index], actual[image][index], 1e-3 * Math.Max(scale, Math.Abs(expected[image][index])));
            }
        }
    }

    [Fact]
    public void A_missing_key_and_a_wrong_shape_are_named()
    {
        using var weights = SeededInception.Weights();
        var missing = Assert.Throws<CycleGanException>(() => Build(weights.Where(pair => pair.Key != "Mixed_6c.branch7x7_2.bn.running_var")));
        var wrong = Assert.Throws<CycleGanException>(() => Build(weights.Select(
            pair => pair.Key == "Conv2d_4a_3x3.conv.weight" ? KeyValuePair.Create(pair.Key, pair.Value.transpose(0, 1)) : pair)));

        Assert.Equal((FaultKind.WeightsRejected, FaultKind.WeightsRejected), (missing.Kind, wrong.Kind));
        Assert.Contains("has no 'Mixed_6c.branch7x7_2.bn.running_var'", missing.Message);
        Assert.Contains("'Conv2d_4a_3x3.conv.weight' is 80×192×3×3, where 192×80×3×3 is needed", wrong.Message);

        static void Build(IEnumerable<KeyValuePair<string, Tensor>> tensors)
        {
            using var changed = new StateDict(tensors.Select(pair => KeyValuePair.Create(pair.Key, pair.Value.alias())));
            InceptionV3.Create(changed, "changed.pth").Dispose();
        }
    }

    [Fact]
    public void Nothing_is_left_in_memory_after_an_extraction()
    {
        using var folder = new TemporaryFolder();
        var before = LiveTensors.Count();

        foreach (var (_, features) in new FeatureExtractor(_network.Inception, FeatureResize.PyTorchFid).Extract(Images(folder)))
        {
            features.Dispose();
        }

        Assert.Equal(before, Tensor.TotalCount);
    }

    [Fact]
    public void An_unreadable_picture_is_named_and_left_out()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("broken.png"), "no picture");
        var images = new[] { folder.File("broken.png"), Fixtures.Path("metrics", "swd", "real", "0.png") };
        var faults = new List<CycleGanException>();

        var places = new List<int>();
        foreach (var batch in new FeatureExtractor(_network.Inception, FeatureResize.PyTorchFid) { Unreadable = faults.Add }.Extract(images))
        {
            places.AddRange(batch.Places);
            batch.Features.Dispose();
        }

        Assert.Equal([1], places);
        Assert.Contains("broken.png", Assert.Single(faults).Message);
    }

    private static IReadOnlyList<string> Images(TemporaryFolder folder)
    {
        string[] whole =
        [
            Fixtures.Path("metrics", "swd", "real", "0.png"),
            Fixtures.Path("metrics", "swd", "real", "1.png"),
            Fixtures.Path("metrics", "swd", "fake", "0.png"),
        ];
        var image = ImageFile.Read(whole[0]);
        ImageFile.Write(new RgbImage(64, 40, image.Pixels[..(3 * 64 * 40)]), folder.File("cut.png"), ImageFormat.Png);
        return [.. whole, folder.File("cut.png")];
    }

    private static float[][] Rows(string file) =>
        [.. File.ReadAllBytes(Fixtures.Path("metrics", file)).Chunk(4).Select(bytes => BitConverter.ToSingle(bytes)).Chunk(InceptionV3.FeatureCount)];

    [Theory]
    [InlineData(37, 23)]
    [InlineData(640, 701)]
    [InlineData(299, 300)]
    [InlineData(1, 900)]
    public void PicturesResizedOneByOneAreThoseOfABatchToTheBit(int width, int height)
    {
        using var scope = NewDisposeScope();
        var batch = rand(5, 3, height, width);
        var together = InceptionV3.Resize(batch);
        var apart = cat([.. Enumerable.Range(0, 5).Select(index => InceptionV3.Resize(batch.narrow(0, index, 1).clone()))], 0);

        Assert.True(together.bytes.SequenceEqual(apart.bytes));
    }

    public sealed class Network : IDisposable
    {
        public Network()
        {
            using var weights = SeededInception.Weights();
            Inception = InceptionV3.Create(weights, "seeded");
        }

        internal InceptionV3 Inception { get; }

        public void Dispose() => Inception.Dispose();
    }
}
