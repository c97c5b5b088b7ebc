using CycleGanPS.Core.Comparison;
using CycleGanPS.Core.Metrics;
using CycleGanPS.Core.Runs;
using Xunit;

namespace CycleGanPS.Core.Tests.Comparison;

public sealed class MeasuresTests
{
    [Fact]
    public void TheRecordsHoldWhatTheListHasAndNoMore()
    {
        static IEnumerable<string> Named(Type record, string prefix, string suffix) => record.GetProperties()
            .Select(property => property.Name)
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal) && name.EndsWith(suffix, StringComparison.Ordinal))
            .Select(name => name[prefix.Length..^suffix.Length]);
        var names = Measures.All.Select(measure => measure.Name).ToList();
        Assert.Equal(names.Distinct(), names);
        Assert.All(names, name => Assert.NotNull(typeof(RunComparison).GetProperty(name)));
        Assert.Subset(new HashSet<string>(names), new HashSet<string>(Named(typeof(RunComparison), "Delta", "")));
        Assert.Subset(new HashSet<string>(names), new HashSet<string>(Named(typeof(TechniqueComparison), "", "Deviation")));

        // What is drawn is drawn for the sake of an interval, and what has one is drawn.
        Assert.Equal(Measures.Drawn.Select(measure => measure.Name).Order(), Named(typeof(TechniqueComparison), "Delta", "").Order());

        // A table of techniques shows means, so there must be one.
        Assert.All(
            Measures.All.Where(measure => measure.InTechniques is not null), measure => Assert.NotNull(typeof(TechniqueComparison).GetProperty(measure.Name)));
    }

    [Fact]
    public void ARowIsFilledWithTheNumbersAndTheDifferencesToTheFirst()
    {
        var first = new MeasuredRun { Translations = [], Swd = 10, Features = Score(40), Errors = [Error(0.1), Error(0.3)], CrossedOver = [1, 0, 1, 1] };
        var second = new MeasuredRun { Translations = [], Swd = 7, Features = Score(45) };
        var (one, two) = (Row("one", first, first), Row("two", second, first));
        Assert.Equal((40.0, 0.0, 10.0, 0.0), (one.Fid, one.DeltaFid, one.Swd, one.DeltaSwd));
        Assert.Equal(0.2, one.MeanAbsoluteError!.Value, 1e-12);
        Assert.Equal((45.0, 5.0, 7.0, -3.0), (two.Fid, two.DeltaFid, two.Swd, two.DeltaSwd));
        Assert.Null(two.Kid);
        Assert.Null(two.DeltaKid);
        Assert.Null(two.MeanAbsoluteError);
        Assert.Null(two.Psnr);
        Assert.Equal((0.75, null), (one.CrossedOver, two.CrossedOver));
    }

    [Fact]
    public void PrecisionIsBetterWhereItIsLarger()
    {
        static bool IsBetter(string name, double difference) =>
            Measures.All.Single(measure => measure.Name == name).IsBetter(new MetricDifference(difference, difference, difference, true));
        Assert.True(IsBetter(nameof(RunComparison.Fid), -1));
        Assert.False(IsBetter(nameof(RunComparison.Fid), 1));
        Assert.True(IsBetter(nameof(RunComparison.Precision), 0.1));
        Assert.False(IsBetter(nameof(RunComparison.Psnr), -0.1));
    }

    [Fact]
    public void ADrawnMeanCountsPicturesAsOftenAsTheyWereDrawn()
    {
        double[] times = [3, 0, 1];
        Assert.Equal(2.5, new TestDraw(times, times, null).Mean([1, 100, 7]), 1e-12);
    }

    private static FidScore Score(double fid) => new()
    {
        Real = "", Fake = "", Fid = fid, RealCount = 2, FakeCount = 2, Resize = default, WeightsName = "", WeightsSha256 = "", FeatureSeconds = 0, Seconds = 0,
    };

    private static PairedErrorScore Error(double value) => new() { Pairs = 1, MeanAbsoluteError = value, Psnr = 20 };

    private static RunComparison Row(string name, MeasuredRun run, MeasuredRun first)
    {
        var row = new RunComparison
        {
            Run = name, Technique = "", Seed = 1, Status = RunStatus.Finished, Swd = 0, DeltaSwd = 0, TrainingSeconds = 0, PreparationSeconds = 0,
            ImagesPerSecond = 0, Epochs = 1, Steps = 1, ImageSize = 32, SameData = true, TestFrom = "", TestTo = "", FakeCount = 2, RealCount = 2,
            MeasuredSize = 32, Path = "",
        };
        foreach (var measure in Measures.All)
        {
            measure.Fill(row, run, first);
        }

        return row;
    }
}
