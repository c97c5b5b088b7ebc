using CycleGanPS.Core.Images;
using CycleGanPS.Core.Options;
using CycleGanPS.Core.Reports;
using CycleGanPS.Core.Runs;
using CycleGanPS.Core.Training;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;
using Xunit;

namespace CycleGanPS.Core.Tests.Reports;

public sealed class TimelapseTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<CycleGanException> _leftOut = [];

    public TimelapseTests() => Directory.CreateDirectory(Run.Samples);

    private RunFolder Run => new(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_wanted_rows_are_shown_in_their_order()
    {
        Samples(100, 200, 1_000_000);

        using var read = Write(new TimelapseOptions { Rows = [SampleRow.FakeA, SampleRow.RealA], Size = 32 });

        Assert.Equal(3, read.Frames.Count);
        // Of the rows' colours, red for the first and so on, two are there, one below the other; and the caption below them.
        var middle = read.Width - 20;
        Assert.Equal((true, false), (read[middle, 18].G > 100, read[middle, 18].R > 240));
        Assert.True(read[middle, 52].R > 200 && read[middle, 52].G < 60);
        Assert.InRange(read.Height, 2 + (2 * 34) + 10, 2 + (2 * 34) + 25);
    }

    [Fact]
    public void Of_many_samples_so_many_are_taken_with_the_first_and_the_last()
    {
        Samples([.. Enumerable.Range(1, 30).Select(step => 10L * step)]);
        File.WriteAllText(Path.Combine(Run.Samples, "note.png"), "none of ours");

        var timelapse = new Timelapse(Run, new TrainingOptions { ImageSize = 32 }, new TimelapseOptions { Frames = 4 });

        Assert.Equal([10, 100, 200, 300], timelapse.Samples.Select(sample => sample.Step));
    }

    [Fact]
    public void A_sheet_that_cannot_be_used_is_told_and_the_rest_go_on()
    {
        Samples(1, 2, 3, 4);
        File.WriteAllText(Path.Combine(Run.Samples, "000002.png"), "no picture");
        ImageFile.Write(new RgbImage(100, 100), Path.Combine(Run.Samples, "000003.png"), ImageFormat.Png);
        ImageFile.Write(Sheet(cells: 1), Path.Combine(Run.Samples, "000005.png"), ImageFormat.Png);

        using var read = Write(new TimelapseOptions());

        Assert.Equal(2, read.Frames.Count);
        Assert.Equal(["000002.png", "000003.png", "000005.png"], _leftOut.Select(fault => Path.GetFileName((string)fault.Target!)));
    }

    [Theory]
    [InlineData(0, "no sample sheet")]
    [InlineData(1, "one sample sheet only")]
    public void Fewer_than_two_samples_are_no_time_lapse(int count, string expected)
    {
        Samples([.. Enumerable.Range(1, count).Select(step => (long)step)]);
        var fault = Assert.Throws<CycleGanException>(() => Write(new TimelapseOptions()));
        Assert.Equal(FaultKind.TooFewImages, fault.Kind);
        Assert.Contains(expected, fault.Message);
    }

    [Fact]
    public void A_run_in_one_direction_has_two_rows()
    {
        Samples(1, 2);
        var fault = Assert.Throws<CycleGanException>(() => new Timelapse(
            Run, new TrainingOptions { ImageSize = 32, Cycle = CycleKind.Weak }, new TimelapseOptions { Rows = [SampleRow.RealB] }));
        Assert.Equal(FaultKind.InvalidArgument, fault.Kind);
    }

    [Fact]
    public void More_pixels_than_memory_should_take_are_refused_before_they_are_made()
    {
        Samples([.. Enumerable.Range(1, 100).Select(step => (long)step)]);
        var fault = Assert.Throws<CycleGanException>(() => Write(new TimelapseOptions { Frames = 100, Size = 1024 }));
        Assert.Equal(Remedy.SmallerTimelapse, fault.Remedy);
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    private static RgbImage Sheet(int cells = 3)
    {
        IReadOnlyList<RgbImage> Row(byte red, byte green)
        {
            var picture = new RgbImage(32, 32);
            for (var index = 0; index < picture.Pixels.Length; index += 3)
            {
                (picture.Pixels[index], picture.Pixels[index + 1]) = (red, green);
            }

            return [.. Enumerable.Repeat(picture, cells)];
        }

        return ContactSheet.Compose([Row(255, 0), Row(0, 0), Row(255, 255), Row(0, 200)], 32, rowTitles: ["real A", "fake B", "real B", "fake A"]);
    }

    private void Samples(params long[] steps)
    {
        foreach (var step in steps)
        {
            ImageFile.Write(Sheet(), Path.Combine(Run.Samples, $"{step:D6}.png"), ImageFormat.Png);
        }
    }

    private Image<Rgba32> Write(TimelapseOptions options)
    {
        var path = _folder.File("out.gif");
        new Timelapse(Run, new TrainingOptions { ImageSize = 32 }, options).Write(path, _leftOut.Add, _ => { }, CancellationToken.None);
        return Image.Load<Rgba32>(path);
    }
}
