using CycleGanPS.Core.Networks.Convolutions;
using CycleGanPS.Core.Options;
using CycleGanPS.Core.Training;
using TorchSharp;
using Xunit;

namespace CycleGanPS.Core.Tests.Training;

/// <summary>The directions of a step on threads of their own.</summary>
public sealed class SideBySideTests
{
    /// <summary>What a small network learns does not hang on the number of threads, and the number stands in the run's record.</summary>
    [Theory]
    [InlineData(0, false)]
    [InlineData(4, false)]
    [InlineData(0, true)]
    [InlineData(4, true)]
    public void ThreadsDoNotChangeTheResult(double penalty, bool augment)
    {
        using var tiny = new TinyRun();
        var options = tiny.Options with { ZeroGradientPenalty = penalty, ZeroGradientPenaltyInterval = penalty > 0 ? 2 : 1, DiffAugment = augment };
        Assert.True(SideBySide.Suits(options, torch.CPU));
        var results = new List<SortedDictionary<string, string>>();
        foreach (var threads in new[] { 1, 2 })
        {
            var run = tiny.Folder($"threads-{threads}");
            TinyRun.Train(options with { Threads = threads }, run, StartMode.New);
            Assert.Equal(threads, run.Read().Threads);
            Assert.Equal(threads, run.ReadOptions(run.Read(), null).Threads);
            results.Add(TinyRun.Results(run));
        }

        Assert.Equal(results[0], results[1]);
    }

    /// <summary>A run goes on with the threads that it was begun with, unless others are asked for.</summary>
    [Fact]
    public void ARunKeepsItsThreads()
    {
        using var tiny = new TinyRun();
        var run = tiny.Folder("kept");
        TinyRun.Train(tiny.Options with { Threads = 2 }, run, StartMode.New, 1);
        Assert.Equal(2, new RunRequest { Run = run, Given = tiny.Options, Resume = true }.Resolve().Threads);
        Assert.Equal(1, new RunRequest { Run = run, Resume = true, Threads = 1 }.Resolve().Threads);
    }

    [Fact]
    public void LargeNetworksStayTogether()
    {
        var small = new TrainingOptions { Filters = 16, ImageSize = 64 };
        Assert.True(SideBySide.Suits(small, torch.CPU));
        Assert.False(SideBySide.Suits(small with { Filters = 64 }, torch.CPU));
        Assert.False(SideBySide.Suits(small with { ImageSize = 256 }, torch.CPU));
        Assert.False(SideBySide.Suits(small with { BatchSize = 8 }, torch.CPU));
    }

    [Fact]
    public void AFaultOfEitherSideSurfacesAfterBothHaveEnded()
    {
        using var threads = TensorThreads.Limit(2);
        var ended = false;
        int Slow()
        {
            Thread.Sleep(50);
            ended = true;
            return 1;
        }

        static int Fault() => throw new InvalidOperationException("no");

        Assert.Throws<InvalidOperationException>(() => SideBySide.Run(Fault, Slow));
        Assert.True(ended);
        Assert.Throws<InvalidOperationException>(() => SideBySide.Run(Slow, Fault));
        Assert.Equal(2, TensorThreads.Count);
    }
}
