using CycleGanPS.Core.Images;
using Xunit;

namespace CycleGanPS.Core.Tests.Images;

public class ImageFileTests
{
    // 16 bits are rounded to 8, which Pillow cuts. Two JPEG or lossy WebP decoders may round their transforms and chroma interpolation differently.
    private const int LossyTolerance = 2;

    [Theory]
    [InlineData("rgb.png", 0)]
    [InlineData("rgb.bmp", 0)]
    [InlineData("rgb.gif", 0)]
    [InlineData("animated.gif", 0)]
    [InlineData("lossless.webp", 0)]
    [InlineData("palette.png", 0)]
    [InlineData("bilevel.png", 0)]
    [InlineData("grey.png", 0)]
    [InlineData("one.png", 0)]
    [InlineData("gamma.png", 0)]
    [InlineData("rgb16.png", 1)]
    [InlineData("grey16.png", 1)]
    [InlineData("alpha.png", 0)]
    [InlineData("grey-alpha.png", 0)]
    [InlineData("palette-alpha.png", 0)]
    [InlineData("alpha.webp", 0)]
    [InlineData("rgb.jpg", LossyTolerance)]
    [InlineData("subsampled.jpg", LossyTolerance)]
    [InlineData("progressive.jpg", LossyTolerance)]
    [InlineData("grey.jpg", LossyTolerance)]
    [InlineData("cmyk.jpg", LossyTolerance)]
    [InlineData("jpeg-inside.png", LossyTolerance)]
    [InlineData("lossy.webp", LossyTolerance)]
    public void Read_gives_what_pillow_reads(string name, int tolerance) =>
        AssertClose(Expected(name), ImageFile.Read(Fixtures.Path("images", name)), tolerance);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void Read_turns_every_orientation_upright(int orientation)
    {
        var name = $"orientation-{orientation}.jpg";
        var expected = Expected(name);
        AssertClose(expected, ImageFile.Read(Fixtures.Path("images", name)), tolerance: 4);
        var identity = ImageFile.Identify(Fixtures.Path("images", name));
        Assert.Equal((expected.Width, expected.Height, "Jpeg"), (identity.Width, identity.Height, identity.Format));
    }

    // Pillow, and so pytorch-fid, leaves a rotated photo as it is stored: here a quarter turn, so the sides swap.
    [Fact]
    public void Without_orientation_a_picture_stays_as_it_is_stored()
    {
        var path = Fixtures.Path("images", "orientation-6.jpg");
        var upright = ImageFile.Read(path);
        var stored = ImageFile.Read(path, AlphaHandling.Drop, applyOrientation: false);

        Assert.NotEqual(upright.Width, upright.Height);
        Assert.Equal((upright.Height, upright.Width), (stored.Width, stored.Height));
        // A quarter turn clockwise brings the stored left column's lower end to the upper left corner.
        Assert.Equal(stored.Pixels.AsSpan(3 * stored.Width * (stored.Height - 1), 3).ToArray(), upright.Pixels[..3]);
    }

    [Theory]
    [InlineData("alpha.png", 0)]
    [InlineData("grey-alpha.png", 0)]
    [InlineData("palette-alpha.png", 0)]
    [InlineData("rgba16.png", 1)]
    public void Drop_keeps_the_stored_colours(string name, int tolerance) =>
        AssertClose(Expected("drop-" + name), ImageFile.Read(Fixtures.Path("images", name), AlphaHandling.Drop), tolerance);

    [Theory]
    [InlineData("truncated-rgb.png", "cut off")]
    [InlineData("truncated-rgb.jpg", "cut off")]
    [InlineData("truncated-rgb.bmp", "cut off")]
    [InlineData("truncated-lossless.webp", "")]
    [InlineData("truncated-rgb.gif", "")]
    [InlineData("header-only.png", "header")]
    [InlineData("huge.png", "100000×100000")]
    [InlineData("text.png", "not an image")]
    [InlineData("empty.png", "empty")]
    public void A_bad_file_is_named_with_its_fault(string name, string fault)
    {
        var exception = Assert.Throws<CycleGanException>(() => ImageFile.Read(Fixtures.Path("images", name)));
        Assert.Equal(FaultKind.UnreadableImage, exception.Kind);
        Assert.Contains(name, exception.Message);
        Assert.Contains(fault, exception.Message);
    }

    [Fact]
    public void A_missing_file_and_a_folder_are_told_apart()
    {
        var missing = Assert.Throws<CycleGanException>(() => ImageFile.Read(Fixtures.Path("images", "no-such.png")));
        Assert.Equal(FaultKind.PathNotFound, missing.Kind);
        var folder = Assert.Throws<CycleGanException>(() => ImageFile.Read(Fixtures.Path("images")));
        Assert.Contains("folder", folder.Message);
    }

    [Fact]
    public void Where_memory_does_not_suffice_it_is_the_pictures_fault()
    {
        var fault = Assert.Throws<CycleGanException>(
            () => ImageFile.Read<int>(Fixtures.Path("images", "rgb.png"), _ => throw new OutOfMemoryException()));
        Assert.Equal(FaultKind.UnreadableImage, fault.Kind);
        Assert.Contains("rgb.png", fault.Message);
    }

