using System.Text;
using CycleGanPS.Core.Images;
using CycleGanPS.Core.Images.Metadata;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Metadata.Profiles.Exif;
using Xunit;

namespace CycleGanPS.Core.Tests.Images;

/// <summary>What is told of a photo, in a file that was made of it, as ImageSharp reads it there.</summary>
public sealed class PhotoMetadataTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _leftOut = [];

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, ImageFormat> Ways
    {
        get
        {
            var ways = new TheoryData<string, ImageFormat>();
            foreach (var source in (string[])["photo.jpg", "photo.png", "photo.webp", "photo.tif"])
            {
                foreach (var format in Enum.GetValues<ImageFormat>())
                {
                    ways.Add(source, format);
                }
            }

            return ways;
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void IsCarriedOverAndHoldsForTheNewPicture(string source, ImageFormat format)
    {
        var file = Carry(source, format);
        using var image = Image.Load(file);
        Assert.Equal((48, 32), (image.Width, image.Height));
        var exif = image.Metadata.ExifProfile;
        Assert.Equal("A title", exif.GetValue(ExifTag.ImageDescription).Value);
        Assert.Equal("Camera 1", exif.GetValue(ExifTag.Model).Value);
        Assert.Equal("2024:05:06 07:08:09", exif.GetValue(ExifTag.DateTimeOriginal).Value);
        Assert.Equal(new Rational(1, 125), exif.GetValue(ExifTag.ExposureTime).Value);
        Assert.Equal("N", exif.GetValue(ExifTag.GPSLatitudeRef).Value);
        Assert.Equal(50u, exif.GetValue(ExifTag.GPSLatitude).Value[0].Numerator);

        Assert.Equal(1, exif.GetValue(ExifTag.Orientation).Value);
        Assert.Equal((48, 32), ((int)exif.GetValue(ExifTag.PixelXDimension).Value, (int)exif.GetValue(ExifTag.PixelYDimension).Value));
        Assert.Equal(1, exif.GetValue(ExifTag.ColorSpace).Value);
        Assert.Null(exif.GetValue(ExifTag.MakerNote));
        using var thumbnail = exif.CreateThumbnail();
        Assert.Null(thumbnail);

        var xmp = Encoding.UTF8.GetString(XmpPacket.Of(file));
        Assert.Contains("Schloß", xmp);
        Assert.Contains("tiff:Orientation=\"1\"", xmp);
        Assert.Contains("exif:PixelXDimension=\"48\"", xmp);
        Assert.Contains("<exif:PixelYDimension>32</exif:PixelYDimension>", xmp);
        Assert.Contains("xmp:Rating=\"4\"", xmp);
        Assert.DoesNotContain("Thumbnails", xmp);
        Assert.DoesNotContain("ICCProfile", xmp);
        Assert.Equal(XmpPacket.Of(file), image.Metadata.XmpProfile.ToByteArray());

        // The colours are sRGB, and the file says so.
        var profile = Core.Images.Colours.EmbeddedProfile.Of(file);
        Assert.True(format == ImageFormat.Png ? profile.Length > 0 || file.AsSpan().IndexOf("sRGB"u8) > 0 : profile.Length > 0);
        Assert.Empty(_leftOut);

        // What is written is read as it was meant, once more.
        File.WriteAllBytes(_folder.File("again"), file);
        var again = PhotoFile.Read(_folder.File("again"), Transparency.White, withMetadata: true, photo => photo);
        Assert.Null(again.Warning);
        ImageFileTests.AssertClose(ImageFile.Read(_folder.File("again")), again.Image, 1);
        Assert.Equal(ExifCopy.Make(again.Metadata!.Exif, 48, 32), again.Metadata.Exif);
    }

    [Theory]
    [InlineData(ImageFormat.Png)]
    [InlineData(ImageFormat.Webp)]
    public void GoesWithTransparency(ImageFormat format)
    {
        var photo = PhotoFile.Read(Fixtures.Path("photos", "metadata", "photo.jpg"), Transparency.Keep, withMetadata: true, photo => photo);
        var alpha = ImageFileTests.Noise(48, 32);
        var encoded = ImageFile.Encode(ImageFileTests.Noise(48, 32), format, alpha: alpha, saysSpace: true);
        File.WriteAllBytes(_folder.File("both"), photo.Metadata!.Embed(encoded, format, 48, 32, _leftOut.Add));
        var read = PhotoFile.Read(_folder.File("both"), Transparency.Keep, withMetadata: true, photo => photo);
        Assert.NotNull(read.Alpha);
        Assert.NotEmpty(read.Metadata!.Exif);
        Assert.NotEmpty(read.Metadata.Xmp);
    }

    [Theory]
    [InlineData("damaged.png", 2)]
    [InlineData("entities.png", 1)]
    public void ThatIsDamagedIsToldAndLeftOut(string source, int times)
    {
        var file = Carry(source, ImageFormat.Png);
        Assert.Equal(times, _leftOut.Count);
        Assert.Empty(XmpPacket.Of(file));
        Assert.All(_leftOut, words => Assert.StartsWith("the damaged", words));
    }

    [Fact]
    public void ThatDoesNotFitIntoJpegIsTold()
    {
        byte[] packet = [.. "<x>"u8, .. Enumerable.Repeat((byte)'y', 70_000), .. "</x>"u8];
        var plain = ImageFile.Encode(new RgbImage(8, 8), ImageFormat.Jpeg);
        Assert.Equal(plain, new PhotoMetadata([], packet).Embed(plain, ImageFormat.Jpeg, 8, 8, _leftOut.Add));
        Assert.Equal(["the XMP packet (more than the 64 KB that JPEG takes)"], _leftOut);
    }

    [Fact]
    public void IsNotReadUnlessAskedFor() => Assert.Null(
        PhotoFile.Read(Fixtures.Path("photos", "metadata", "photo.jpg"), Transparency.White, withMetadata: false, photo => photo.Metadata));

    private byte[] Carry(string source, ImageFormat format)
    {
        var photo = PhotoFile.Read(Fixtures.Path("photos", "metadata", source), Transparency.White, withMetadata: true, photo => photo);
        var encoded = ImageFile.Encode(ImageFileTests.Noise(48, 32), format, saysSpace: true);
        return photo.Metadata!.Embed(encoded, format, 48, 32, _leftOut.Add);
    }
}
