using CycleGanPS.Core.Images;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;
using Xunit;

namespace CycleGanPS.Core.Tests.Images;

public sealed class AnimatedGifTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_frame_is_seen_as_it_was_given_for_as_long_as_was_said()
    {
        RgbImage[] frames = [.. Enumerable.Range(0, 12).Select(Frame)];
        using (var animation = new AnimatedGif(60, 40))
        {
            foreach (var frame in frames)
            {
                animation.Add(frame, TimeSpan.FromSeconds(frame == frames[^1] ? 1.5 : 0.125));
            }

            animation.Write(_folder.File("moving.gif"), CancellationToken.None);
        }

        using var read = Image.Load<Rgba32>(_folder.File("moving.gif"));
        Assert.Equal(12, read.Frames.Count);
        Assert.Equal(0, read.Metadata.GetGifMetadata().RepeatCount);
        for (var index = 0; index < frames.Length; index++)
        {
            Assert.Equal(index == 11 ? 150 : 12, read.Frames[index].Metadata.GetGifMetadata().FrameDelay, 1.0);
            var error = 0;
            for (var pixel = 0; pixel < 60 * 40; pixel++)
            {
                var shown = read.Frames[index][pixel % 60, pixel / 60];
                var given = frames[index].Pixels.AsSpan(3 * pixel, 3);
                error += Math.Abs(shown.R - given[0]) + Math.Abs(shown.G - given[1]) + Math.Abs(shown.B - given[2]);
            }

            // In each channel. A cube of colours that is cut into 127 leaves five a side, so that they are about 13 away in the mean.
            Assert.InRange(error / (3.0 * 60 * 40), 0, 20);
        }
    }

    [Fact]
    public void What_stays_takes_no_space()
    {
        long Length(Func<int, RgbImage> frame)
        {
            using var animation = new AnimatedGif(200, 100);
            for (var index = 0; index < 20; index++)
            {
                animation.Add(frame(index), TimeSpan.FromSeconds(0.1));
            }

            animation.Write(_folder.File("length.gif"), CancellationToken.None);
            return new FileInfo(_folder.File("length.gif")).Length;
        }

        var still = ImageFileTests.Noise(200, 100);
        Assert.InRange(Length(_ => still), 10_000, 40_000);
    }

    // A square that wanders over a slope of colours, which grow blue.
    private static RgbImage Frame(int index)
    {
        var image = new RgbImage(60, 40);
        for (var pixel = 0; pixel < 60 * 40; pixel++)
        {
            var (x, y) = (pixel % 60, pixel / 60);
            var isSquare = x >= 4 * index && x < (4 * index) + 10 && y is >= 10 and < 20;
            image.Pixels.AsSpan(3 * pixel, 3).Fill(isSquare ? (byte)255 : (byte)(3 * x));
            image.Pixels[(3 * pixel) + 1] = isSquare ? (byte)0 : (byte)(6 * y);
            image.Pixels[(3 * pixel) + 2] = (byte)(20 * index);
        }

        return image;
    }
}
