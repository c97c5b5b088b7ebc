using System.Runtime.InteropServices;
using CycleGanPS.Core.Images;
using Xunit;

namespace CycleGanPS.Core.Tests.Images;

public class PillowResamplerTests
{
    private static readonly RgbImage Source = ImageFile.Read(Fixtures.Path("images", "noise.png"));

    public static TheoryData<Resampling, int, int> Sizes()
    {
        var data = new TheoryData<Resampling, int, int>();
        foreach (var kind in Enum.GetValues<Resampling>())
        {
            foreach (var (width, height) in new[] { (13, 9), (64, 50), (41, 7), (5, 29), (90, 3), (1, 1) })
            {
                data.Add(kind, width, height);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Resize_equals_pillow_to_the_bit(Resampling kind, int width, int height)
    {
        var expected = ImageFileTests.Expected($"resize-{kind}-{width}x{height}");
        Assert.Equal(expected.Pixels, PillowResampler.Resize(Source, width, height, kind).Pixels);
    }

    [Theory]
    [InlineData(Resampling.Bilinear)]
    [InlineData(Resampling.Bicubic)]
    [InlineData(Resampling.Lanczos)]
    public void ResizeFloat_equals_pillow_in_mode_F(Resampling kind)
    {
        var bytes = File.ReadAllBytes(Fixtures.Path("images", "expected", $"resize-{kind}-13x50.f32"));
        var expected = MemoryMarshal.Cast<byte, float>(bytes).ToArray();
        var actual = PillowResampler.ResizeFloat(Source, 13, 50, kind);
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
    }

    [Fact]
    public void The_same_size_is_the_same_picture() =>
        Assert.Same(Source, PillowResampler.Resize(Source, Source.Width, Source.Height, Resampling.Bicubic));

    [Fact]
    public void A_plain_colour_stays_plain_at_any_size()
    {
        var plain = new RgbImage(33, 21);
        Array.Fill(plain.Pixels, (byte)201);
        foreach (var (width, height) in new[] { (1, 500), (500, 1), (17, 4) })
        {
            Assert.All(PillowResampler.Resize(plain, width, height, Resampling.Lanczos).Pixels, value => Assert.Equal(201, value));
        }
    }
}
