using CycleGanPS.Core.Faces;
using CycleGanPS.Core.Images;
using Xunit;

namespace CycleGanPS.Core.Tests.Faces;

public sealed class FaceSquareTests
{
    // With the eyes 59 apart the square's side is 200, and it begins at 130, 50.
    private static readonly DetectedFace Level = Face(new(200.5, 120), new(259.5, 120), new(230, 170));

    [Fact]
    public void A_level_face_is_cut_out_as_it_is_with_its_margins()
    {
        var photo = Gradient(400, 300);
        var square = new FaceSquare(Level);
        Assert.Equal(200, square.Side, 1e-9);
        Assert.Equal(200, square.OwnSize);

        var cut = square.Cut(photo, 200);

        for (var y = 0; y < 200; y++)
        {
            Assert.Equal(photo.Pixels.AsSpan(3 * (((50 + y) * 400) + 130), 600), cut.Pixels.AsSpan(600 * y, 600));
        }
    }

    [Theory]
    [InlineData(20)]
    [InlineData(-20)]
    [InlineData(90)]
    [InlineData(180)]
    public void A_tilted_face_is_cut_out_upright(double degrees)
    {
        // A square of the photo that is red on its left half and blue on its upper half, turned about its middle.
        var angle = degrees * Math.PI / 180;
        var (cos, sin) = (Math.Cos(angle), Math.Sin(angle));
        var photo = new RgbImage(400, 300);
        for (var y = 0; y < 300; y++)
        {
            for (var x = 0; x < 400; x++)
            {
                var (dx, dy) = (x + 0.5 - 230, y + 0.5 - 150);
                var at = 3 * ((y * 400) + x);
                photo.Pixels[at] = (byte)((dx * cos) + (dy * sin) < 0 ? 255 : 0);
                photo.Pixels[at + 2] = (byte)((dy * cos) - (dx * sin) < 0 ? 255 : 0);
            }
        }

        FacePoint Turned(FacePoint point) => new(
            230 + ((point.X - 230) * cos) - ((point.Y - 150) * sin), 150 + ((point.X - 230) * sin) + ((point.Y - 150) * cos));
        var square = new FaceSquare(Face(Turned(Level.Eyes.Left), Turned(Level.Eyes.Right), Turned(Level.Mouth)));

        var cut = square.Cut(photo, 64);

        Assert.Equal((255, 255), At(cut, 16, 16));
        Assert.Equal((0, 255), At(cut, 48, 16));
        Assert.Equal((255, 0), At(cut, 16, 48));
        Assert.Equal((0, 0), At(cut, 48, 48));
    }

    [Fact]
    public void Of_a_head_that_is_turned_aside_the_height_decides()
    {
        var square = new FaceSquare(Face(new(220, 120), new(240, 120), new(230, 180)));
        Assert.Equal(200, square.Side, 1e-9);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    public void What_is_put_back_unchanged_changes_little_and_nothing_outside(double degrees)
    {
        var angle = degrees * Math.PI / 180;
        var right = new FacePoint(230 + (59 * Math.Cos(angle)), 120 + (59 * Math.Sin(angle)));
        var square = new FaceSquare(Face(new(230, 120), right, new(245, 160)));
        var (before, photo) = (Gradient(500, 400), Gradient(500, 400));

        square.Blend(square.Cut(photo, 100), photo);

        Assert.InRange(before.Pixels.Zip(photo.Pixels, (one, other) => Math.Abs(one - other)).Max(), 0, 3);
        Assert.Equal(before.Pixels[..(3 * 500 * 30)], photo.Pixels[..(3 * 500 * 30)]);
    }

    [Fact]
    public void A_translation_covers_the_middle_and_fades_out_at_the_edge()
    {
        var photo = new RgbImage(400, 300);
        var white = new RgbImage(64, 64);
        white.Pixels.AsSpan().Fill(255);

        new FaceSquare(Level).Blend(white, photo);

        Assert.Equal((255, 255), At(photo, 230, 150));
        Assert.Equal((0, 0), At(photo, 129, 150));
        Assert.Equal((0, 0), At(photo, 331, 150));
        var edge = Enumerable.Range(130, 40).Select(x => At(photo, x, 150).Red).ToList();
        Assert.Equal(edge.Order(), edge);
        Assert.InRange(edge.Zip(edge.Skip(1), (one, next) => next - one).Max(), 1, 20);
    }

    [Fact]
    public void A_face_at_the_border_is_cut_out_with_what_is_there_and_put_back()
    {
        var square = new FaceSquare(Face(new(0, 5), new(59, 5), new(30, 50)));
        var photo = Gradient(100, 80);
        var cut = square.Cut(photo, 64);
        Assert.Equal((64, 64), (cut.Width, cut.Height));
        square.Blend(cut, photo);
    }

    [Theory]
    [InlineData(1e-300, 0)]
    [InlineData(1e9, 0)]
    [InlineData(1e300, 1e300)]
    public void Eyes_of_a_mad_detector_bring_nothing_down(double apart, double down)
    {
        var square = new FaceSquare(Face(new(10, 10), new(10 + apart, 10 + down), new(10, 20)));
        var photo = Gradient(40, 30);
        square.Blend(square.Cut(photo, 16), photo);
    }

    private static (int Red, int Blue) At(RgbImage image, int x, int y)
    {
        var at = 3 * ((y * image.Width) + x);
        return (image.Pixels[at], image.Pixels[at + 2]);
    }

    private static DetectedFace Face(FacePoint left, FacePoint right, FacePoint mouth) =>
        new() { Score = 1, Left = 0, Top = 0, Width = 1, Height = 1, Eyes = (left, right), Mouth = mouth };

    private static RgbImage Gradient(int width, int height)
    {
        var image = new RgbImage(width, height);
        for (var index = 0; index < width * height; index++)
        {
            image.Pixels[3 * index] = (byte)(255 * (index % width) / width);
            image.Pixels[(3 * index) + 1] = (byte)(255 * (index / width) / height);
        }

        return image;
    }
}
