using System.Text.Json;
using CycleGanPS.Core.Data;
using CycleGanPS.Core.Images;
using CycleGanPS.Core.Metrics;
using Xunit;

namespace CycleGanPS.Core.Tests.Metrics;

public class SlicedWassersteinTests
{
    private static readonly Dictionary<string, double[]> Expected =
        JsonSerializer.Deserialize<Dictionary<string, double[]>>(File.ReadAllText(Fixtures.Path("metrics", "swd.json")))!;

    private static readonly IReadOnlyList<string> Real = ImageFolder.List(Fixtures.Path("metrics", "swd", "real"));
    private static readonly IReadOnlyList<string> Fake = ImageFolder.List(Fixtures.Path("metrics", "swd", "fake"));

    [Theory]
    [InlineData("equal", 3)]
    [InlineData("unequal", 4)]
    public void Agrees_with_NumPy_and_SciPy(string name, int realCount)
    {
        var scores = new SlicedWassersteinMeter(seed: 7).Measure([.. Real.Take(realCount)], Fake);

        Assert.Equal(["64", "32", "16", "Mean"], scores.Select(score => score.Level));
        for (var level = 0; level < 3; level++)
        {
            Assert.Equal(1, scores[level].Swd / Expected[name][level], 1e-4);
        }

        Assert.Equal(scores.Take(3).Average(score => score.Swd), scores[3].Swd, 1e-9);
        Assert.All(scores, score => Assert.Equal((realCount, 3, 64), (score.RealCount, score.FakeCount, score.Size)));
    }

    [Fact]
    public void The_same_pictures_are_nearly_at_no_distance_and_the_numbers_repeat()
    {
        var same = new SlicedWassersteinMeter(seed: 1).Measure(Real, Real);
        var again = new SlicedWassersteinMeter(seed: 1).Measure(Real, Real);

        Assert.All(same, score => Assert.Equal(0, score.Swd, 1e-6));
        Assert.Equal(same.Select(score => score.Swd), again.Select(score => score.Swd));
    }

    [Fact]
    public void Pictures_of_one_colour_give_a_number()
    {
        using var folder = new TemporaryFolder();
        var grey = new RgbImage(32, 48);
        Array.Fill(grey.Pixels, (byte)90);
        ImageFile.Write(grey, folder.File("grey.png"), ImageFormat.Png);
        var warnings = new List<string>();

        var scores = new SlicedWassersteinMeter { Warn = warnings.Add }.Measure([folder.File("grey.png")], Fake);

        Assert.All(scores, score => Assert.True(double.IsFinite(score.Swd)));
        Assert.Equal(["32", "16", "Mean"], scores.Select(score => score.Level));
        Assert.Contains("are resized", Assert.Single(warnings));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(64)]
    public void A_picture_that_cannot_be_measured_is_told_of_and_left_out(int? size)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("cut.png"), File.ReadAllBytes(Real[0])[..900]);
        var faults = new List<CycleGanException>();
        var meter = new SlicedWassersteinMeter(seed: 7) { Unreadable = faults.Add };

        var scores = meter.Measure([.. Real, folder.File("cut.png")], [folder.File("none.png"), .. Fake], size);

        Assert.All(scores, score => Assert.Equal((Real.Count, Fake.Count), (score.RealCount, score.FakeCount)));
        Assert.Equal([folder.File("cut.png"), folder.File("none.png")], faults.Select(fault => fault.Target).Order());
        Assert.Equal(FaultKind.TooFewImages, Assert.Throws<CycleGanException>(() => meter.Measure(Real, [folder.File("cut.png")], size)).Kind);
    }

    [Fact]
    public void The_score_is_that_of_the_pictures_that_are_left()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("none.png"), "no picture");
        ImageFile.Write(new RgbImage(15, 100), folder.File("small.png"), ImageFormat.Png);
        var meter = new SlicedWassersteinMeter(seed: 7) { Unreadable = _ => { } };

        var with = meter.Measure([folder.File("none.png"), .. Real], [.. Fake, folder.File("small.png")]);

        Assert.Equal(meter.Measure(Real, Fake).Select(score => score.Swd), with.Select(score => score.Swd));
    }

    [Fact]
    public void Pictures_too_small_for_the_pyramid_are_refused()
    {
        using var folder = new TemporaryFolder();
        ImageFile.Write(new RgbImage(15, 15), folder.File("small.png"), ImageFormat.Png);

        var fault = Assert.Throws<CycleGanException>(() => new SlicedWassersteinMeter().Measure([folder.File("small.png")], Real));

        Assert.Equal(FaultKind.InvalidArgument, fault.Kind);
    }
}
