using CycleGanPS.Core.Images;
using Xunit;

namespace CycleGanPS.Core.Tests.Images;

/// <summary>JPEG files that lack a part of their data, which decoders read without a word, against good ones as cameras write them.</summary>
public class DamagedJpegTests
{
    public static TheoryData<string> Named(string pattern) =>
        [.. Directory.EnumerateFiles(Fixtures.Path("images", "jpegs"), pattern).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Named), "damaged-*")]
    public void WhatPillowOrDjpegWarnsOfIsDamaged(string name)
    {
        var fault = Fault(name);
        Assert.Matches("is (damaged|cut off)", fault.Message);
    }

    [Theory]
    [MemberData(nameof(Named), "good-*")]
    public void GoodFilesAreRead(string name)
    {
        var image = ImageFile.Read(File(name));
        Assert.Equal((57, 43), (image.Width, image.Height));
    }

    [Theory]
    [InlineData("unread-12-bit.jpg", "is a 12-bit JPEG, which is not read")]
    [InlineData("unread-arithmetic.jpg", "is a JPEG with arithmetic coding, which is not read")]
    [InlineData("unread-lossless.jpg", "is a lossless JPEG, which is not read")]
    [InlineData("unread-hierarchical.jpg", "is a hierarchical JPEG, which is not read")]
    [InlineData("unread-64-bit.bmp", "is a 64-bit BMP, which is not read")]
    [InlineData("unread-jpeg-inside.bmp", "is a BMP with a JPEG in it, which is not read")]
    [InlineData("foreign-digits.jpg", "is not an image by its content")]
    [InlineData("foreign-icon.png", "is not an image by its content")]
    [InlineData("foreign-wireless.bmp", "is not an image by its content")]
    public void WhatIsNotReadIsNotCalledDamaged(string name, string words)
    {
        Assert.Contains(words, Fault(name).Message);
        Assert.Contains(words, Assert.Throws<CycleGanException>(() => ImageFile.Identify(File(name))).Message);
    }

    [Theory]
    [MemberData(nameof(Named), "turned*")]
    public void OrientationIsFoundWhereverItIs(string name)
    {
        var image = ImageFile.Read(File(name));
        var identity = ImageFile.Identify(File(name));

        Assert.Equal((20, 40), (image.Width, image.Height));
        Assert.Equal((20, 40), (identity.Width, identity.Height));
        Assert.InRange(image.Pixels[1], 0, 5);
        Assert.InRange(image.Pixels[^2], 250, 255);
    }

    // The Huffman codes fall into step again after a while, so that single bits may well stay unseen.
    [Fact]
    public void NoFaultOfTheDataIsAFaultOfOurs()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("damaged.jpg");
        foreach (var name in Directory.EnumerateFiles(Fixtures.Path("images", "jpegs"), "good-*"))
        {
            var whole = System.IO.File.ReadAllBytes(name);
            var random = new Random(1);
            for (var round = 0; round < 60; round++)
            {
                var bytes = whole.ToArray();
                random.NextBytes(bytes.AsSpan(random.Next(2, bytes.Length), 1));
                System.IO.File.WriteAllBytes(path, bytes);
                try
                {
                    ImageFile.Read(path);
                }
                catch (CycleGanException fault)
                {
                    Assert.Equal(FaultKind.UnreadableImage, fault.Kind);
                }
            }
        }
    }

    private static string File(string name) => Fixtures.Path("images", "jpegs", name);

    private static CycleGanException Fault(string name)
    {
        var fault = Assert.Throws<CycleGanException>(() => ImageFile.Read(File(name)));
        Assert.Equal(FaultKind.UnreadableImage, fault.Kind);
        Assert.Contains(name, fault.Message);
        return fault;
    }
}
