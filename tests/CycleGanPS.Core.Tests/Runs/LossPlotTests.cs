using CycleGanPS.Core.Images;
using CycleGanPS.Core.Runs;
using Xunit;

namespace CycleGanPS.Core.Tests.Runs;

public class LossPlotTests
{
    [Theory]
    [InlineData(1, 1200, 500)]
    [InlineData(2, 1200, 500)]
    [InlineData(300, 640, 300)]
    [InlineData(100_000, 1200, 500)]
    public void Any_number_of_records_is_a_figure_with_curves_in_both_panels(int count, int width, int height)
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("losses.png");
        LossPlot.Save(Records(count), path, width, height, title: "a run");
        var image = ImageFile.Read(path);
        Assert.Equal((width, height), (image.Width, image.Height));
        Assert.True(ColouredPixels(image, 0, width / 2) > 20);
        Assert.True(ColouredPixels(image, width / 2, width) > 20);
    }

    [Fact]
    public void Gaps_and_nothing_but_gaps_are_drawn_over()
    {
        var records = Records(50).Select(record => LossColumn.Change(
            record, ("DiscriminatorA", double.NaN), ("Generator", record.Step % 3 == 0 ? double.PositiveInfinity : 1)));
        Assert.NotEmpty(LossPlot.Render([.. records]));
    }

    [Fact]
    public void Several_runs_have_a_curve_each_whatever_the_order_of_their_records()
    {
        static List<LossRecord> Of(string path, params (string, double)[] changes) => [.. Records(40).Select(record =>
        {
            var changed = LossColumn.Change(record, changes);
            (changed.Run, changed.Path) = ("run", path);
            return changed;
        })];
        var (first, second) = (Of("/a/run"), Of("/b/run", ("Discriminator", 3), ("Generator", 30)));
        using var folder = new TemporaryFolder();

        LossPlot.Save([.. first.Zip(second).SelectMany(pair => new[] { pair.First, pair.Second })], folder.File("mixed.png"));
        LossPlot.Save([.. first, .. second], folder.File("one-by-one.png"));

        var image = ImageFile.Read(folder.File("mixed.png"));
        Assert.Equal(ImageFile.Read(folder.File("one-by-one.png")).Pixels, image.Pixels);
        // The second run's curve is level, so that each of its rows is wholly drawn or not at all.
        Assert.All((int[])[0, image.Width / 2], from => Assert.InRange(RowsOf(image, 0xD5, 0x5E, 0x00, from, from + image.Width / 2), 1, 4));
    }

    // Rows in which a colour fills most of a panel.
    private static int RowsOf(RgbImage image, byte red, byte green, byte blue, int from, int to) => Enumerable.Range(0, image.Height).Count(y =>
        Enumerable.Range(from, to - from).Count(x => image.Pixels.AsSpan(3 * (y * image.Width + x), 3).SequenceEqual([red, green, blue])) > (to - from) / 2);

    [Fact]
    public void No_record_is_an_error() =>
        Assert.Equal(FaultKind.InvalidArgument, Assert.Throws<CycleGanException>(() => LossPlot.Render([])).Kind);

    [Fact]
    public void The_moving_average_is_that_of_its_window_and_skips_gaps()
    {
        Assert.Equal([1, 2, 3, 4, 4.5], Smoothing.MovingAverage([1, 2, 3, 4, 5], window: 3));
        Assert.Equal([1, 2, 4], Smoothing.MovingAverage([1, double.NaN, 3, 5], window: 3)[..3].ToArray());
        Assert.True(double.IsNaN(Smoothing.MovingAverage([double.NaN, 1], window: 1)[0]));
    }

    [Fact]
    public void The_weights_of_the_parts_are_found_where_there_are_any()
    {
        var weights = LossWeights.Estimate(Records(40))!;
        Assert.Equal(10, weights["Cycle"], 1e-6);
        Assert.Equal(5, weights["Identity"], 1e-6);
        var wasserstein = LossWeights.Estimate(
            [.. Records(40).Select(r => LossColumn.Change(r, ("Generator", (0.09 * r.Adversarial) + (10 * r.Cycle) + (5 * r.Identity))))])!;
        Assert.Equal(0.09, wasserstein["Adversarial"], 1e-6);
        Assert.Equal(10, wasserstein["Cycle"], 1e-6);
        var without = Records(9).Select(r => LossColumn.Change(r, ("Identity", 0), ("Generator", r.Adversarial + 7 * r.Cycle)));
        Assert.Equal(7, LossWeights.Estimate([.. without])!["Cycle"], 1e-6);
        Assert.Null(LossWeights.Estimate([.. Records(40).Select(record => LossColumn.Change(record, ("Generator", record.Step)))]));
        Assert.Null(LossWeights.Estimate(Records(1)));
    }

    internal static List<LossRecord> Records(int count)
    {
        var random = new Random(3);
        return
        [
            .. Enumerable.Range(1, count).Select(step =>
            {
                var (adversarial, cycle, identity) = (0.3 + 0.1 * random.NextDouble(), 0.2 + 0.1 * random.NextDouble(), 0.1 + 0.1 * random.NextDouble());
                var (a, b) = (0.2 + 0.1 * random.NextDouble(), 0.2 + 0.1 * random.NextDouble());
                return new LossRecord
                {
                    Epoch = 1 + step * 5 / (count + 1), Step = step,
                    Discriminator = (a + b) / 2, DiscriminatorA = a, DiscriminatorB = b,
                    Generator = adversarial + 10 * cycle + 5 * identity, Adversarial = adversarial, Cycle = cycle, Identity = identity,
                    LearningRate = 2e-4, Seconds = step, ImagesPerSecond = 3,
                };
            }),
        ];
    }

    private static int ColouredPixels(RgbImage image, int from, int to)
    {
        var count = 0;
        for (var y = 0; y < image.Height; y++)
        {
            for (var x = from; x < to; x++)
            {
                var pixel = image.Pixels.AsSpan(3 * (y * image.Width + x), 3);
                count += Math.Max(pixel[0], Math.Max(pixel[1], pixel[2])) - Math.Min(pixel[0], Math.Min(pixel[1], pixel[2])) > 60 ? 1 : 0;
            }
        }

        return count;
    }
}
