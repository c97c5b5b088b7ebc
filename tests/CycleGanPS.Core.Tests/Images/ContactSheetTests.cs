using CycleGanPS.Core.Images;
using Xunit;

namespace CycleGanPS.Core.Tests.Images;

public class ContactSheetTests
{
    [Fact]
    public void Pictures_stand_in_their_cells_on_white()
    {
        var sheet = ContactSheet.Compose([[Plain(200, 0, 0), Plain(0, 200, 0)], [Plain(0, 0, 200)]], cellSize: 32);
        Assert.Equal((2 + 2 * 34, 2 + 2 * 34), (sheet.Width, sheet.Height));
        Assert.Equal((200, 0, 0), At(sheet, 10, 10));
        Assert.Equal((0, 200, 0), At(sheet, 44, 10));
        Assert.Equal((0, 0, 200), At(sheet, 10, 44));
        Assert.Equal((255, 255, 255), At(sheet, 44, 44));
    }

    [Fact]
    public void Titles_are_drawn_in_ink()
    {
        var plain = ContactSheet.Compose([[Plain(255, 255, 255)]], 64);
        var titled = ContactSheet.Compose([[Plain(255, 255, 255)]], 64, rowTitles: ["photo"], columnTitles: ["a title that is much too long for its column"]);
        Assert.All(plain.Pixels, value => Assert.Equal(255, value));
        Assert.True(titled.Pixels.Count(value => value < 128) > 100, "There is no text: the font is missing.");
        Assert.True(titled.Width > plain.Width && titled.Height > plain.Height);
    }

    [Fact]
    public void Wide_and_tall_pictures_keep_their_shape()
    {
        var sheet = ContactSheet.Compose([[new RgbImage(40, 10)]], 32);
        Assert.Equal((255, 255, 255), At(sheet, 16, 8));
        Assert.Equal((0, 0, 0), At(sheet, 16, 18));
    }

    private static (int, int, int) At(RgbImage image, int x, int y)
    {
        var index = 3 * (y * image.Width + x);
        return (image.Pixels[index], image.Pixels[index + 1], image.Pixels[index + 2]);
    }

    private static RgbImage Plain(byte red, byte green, byte blue) => new(16, 16, [.. Enumerable.Range(0, 256).SelectMany(_ => new[] { red, green, blue })]);
}
