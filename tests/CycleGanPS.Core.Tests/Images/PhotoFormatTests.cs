using CycleGanPS.Core.Images;
using Xunit;

namespace CycleGanPS.Core.Tests.Images;

/// <summary>TIFF, TGA and PNM files against Pillow, and the formats that are not read.</summary>
public sealed class PhotoFormatTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Readable =>
        [.. Directory.GetFiles(Fixtures.Path("photos", "formats")).Select(path => System.IO.Path.GetFileName(path))];

    public static TheoryData<string> Unread =>
        [.. Directory.GetFiles(Fixtures.Path("photos", "formats", "unread")).Select(path => System.IO.Path.GetFileName(path))];

    [Theory]
    [MemberData(nameof(Readable))]
    public void AreReadPixelForPixelAsPillowReadsThem(string name)
    {
        var expected = ImageFile.Read(Fixtures.Path("photos", "formats", "expected", name + ".png"));
        var path = Fixtures.Path("photos", "formats", name);
        foreach (var applyOrientation in (bool[])[false, true])
        {
            var read = ImageFile.Read(path, AlphaHandling.Drop, applyOrientation);
            Assert.Equal((expected.Width, expected.Height), (read.Width, read.Height));
            Assert.Equal(expected.Pixels, read.Pixels);
        }

        var identity = ImageFile.Identify(path);
        Assert.Equal((expected.Width, expected.Height), (identity.Width, identity.Height));
    }

    [Theory]
    [InlineData("deflate-rgba.tif")]
    [InlineData("rgba16-big-endian.tif")]
    [InlineData("rle.tga")]
    public void TransparencyLiesOverWhite(string name)
    {
        // The fixture's alpha goes from nothing on the left to all on the right.
        var read = ImageFile.Read(Fixtures.Path("photos", "formats", name));
        var stored = ImageFile.Read(Fixtures.Path("photos", "formats", name), AlphaHandling.Drop);
        Assert.Equal<byte>([255, 255, 255], read.Pixels[..3]);
        var last = 3 * (read.Width - 1);
        Assert.Equal(stored.Pixels[last..(last + 3)], read.Pixels[last..(last + 3)]);
    }

    [Theory]
    [MemberData(nameof(Unread))]
    public void WhatIsNotReadIsNamedWithTheWayOut(string name)
    {
        var path = Fixtures.Path("photos", "formats", "unread", name);
        var fault = Assert.Throws<CycleGanException>(() => ImageFile.Read(path));
        Assert.Equal(FaultKind.UnreadableImage, fault.Kind);
        Assert.Contains(System.IO.Path.GetFileNameWithoutExtension(name).TrimEnd(), fault.Message);
        Assert.Contains("which is not read; ", fault.Message);
        Assert.Contains(path, fault.Message);
    }

    // Two sizes of 16384 and one pixel more, in a few bytes.
    [Theory]
    [InlineData("huge.ppm", "P6 20000 20000 255\n", "the limit is")]
    [InlineData("claims.ppm", "P6 16000 16000 255\nfew", "cut off")]
    [InlineData("claims.pgm", "P2 16000 16000 255\n1 2 3", "cut off")]
    [InlineData("zero.ppm", "P6 0 5 255\n", "0×5")]
    [InlineData("value.ppm", "P6 1 1 70000\n______", "greatest value")]
    [InlineData("numbers.ppm", "P6 99999999999999999999 1 255\n", "the limit is")]
    [InlineData("words.ppm", "P6 5 x 255\n_________", "damaged")]
    public void LyingPnmFilesAreRefused(string name, string text, string said)
    {
        File.WriteAllText(_folder.File(name), text);
        Assert.Contains(said, Assert.Throws<CycleGanException>(() => ImageFile.Read(_folder.File(name))).Message);
    }

    [Fact]
    public void ATargaIsKnownByItsFooterOrItsName()
    {
        var bytes = File.ReadAllBytes(Fixtures.Path("photos", "formats", "footer-tells"))[..^26];
        File.WriteAllBytes(_folder.File("picture.tga"), bytes);
        File.WriteAllBytes(_folder.File("picture.dat"), bytes);
        Assert.Equal("Tga", ImageFile.Identify(_folder.File("picture.tga")).Format);
        Assert.Contains("not an image", Assert.Throws<CycleGanException>(() => ImageFile.Read(_folder.File("picture.dat"))).Message);

        File.WriteAllBytes(_folder.File("picture.tga"), bytes[..^40]);
        Assert.Contains("cut off", Assert.Throws<CycleGanException>(() => ImageFile.Read(_folder.File("picture.tga"))).Message);
    }

    [Fact]
    public void ATiffThatAsksForMoreThanItHoldsIsRefusedBeforeThereIsRoomForIt()
    {
        // 16000×16000 pixels in one strip of a few packed bytes.
        var bytes = File.ReadAllBytes(Fixtures.Path("photos", "formats", "deflate-rgba.tif"));
        foreach (var tag in (ushort[])[256, 257, 278])
        {
            Set(bytes, tag, 16000);
        }

        File.WriteAllBytes(_folder.File("bomb.tif"), bytes);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("cut off", Assert.Throws<CycleGanException>(() => ImageFile.Read(_folder.File("bomb.tif"))).Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    // Little-endian, one number in the entry itself.
    private static void Set(byte[] tiff, ushort tag, int value)
    {
        var at = BitConverter.ToInt32(tiff, 4) + 2;
        while (BitConverter.ToUInt16(tiff, at) != tag)
        {
            at += 12;
        }

        BitConverter.TryWriteBytes(tiff.AsSpan(at + 2), (ushort)4);
        BitConverter.TryWriteBytes(tiff.AsSpan(at + 8), value);
    }
}
