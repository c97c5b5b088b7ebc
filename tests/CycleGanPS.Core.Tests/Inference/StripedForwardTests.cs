using CycleGanPS.Core.Inference.Strips;
using CycleGanPS.Core.Networks;
using CycleGanPS.Core.Options;
using CycleGanPS.Core.Tests.Networks;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Tests.Inference;

public sealed class StripedForwardTests
{
    /// <summary>
    /// Strips against the whole image. The convolutions sum in another order, and fifteen normalisations pass the rounding on:
    /// 1e-4 of a range of 2, where a seam or a strip's own statistics would show as a tenth.
    /// </summary>
    [Theory]
    [InlineData(Upsampling.Resize, Activation.ReLU, 64, 40, 5, 0)]
    [InlineData(Upsampling.Resize, Activation.LeakyReLU, 40, 64, 16, 0)]
    [InlineData(Upsampling.Transpose, Activation.ReLU, 64, 40, 7, 0)]
    [InlineData(Upsampling.Transpose, Activation.LeakyReLU, 36, 32, 1, 0)]
    [InlineData(Upsampling.Resize, Activation.ReLU, 8, 12, 3, 0)]
    [InlineData(Upsampling.Resize, Activation.ReLU, 64, 40, 6, 1 << 30)]
    public void GiveWhatTheWholeImageGives(Upsampling upsampling, Activation activation, int height, int width, int stripRows, long memory)
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(5, CPU);
        using var generator = new ResnetGenerator(new GeneratorOptions { Filters = 4, ResidualBlocks = 3, Upsampling = upsampling, Activation = activation });
        foreach (var parameter in generator.parameters())
        {
            using var noGradient = no_grad();
            parameter.normal_(0, 0.2, random);
        }

        var image = rand([1, 3, height, width], generator: random) * 2 - 1;
        Tensor whole;
        using (no_grad())
        {
            whole = generator.call(image);
        }

        var striped = new StripedForward(generator, memory) { StripRows = stripRows }.Run(image.clone());

        Assert.Equal(whole.shape, striped.shape);
        Assert.True((whole - striped).abs().max().ToDouble() < 1e-4, $"differs by {(whole - striped).abs().max().ToDouble():G3}");
        Assert.True(whole.std().ToDouble() > 0.05);
    }

    /// <summary>Skip connections join strips of maps that may be stored or made anew; a U-Net's lowest level is a few pixels.</summary>
    [Theory]
    [InlineData("unet", 1, 0)]
    [InlineData("unet", 5, 0)]
    [InlineData("unet", 16, 1 << 30)]
    [InlineData("unet-6", 7, 0)]
    [InlineData("skip-deep", 3, 0)]
    [InlineData("skip-shallow", 5, 0)]
    [InlineData("skip-all", 5, 0)]
    [InlineData("skip-all", 6, 1 << 30)]
    [InlineData("skip-deep-color", 1, 0)]
    [InlineData("skip-input-color", 7, 0)]
    public void GiveWhatPyTorchGivesOfSkipConnections(string name, int stripRows, long memory)
    {
        using var scope = NewDisposeScope();
        using var generator = SkipNetworks.Load(name);
        using var expected = SkipNetworks.Expected(name);

        var striped = new StripedForward(generator, memory) { StripRows = stripRows }.Run(expected["input"].narrow(0, 0, 1).clone());

        Assert.True((striped - expected["output"].narrow(0, 0, 1)).abs().max().ToDouble() < 1e-4);
    }

    [Theory]
    [InlineData("unet")]
    [InlineData("skip-all")]
    public void LeaveNoTensorOfSkipConnectionsBehind(string name)
    {
        using var generator = SkipNetworks.Load(name);
        void Run() => new StripedForward(generator, 0) { StripRows = 5 }.Run(zeros(1, 3, 32, 32)).Dispose();
        Run();
        var before = LiveTensors.Count();
        Run();

        Assert.Equal(before, LiveTensors.Count());
    }

    [Fact]
    public void LeaveNoTensorBehind()
    {
        using var generator = new ResnetGenerator(new GeneratorOptions { Filters = 4, ResidualBlocks = 2 });
        void Run() => new StripedForward(generator, 0) { StripRows = 5 }.Run(zeros(1, 3, 32, 32)).Dispose();
        Run();
        var before = LiveTensors.Count();
        Run();

        Assert.Equal(before, LiveTensors.Count());
    }

    [Fact]
    public void StopBetweenStrips()
    {
        using var generator = new ResnetGenerator(new GeneratorOptions { Filters = 4, ResidualBlocks = 2 });
        using var stop = new CancellationTokenSource();
        stop.Cancel();

        Assert.Throws<OperationCanceledException>(() => new StripedForward(generator, 0, stop.Token).Run(zeros(1, 3, 32, 32)));
    }
}
