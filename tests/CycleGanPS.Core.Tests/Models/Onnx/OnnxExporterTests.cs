using CycleGanPS.Core.Models;
using CycleGanPS.Core.Models.Onnx;
using CycleGanPS.Core.Networks;
using CycleGanPS.Core.Options;
using CycleGanPS.Core.Tests.Networks;
using Microsoft.ML.OnnxRuntime;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Tests.Models.Onnx;

public sealed class OnnxExporterTests
{
    [Theory]
    [InlineData(Upsampling.Resize, Activation.ReLU, false)]
    [InlineData(Upsampling.Transpose, Activation.LeakyReLU, false)]
    [InlineData(Upsampling.Resize, Activation.LeakyReLU, true)]
    public void TheModelGivesWhatTheNetworkGivesAtAnySize(Upsampling upsampling, Activation activation, bool halfPrecision)
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        using var inference = inference_mode();
        using var generator = Make(upsampling, activation);
        OnnxExporter.Save(generator, new GeneratorInfo { Generator = generator.Options }, folder.File("g.onnx"), halfPrecision);
        if (halfPrecision)
        {
            foreach (var parameter in generator.parameters())
            {
                parameter.copy_(parameter.to(ScalarType.Float16));
            }
        }

        using var session = new InferenceSession(folder.File("g.onnx"));
        foreach (var (batch, height, width) in ((int, int, int)[])[(1, 32, 32), (2, 24, 40), (3, 8, 12)])
        {
            var input = rand(batch, 3, height, width) * 2 - 1;
            using var value = OrtValue.CreateTensorValueFromMemory(input.data<float>().ToArray(), [batch, 3, height, width]);
            using var run = new RunOptions();
            using var results = session.Run(run, ["input"], [value], ["output"]);
            var expected = generator.call(input);
            var actual = results[0].GetTensorDataAsSpan<float>().ToArray();

            Assert.Equal([batch, 3, height, width], results[0].GetTensorTypeAndShape().Shape);
            Assert.InRange((tensor(actual, expected.shape) - expected).abs().max().ToDouble(), 0, 1e-4);
        }
    }

    [Theory]
    [InlineData("unet")]
    [InlineData("unet-6")]
    [InlineData("skip-all")]
    [InlineData("skip-deep-color")]
    [InlineData("skip-input-color")]
    public void AModelWithSkipConnectionsGivesWhatPyTorchGives(string name)
    {
        using var scope = NewDisposeScope();
        using var generator = SkipNetworks.Load(name);
        using var expected = SkipNetworks.Expected(name);
        using var session = new InferenceSession(OnnxExporter.ToBytes(generator, new GeneratorInfo { Generator = generator.Options }));
        using var value = OrtValue.CreateTensorValueFromMemory(expected["input"].data<float>().ToArray(), expected["input"].shape);
        using var run = new RunOptions();
        using var results = session.Run(run, ["input"], [value], ["output"]);

        var actual = tensor(results[0].GetTensorDataAsSpan<float>().ToArray(), expected["output"].shape);
        Assert.InRange((actual - expected["output"]).abs().max().ToDouble(), 0, 1e-5);
    }

    [Fact]
    public void TheModelSaysWhatItIs()
    {
        using var folder = new TemporaryFolder();
        using var generator = Make(Upsampling.Resize, Activation.ReLU);
        OnnxExporter.Save(generator, new GeneratorInfo { Generator = generator.Options, ImageSize = 96, Direction = "AB" }, folder.File("g.onnx"));

        using var session = new InferenceSession(folder.File("g.onnx"));
        var metadata = session.ModelMetadata;
        var info = GeneratorFile.ReadInfo(metadata.CustomMetadataMap["cyclegan.json"], "g.onnx")!;

        Assert.Equal("CycleGanPS", metadata.ProducerName);
        Assert.Equal((generator.Options, 96, "AB"), (info.Generator, info.ImageSize, info.Direction));
        Assert.Equal("[-1,1]", metadata.CustomMetadataMap["value_range"]);
        Assert.Equal("NCHW", metadata.CustomMetadataMap["layout"]);
        Assert.Equal("RGB", metadata.CustomMetadataMap["channel_order"]);
        Assert.Equal([-1, 3, -1, -1], session.InputMetadata["input"].Dimensions);
        Assert.Equal(["batch", "", "height", "width"], session.OutputMetadata["output"].SymbolicDimensions);
        Assert.Equal([folder.File("g.onnx")], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void HalfPrecisionHalvesTheFile()
    {
        using var generator = Make(Upsampling.Transpose, Activation.ReLU, filters: 16);
        var info = new GeneratorInfo { Generator = generator.Options };

        Assert.InRange(OnnxExporter.ToBytes(generator, info, halfPrecision: true).Length / (double)OnnxExporter.ToBytes(generator, info).Length, 0.49, 0.54);
    }

    [Fact]
    public void ExportingLeavesNoTensorsBehind()
    {
        using var generator = Make(Upsampling.Resize, Activation.ReLU);
        var before = LiveTensors.Count();

        OnnxExporter.ToBytes(generator, new GeneratorInfo { Generator = generator.Options }, halfPrecision: true);

        Assert.Equal(before, LiveTensors.Count());
    }

    private static ResnetGenerator Make(Upsampling upsampling, Activation activation, int filters = 4)
    {
        random.manual_seed(3);
        var generator = new ResnetGenerator(new GeneratorOptions
        {
            Filters = filters, ResidualBlocks = 2, Upsampling = upsampling, Activation = activation, NegativeSlope = 0.1,
        });
        generator.eval();
        return generator;
    }
}