    [Fact]
    public void A_large_file_that_is_no_picture_is_not_read()
    {
        using var folder = new TemporaryFolder();
        using (var file = File.Create(folder.File("film.jpg")))
        {
            file.Write([0, 0, 0, 0x18, .. "ftypmp42"u8]);
            file.SetLength(1L << 30);
        }

        var before = GC.GetTotalAllocatedBytes();
        Assert.Contains("not an image", Assert.Throws<CycleGanException>(() => ImageFile.Read(folder.File("film.jpg"))).Message);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 10 << 20);
    }

    [Fact]
    public void A_picture_longer_than_a_format_holds_is_refused()
    {
        Assert.Throws<CycleGanException>(() => ImageFormats.CheckHolds(ImageFormat.Png, 1_000_001, 1, "long.png"));
        Assert.Throws<CycleGanException>(() => ImageFormats.CheckHolds(ImageFormat.Webp, 1, 16_384, "long.webp"));
        ImageFormats.CheckHolds(ImageFormat.Png, 1_000_000, 1, "long.png");
    }

    [Fact]
    public void Every_cut_of_a_file_is_an_error_or_the_whole_picture()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("cut");
        foreach (var name in new[] { "rgb.png", "rgb.jpg", "progressive.jpg", "lossless.webp", "lossy.webp", "rgb.gif", "rgb.bmp", "palette-alpha.png" })
        {
            var whole = File.ReadAllBytes(Fixtures.Path("images", name));
            for (var length = 0; length < whole.Length; length += 7)
            {
                File.WriteAllBytes(path, whole[..length]);
                try
                {
                    // Only the end marker may be missing.
                    AssertClose(Expected(name), ImageFile.Read(path), LossyTolerance);
                }
                catch (CycleGanException exception)
                {
                    Assert.Equal(FaultKind.UnreadableImage, exception.Kind);
                }
            }
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(20_000, 10)]
    [InlineData(3, 700)]
    public void Png_goes_there_and_back_exactly(int width, int height)
    {
        using var folder = new TemporaryFolder();
        var image = Noise(width, height);
        var path = folder.File("bild [1] 日本.png");
        ImageFile.Write(image, path, ImageFormat.Png);
        Assert.Equal(image.Pixels, ImageFile.Read(path).Pixels);
        Assert.Equal([path], Directory.GetFileSystemEntries(folder.Path));
    }

    [Theory]
    [InlineData(ImageFormat.Jpeg, "Jpeg")]
    [InlineData(ImageFormat.Webp, "Webp")]
    public void Lossy_formats_are_close_and_quality_counts(ImageFormat format, string name)
    {
        using var folder = new TemporaryFolder();
        var image = ImageFile.Read(Fixtures.Path("images", "rgb.png"));
        var (fine, coarse) = (folder.File("fine"), folder.File("coarse"));
        ImageFile.Write(image, fine, format, quality: 98);
        ImageFile.Write(image, coarse, format, quality: 10);
        AssertClose(image, ImageFile.Read(fine), tolerance: 24);
        Assert.Equal(name, ImageFile.Identify(fine).Format);
        Assert.True(new FileInfo(coarse).Length < new FileInfo(fine).Length);
    }

    [Fact]
    public void A_failed_write_leaves_nothing_behind_and_keeps_the_old_file()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("picture.webp");
        File.WriteAllText(path, "old");
        var exception = Assert.Throws<CycleGanException>(() => ImageFile.Write(new RgbImage(20_000, 1), path, ImageFormat.Webp));
        Assert.Equal(FaultKind.OutputNotWritable, exception.Kind);
        Assert.Equal("old", File.ReadAllText(path));

        // A folder of that name cannot be replaced by a file.
        Directory.CreateDirectory(folder.File("taken.png"));
        Assert.Throws<CycleGanException>(() => ImageFile.Write(new RgbImage(1, 1), folder.File("taken.png"), ImageFormat.Png));
        Assert.Throws<CycleGanException>(() => ImageFile.Write(new RgbImage(1, 1), folder.File("no/such/folder.png"), ImageFormat.Png));
        Assert.Equal(2, Directory.GetFileSystemEntries(folder.Path).Length);
    }

    internal static RgbImage Noise(int width, int height)
    {
        var image = new RgbImage(width, height);
        new Random(5).NextBytes(image.Pixels);
        return image;
    }

    internal static RgbImage Expected(string name) =>
        ImageFile.Read(Fixtures.Path("images", "expected", name + ".png"));

    internal static void AssertClose(RgbImage expected, RgbImage actual, int tolerance)
    {
        Assert.Equal((expected.Width, expected.Height), (actual.Width, actual.Height));
        var worst = expected.Pixels.Zip(actual.Pixels, (left, right) => Math.Abs(left - right)).Max();
        Assert.True(worst <= tolerance, $"The pictures differ by up to {worst} levels.");
    }
}
