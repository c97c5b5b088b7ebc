using CycleGanPS.Core.Data;
using CycleGanPS.Core.Images;
using Xunit;

namespace CycleGanPS.Core.Tests.Data;

public sealed class AugmentationTests
{
    [Theory]
    [InlineData(256, 256, 286, 286, 286)]
    [InlineData(640, 480, 286, 381, 286)]
    [InlineData(480, 641, 286, 286, 381)]
    public void ResizesTheShorterSideAsTorchvisionDoes(int width, int height, int size, int expectedWidth, int expectedHeight) =>
        Assert.Equal((expectedWidth, expectedHeight), Augmentation.ShorterSideTo(width, height, size));

    [Fact]
    public void CutsAndMirrorsTheCrop()
    {
        // Red counts columns, green counts rows.
        var image = new RgbImage(6, 5);
        for (var pixel = 0; pixel < 30; pixel++)
        {
            image.Pixels[3 * pixel] = (byte)(pixel % 6);
            image.Pixels[(3 * pixel) + 1] = (byte)(pixel / 6);
        }

        var plain = Augmentation.Apply(image, new ImagePlan(0, CropX: 0.999, CropY: 0.0, Flip: false), loadSize: 5, cropSize: 3);
        var flipped = Augmentation.Apply(image, new ImagePlan(0, CropX: 0.999, CropY: 0.0, Flip: true), loadSize: 5, cropSize: 3);

        Assert.Equal([3, 4, 5], Enumerable.Range(0, 3).Select(x => (int)plain.Pixels[3 * x]));
        Assert.Equal([5, 4, 3], Enumerable.Range(0, 3).Select(x => (int)flipped.Pixels[3 * x]));
        Assert.Equal([0, 1, 2], Enumerable.Range(0, 3).Select(y => (int)plain.Pixels[(9 * y) + 1]));
    }
}
