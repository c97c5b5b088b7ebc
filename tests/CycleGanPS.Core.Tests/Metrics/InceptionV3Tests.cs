using CycleGanPS.Core.Images;
using CycleGanPS.Core.Metrics;
using CycleGanPS.Core.Models;
using CycleGanPS.Core.Models.PyTorch;
using TorchSharp;
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

        // Three to a batch, so that the last one is not full.
        foreach (var (places, features) in new FeatureExtractor(_network.Inception, resize, batchSize: 3).Extract(images))
        {
            for (var index = 0; index < places.Count; index++)
            {
                actual[places[index]] = Array.ConvertAll(features.Row(index).ToArray(), value => (float)value);
            }
        }

        for (var image = 0; image < images.Count; image++)
        {
            var scale = expected[image].Average(value => Math.Abs(value));
            for (var index = 0; index < InceptionV3.FeatureCount; index++)
            {
                Assert.Equal(expected[image][index], actual[image][index], 1e-4 * Math.Max(scale, Math.Abs(expected[image][index])));
            }
        }
    }

    [Fact]
    public void Features_of_a_picture_do_not_depend_on_those_beside_it()
    {
        var random = new Random(8);
        float[][] pictures =
        [
            .. Enumerable.Range(0, 3).Select(_ => Enumerable.Range(0, InceptionV3.PictureLength).Select(_ => (2 * random.NextSingle()) - 1).ToArray()),
        ];

        var together = _network.Inception.Features(pictures);

        for (var picture = 0; picture < pictures.Length; picture++)
        {
            Assert.Equal(together.Row(picture).ToArray(), _network.Inception.Features([pictures[picture]]).Values);
        }
    }

    [Fact]
    public void Features_that_nobody_waits_for_are_not_made() => Assert.Throws<OperationCanceledException>(
        () => _network.Inception.Features([new float[InceptionV3.PictureLength]], new CancellationToken(canceled: true)));

    [Fact]
    public void A_missing_key_and_a_wrong_shape_are_named()
    {
        var weights = SeededInception.Numbers();
        var missing = Assert.Throws<CycleGanException>(() => Build(weights.Where(pair => pair.Key != "Mixed_6c.branch7x7_2.bn.running_var")));
        var wrong = Assert.Throws<CycleGanException>(() => Build(weights.Select(pair => pair.Key == "Conv2d_4a_3x3.conv.weight"
            ? KeyValuePair.Create(pair.Key, pair.Value with { Shape = [80, 192, 3, 3] })
            : pair)));

        Assert.Equal((FaultKind.WeightsRejected, FaultKind.WeightsRejected), (missing.Kind, wrong.Kind));
        Assert.Contains("has no 'Mixed_6c.branch7x7_2.bn.running_var'", missing.Message);
        Assert.Contains("'Conv2d_4a_3x3.conv.weight' is 80×192×3×3, where 192×80×3×3 is needed", wrong.Message);

        static void Build(IEnumerable<KeyValuePair<string, StoredNumbers>> weights) =>
            InceptionV3.Create(weights.ToDictionary(), "changed.pth").Dispose();
    }

    [Fact]
    public void Weights_of_safetensors_and_of_half_precision_are_read()
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        using var weights = SeededInception.Weights();
        var key = "Mixed_7c.branch3x3dbl_3b.conv.weight";
        SafeTensors.Write(folder.File("whole.safetensors"), weights);
        SafeTensors.Write(folder.File("half.safetensors"), [KeyValuePair.Create(key, weights[key].to(ScalarType.Float16))]);
        PyTorchArchive.Write(
            folder.File("several.pth"),
            [
                KeyValuePair.Create("transposed", weights[key].transpose(0, 1)), KeyValuePair.Create("double", weights[key].to(ScalarType.Float64)),
                KeyValuePair.Create("brain", weights[key].to(ScalarType.BFloat16)), KeyValuePair.Create("count", tensor(3L)),
            ]);

        var whole = StoredNumbers.ReadFile(folder.File("whole.safetensors"));
        var several = StoredNumbers.ReadFile(folder.File("several.pth"));

        Assert.Equal(weights.Keys.Order(), whole.Keys.Order());
        Assert.All(whole, pair => Assert.Equal(weights[pair.Key].data<float>().ToArray(), pair.Value.ToArray()));
        AssertEqual(weights[key].to(ScalarType.Float16), StoredNumbers.ReadFile(folder.File("half.safetensors"))[key]);
        AssertEqual(weights[key].transpose(0, 1), several["transposed"]);
        AssertEqual(weights[key], several["double"]);
        AssertEqual(weights[key].to(ScalarType.BFloat16), several["brain"]);
        Assert.False(several.ContainsKey("count"));

        static void AssertEqual(Tensor expected, StoredNumbers actual)
        {
            Assert.Equal(expected.shape, actual.Shape);
            Assert.Equal(expected.to(ScalarType.Float32).contiguous().data<float>().ToArray(), actual.ToArray());
        }
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
    [InlineData(299, 299)]
    public void Pictures_are_resized_as_PyTorch_does(int width, int height)
    {
        using var scope = NewDisposeScope();
        var random = new Random(7);
        var image = new RgbImage(width, height);
        random.NextBytes(image.Pixels);
        var planes = tensor(image.Pixels, [1, height, width, 3]).permute(0, 3, 1, 2).to(ScalarType.Float32).div(255.ToScalar());
        var expected = nn.functional.interpolate(planes, size: [299, 299], mode: InterpolationMode.Bilinear, align_corners: false) * 2 - 1;

        var actual = new float[InceptionV3.PictureLength];
        InceptionInput.Write(image, FeatureResize.PyTorchFid, actual);

        Assert.All(expected.contiguous().data<float>().ToArray().Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 2e-6));
    }

    public sealed class Network : IDisposable
    {
        public Network()
        {
            Inception = InceptionV3.Create(SeededInception.Numbers(), "seeded");
        }

        internal InceptionV3 Inception { get; }

        public void Dispose() => Inception.Dispose();
    }
}
