using CycleGanPS.Core.Images;
using CycleGanPS.Core.Inference;
using CycleGanPS.Core.Models;
using CycleGanPS.Core.Models.Onnx;
using CycleGanPS.Core.Networks;
using CycleGanPS.Core.Options;
using CycleGanPS.Core.Tests.Images;
using Onnx;
using Xunit;
using DataType = Onnx.TensorProto.Types.DataType;

namespace CycleGanPS.Core.Tests.Inference;

public sealed class OnnxGeneratorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void BothEnginesGiveTheSamePictures()
    {
        var options = new GeneratorOptions { Filters = 8, ResidualBlocks = 2 };
        using (var generator = new ResnetGenerator(options))
        {
            GeneratorFile.Save(_folder.File("g.pt"), generator, new GeneratorInfo { Generator = options, ImageSize = 40 });
            generator.eval();
            OnnxExporter.Save(generator, new GeneratorInfo { Generator = options, ImageSize = 40 }, _folder.File("g.onnx"));
        }

        using var torch = ImageGenerators.Open(_folder.File("g.pt"), new EngineOptions { Engine = InferenceEngine.Torch });
        using var memory = ImageGenerators.Open(_folder.File("g.pt"), new EngineOptions { Engine = InferenceEngine.OnnxRuntime });
        using var file = ImageGenerators.Open(_folder.File("g.onnx"), new EngineOptions());
        RgbImage[] pictures = [ImageFileTests.Noise(40, 24), ImageFileTests.Noise(40, 24)];
        var expected = torch.Translate(pictures);

        foreach (var generator in (IImageGenerator[])[memory, file])
        {
            Assert.Equal((torch.Sizes, torch.NativeSize), (generator.Sizes, generator.NativeSize));
            foreach (var (one, other) in expected.Zip(generator.Translate(pictures)))
            {
                // Values that agree to 1e-4 may still round to neighbouring bytes.
                Assert.All(one.Pixels.Zip(other.Pixels), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 1));
                Assert.InRange(one.Pixels.Zip(other.Pixels).Count(pair => pair.First != pair.Second), 0, one.Pixels.Length / 100);
            }
        }
    }

    [Fact]
    public void AModelInTheStyleOfAnimeGanTakesAnySize()
    {
        var path = SmallOnnxModels.AnimeGanStyle().Save(_folder);
        using var translator = AnimeTranslator.Open(path, new EngineOptions(), _ => new TranslationOptions { Size = 0 });

        var translation = translator.Translate(Plain(70, 50, 200, 100, 30));

        Assert.Equal((70, 50), (translation.Width, translation.Height));
        // Red and blue changed places, and tanh.
        Assert.Equal([Bounded(30), Bounded(100), Bounded(200)], translation.Pixels[..3]);
        Assert.Equal([Bounded(30), Bounded(100), Bounded(200)], translation.Pixels[^3..]);
    }

    [Theory]
    [InlineData(nameof(DataType.Float), ValueRange.SignedUnit)]
    [InlineData(nameof(DataType.Float), ValueRange.Unit)]
    [InlineData(nameof(DataType.Float), ValueRange.Byte)]
    [InlineData(nameof(DataType.Float16), ValueRange.Unit)]
    [InlineData(nameof(DataType.Uint8), ValueRange.Auto)]
    public void WhatAModelGivesBackUnchangedIsUnchanged(string type, ValueRange range)
    {
        var picture = ImageFileTests.Noise(64, 32);
        foreach (var shape in (object[][])[["n", 3, "h", "w"], ["n", "h", "w", 3], [1, 3, 32, 64], [2, 32, 64, 3]])
        {
            var path = SmallOnnxModels.Same(Enum.Parse<DataType>(type), shape).Save(_folder);
            foreach (var order in (ChannelOrder[])[ChannelOrder.Rgb, ChannelOrder.Bgr])
            {
                using var generator = ImageGenerators.Open(path, new EngineOptions { ValueRange = range, ChannelOrder = order });
                Assert.All(generator.Translate([picture, picture, picture]), translation => Assert.Equal(picture.Pixels, translation.Pixels));
            }
        }
    }

    [Theory]
    [InlineData(ValueRange.Auto, 0, 255)]
    [InlineData(ValueRange.Unit, 128, 255)]
    [InlineData(ValueRange.Byte, 1, 255)]
    public void TheValueRangeIsWhatTheModelSees(ValueRange range, byte black, byte white)
    {
        // Half of one more: much where white is 1, little where it is 255.
        var model = SmallOnnxModels.Model(
            SmallOnnxModels.Port("x", DataType.Float, "n", "h", "w", 3),
            SmallOnnxModels.Port("y", DataType.Float, "n", "h", "w", 3),
            range == ValueRange.Auto ? SmallOnnxModels.Node("Identity", ["x"], "y") : SmallOnnxModels.Node("Add", ["x", "half"], "y"));
        model.Graph.Initializer.Add(SmallOnnxModels.Weights("half", [1], 0.5f));
        using var generator = ImageGenerators.Open(model.Save(_folder), new EngineOptions { ValueRange = range });

        Assert.Equal(black, generator.Translate([Plain(32, 32, 0, 0, 0)])[0].Pixels[0]);
        Assert.Equal(white, generator.Translate([Plain(32, 32, 255, 255, 255)])[0].Pixels[0]);
    }

    [Fact]
    public void AModelOfOneSizeSeesTheWholePictureAndKeepsItsProportions()
    {
        var path = SmallOnnxModels.Same(DataType.Float, 1, 3, 48, 64).Save(_folder);
        using var generator = ImageGenerators.Open(path, new EngineOptions());
        Assert.Equal((64, 48, 48), (generator.Sizes.Width, generator.Sizes.Height, generator.NativeSize));

        using var translator = new AnimeTranslator(generator, new TranslationOptions { Size = 0, BatchSize = 3 });
        var translation = translator.Translate(Plain(30, 90, 10, 20, 30));
        Assert.Equal((30, 90), (translation.Width, translation.Height));
        Assert.Equal([10, 20, 30], translation.Pixels[..3]);
    }

    [Fact]
    public void AModelThatPyTorchExportedInvertsThePicture()
    {
        using var generator = ImageGenerators.Open(Fixtures.Path("onnx/animegan-style.onnx"), new EngineOptions());
        var translation = generator.Translate([Plain(64, 32, 250, 10, 128)])[0];
        Assert.Equal([0, 255], translation.Pixels[..2]);
        Assert.InRange(translation.Pixels[2], 120, 127);
    }

    [Fact]
    public void AModelThatEnlargesIsBroughtBackToSize()
    {
        var model = SmallOnnxModels.Model(
            SmallOnnxModels.Port("x", DataType.Float, "n", 3, "h", "w"),
            SmallOnnxModels.Port("y", DataType.Float, "n", 3, "h2", "w2"),
            SmallOnnxModels.Node("Resize", ["x", "", "scales"], "y"));
        model.Graph.Initializer.Add(SmallOnnxModels.Weights("scales", [4], 1, 1, 2, 2));
        using var generator = ImageGenerators.Open(model.Save(_folder), new EngineOptions());
        var translation = generator.Translate([Plain(32, 64, 10, 20, 30)])[0];
        Assert.Equal((32, 64), (translation.Width, translation.Height));
        Assert.Equal([10, 20, 30], translation.Pixels[..3]);
    }

    [Fact]
    public void OpenDimensionsNeedALayout()
    {
        var path = SmallOnnxModels.Same(DataType.Float, "a", "b", "c", "d").Save(_folder);
        Assert.Equal(Remedy.NameLayout, Refusal(path).Remedy);
        using var generator = ImageGenerators.Open(path, new EngineOptions { Layout = TensorLayout.Nhwc });
        Assert.Single(generator.Translate([Plain(32, 32, 1, 2, 3)]));
    }

    [Fact]
    public void AnOutputThatIsNoPictureAfterAllIsSaid()
    {
        var model = SmallOnnxModels.Same(DataType.Float, "a", "b", "c", "d");
        model.Graph.Node[0] = SmallOnnxModels.Node("GlobalAveragePool", ["x"], "pooled");
        model.Graph.Node.Add(SmallOnnxModels.Node("Squeeze", ["pooled"], "y"));
        using var generator = ImageGenerators.Open(model.Save(_folder), new EngineOptions { Layout = TensorLayout.Nchw });
        var fault = Assert.Throws<CycleGanException>(() => generator.Translate([Plain(32, 32, 1, 2, 3)]));
        Assert.Contains("model.onnx", fault.Message);
    }

    [Theory]
    [InlineData("one channel", "'x' (Float n×1×h×w)")]
    [InlineData("rank 3", "4 dimensions")]
    [InlineData("integers", "Int64")]
    [InlineData("two inputs", "2 inputs")]
    [InlineData("a number out", "no output is")]
    public void WhatIsNotFromPictureToPictureIsRefusedWithWhatWasFound(string what, string expected)
    {
        ModelProto model;
        switch (what)
        {
            case "one channel": model = SmallOnnxModels.Same(DataType.Float, "n", 1, "h", "w"); break;
            case "rank 3": model = SmallOnnxModels.Same(DataType.Float, 3, "h", "w"); break;
            case "integers": model = SmallOnnxModels.Same(DataType.Int64, "n", 3, "h", "w"); break;
            case "two inputs":
                model = SmallOnnxModels.Same(DataType.Float, "n", 3, "h", "w");
                model.Graph.Input.Add(SmallOnnxModels.Port("style", DataType.Float, "n", 3, "h", "w"));
                model.Graph.Node[0] = SmallOnnxModels.Node("Add", ["x", "style"], "y");
                break;
            default:
                model = SmallOnnxModels.Model(
                    SmallOnnxModels.Port("x", DataType.Float, "n", 3, "h", "w"),
                    SmallOnnxModels.Port("y", DataType.Float, "n", 10, 1, 1),
                    SmallOnnxModels.Node("Identity", ["x"], "y"));
                model.Graph.Node[0] = SmallOnnxModels.Node("GlobalAveragePool", ["x"], "pooled");
                var axis = new AttributeProto { Name = "axis", Type = AttributeProto.Types.AttributeType.Int, I = 1 };
                model.Graph.Node.Add(SmallOnnxModels.Node("Concat", ["pooled", "pooled", "pooled", "one"], "y", axis));
                model.Graph.Initializer.Add(SmallOnnxModels.Weights("one", [1, 1, 1, 1], 1));
                break;
        }

        var fault = Refusal(model.Save(_folder));
        Assert.Equal(FaultKind.UnreadableModel, fault.Kind);
        Assert.Contains(expected, fault.Message);
    }

    [Fact]
    public void AnUnknownOperatorSetOrOperatorIsRefused()
    {
        var model = SmallOnnxModels.Same(DataType.Float, "n", 3, "h", "w");
        model.OpsetImport[0].Version = 9999;
        Assert.Contains("operator set 9999", Refusal(model.Save(_folder)).Message);

        model = SmallOnnxModels.Same(DataType.Float, "n", 3, "h", "w");
        model.IrVersion = 9999;
        Assert.Contains("9999", Refusal(model.Save(_folder)).Message);

        model = SmallOnnxModels.Same(DataType.Float, "n", 3, "h", "w");
        model.Graph.Node[0].OpType = "Nonsense";
        Assert.Contains("Nonsense", Refusal(model.Save(_folder)).Message);
    }

    [Fact]
    public void DamagedFilesAreRefused()
    {
        TorchSharp.torch.random.manual_seed(1);
        using var generator = new ResnetGenerator(new GeneratorOptions { Filters = 4, ResidualBlocks = 1 });
        var whole = OnnxExporter.ToBytes(generator, new GeneratorInfo { Generator = generator.Options });
        var random = new Random(1);
        for (var round = 0; round < 60; round++)
        {
            var damaged = whole[..(round % 3 == 0 ? random.Next(whole.Length) : whole.Length)];
            for (var flips = 0; flips < (round % 3 == 0 ? 0 : 20) && damaged.Length > 0; flips++)
            {
                damaged[round % 3 == 1 ? random.Next(Math.Min(400, damaged.Length)) : random.Next(damaged.Length)] = (byte)random.Next(256);
            }

            File.WriteAllBytes(_folder.File("g.onnx"), damaged);
            try
            {
                using var opened = ImageGenerators.Open(_folder.File("g.onnx"), new EngineOptions());
            }
            catch (CycleGanException fault)
            {
                Assert.Equal(FaultKind.UnreadableModel, fault.Kind);
            }
        }

        foreach (var content in (byte[][])[[], [0], "no model"u8.ToArray(), [0x3a, 0xff, 0xff, 0xff, 0xff, 0x07, 1]])
        {
            File.WriteAllBytes(_folder.File("g.onnx"), content);
            Assert.Equal(FaultKind.UnreadableModel, Refusal(_folder.File("g.onnx")).Kind);
        }
    }

    [Theory]
    [InlineData("weights.bin", "not there")]
    [InlineData("../weights.bin", "own folder only")]
    [InlineData("a/../../weights.bin", "own folder only")]
    [InlineData("..\\weights.bin", "own folder only")]
    [InlineData("/etc/passwd", "own folder only")]
    [InlineData("*/_ORT_MEM_ADDR_/*", "own folder only")]
    [InlineData("", "own folder only")]
    public void WeightsElsewhereAreNotRead(string location, string expected)
    {
        var fault = Refusal(WithExternalWeights(location).Save(_folder));
        Assert.Contains(expected, fault.Message);
    }

    [Fact]
    public void WeightsBesideTheModelAreRead()
    {
        File.WriteAllBytes(_folder.File("weights.bin"), [.. ((float[])[1, 0, 0, 0, 1, 0, 0, 0, 1]).SelectMany(BitConverter.GetBytes)]);
        using var generator = ImageGenerators.Open(WithExternalWeights("weights.bin").Save(_folder), new EngineOptions());
        var picture = ImageFileTests.Noise(32, 32);
        Assert.Equal(picture.Pixels, generator.Translate([picture])[0].Pixels);

        File.WriteAllBytes(_folder.File("weights.bin"), [1, 2]);
        Assert.Equal(FaultKind.UnreadableModel, Refusal(_folder.File("model.onnx")).Kind);
    }

    [Fact]
    public void OptionsThatDoNotFitAreRefused()
    {
        var path = SmallOnnxModels.Same(DataType.Float, "n", 3, "h", "w").Save(_folder);
        Assert.Equal(FaultKind.InvalidArgument, Refusal(path, new EngineOptions { Engine = InferenceEngine.Torch }).Kind);
        Assert.Equal(FaultKind.DeviceUnavailable, Refusal(path, new EngineOptions { Device = DeviceKind.Cuda }).Kind);
        Assert.Equal(FaultKind.InvalidArgument, Refusal("g.pt", new EngineOptions { Layout = TensorLayout.Nhwc }).Kind);
        Assert.Equal(FaultKind.PathNotFound, Refusal(_folder.File("none.onnx")).Kind);
    }

    private static CycleGanException Refusal(string path, EngineOptions? options = null) =>
        Assert.Throws<CycleGanException>(() => ImageGenerators.Open(path, options ?? new EngineOptions()).Dispose());

    private static ModelProto WithExternalWeights(string location)
    {
        var model = SmallOnnxModels.Same(DataType.Float, "n", 3, "h", "w");
        model.Graph.Node[0] = SmallOnnxModels.Node("Conv", ["x", "w"], "y");
        var weights = SmallOnnxModels.Weights("w", [3, 3, 1, 1]);
        weights.DataLocation = TensorProto.Types.DataLocation.External;
        weights.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = location });
        model.Graph.Initializer.Add(weights);
        return model;
    }

    private static RgbImage Plain(int width, int height, byte red, byte green, byte blue) =>
        new(width, height, [.. Enumerable.Repeat((byte[])[red, green, blue], width * height).SelectMany(pixel => pixel)]);

    private static byte Bounded(byte value) => (byte)((Math.Tanh((value / 127.5) - 1) * 127.5) + 128);
}
