using CycleGanPS.Core.Inference;
using CycleGanPS.Core.Networks;
using CycleGanPS.Core.Options;
using CycleGanPS.Core.Tests.Images;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Tests.Inference;

/// <summary>That a translation can be ended within a picture, and leaves no tensor then.</summary>
public sealed class CancellationTests
{
    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(1)]
    public void EndsWithinAPicture(long memory)
    {
        using var network = new ResnetGenerator(new GeneratorOptions { Filters = 4, ResidualBlocks = 2 });
        using var generator = new TorchGenerator(network, CPU, memoryLimit: memory);
        var picture = ImageFileTests.Noise(64, 32);
        generator.Translate([picture]);
        var before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        Assert.Throws<OperationCanceledException>(() => generator.Translate([picture], new CancellationToken(canceled: true)));
        Assert.Equal(before, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void EndsWithinANetworkOfOnnxRuntime()
    {
        using var generator = OnnxGenerator.Open(Fixtures.Path("onnx", "animegan-style.onnx"), new EngineOptions(), threads: 1);
        Assert.Throws<OperationCanceledException>(() => generator.Translate([ImageFileTests.Noise(64, 64)], new CancellationToken(canceled: true)));
    }
}
