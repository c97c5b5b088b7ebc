using CycleGanPS.Core.Images;
using TorchSharp;
using Xunit;

namespace CycleGanPS.Core.Tests.Images;

public class ImageTensorTests
{
    [Fact]
    public void All_bytes_go_there_and_back()
    {
        var image = new RgbImage(16, 16);
        for (var index = 0; index < image.Pixels.Length; index++)
        {
            image.Pixels[index] = (byte)(index / 3 + 85 * (index % 3));
        }

        using var tensor = ImageTensor.FromImage(image);
        Assert.Equal([1L, 3L, 16L, 16L], tensor.shape);
        Assert.Equal(-1f, tensor.min().item<float>());
        Assert.Equal(1f, tensor.max().item<float>());
        Assert.Equal((image.Pixels[3 * 5 + 1] / 255f - 0.5f) / 0.5f, tensor[0, 1, 0, 5].item<float>());
        Assert.Equal(image.Pixels, ImageTensor.ToImage(tensor).Pixels);
    }

    [Fact]
    public void Values_are_rounded_and_clamped()
    {
        using var tensor = torch.tensor(new[] { -3f, 3f, 0.00393f }, [3, 1, 1]);
        Assert.Equal([0, 255, 128], ImageTensor.ToImage(tensor).Pixels);
    }

    [Fact]
    public void A_batch_keeps_its_order()
    {
        var (first, second) = (ImageFileTests.Noise(5, 3), new RgbImage(5, 3));
        using var batch = ImageTensor.FromImages([first, second]);
        Assert.Equal(first.Pixels, ImageTensor.ToImage(batch, 0).Pixels);
        Assert.Equal(second.Pixels, ImageTensor.ToImage(batch, 1).Pixels);
    }
}
