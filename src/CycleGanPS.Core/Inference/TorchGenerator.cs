using CycleGanPS.Core.Data;
using CycleGanPS.Core.Networks;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Inference;

/// <summary>Our generator, run by libtorch.</summary>
/// <param name="generator">The network, ready for inference.</param>
/// <param name="device">Where the network is.</param>
/// <param name="nativeSize">The size it was trained at, or null where nobody knows.</param>
/// <param name="owned">Whether the network is disposed with this.</param>
public sealed class TorchGenerator(ResnetGenerator generator, Device device, int? nativeSize = null, bool owned = false) : IImageGenerator
{
    public string Description =>
        $"{generator.Options.ResidualBlocks} blocks, {generator.Options.Filters} filters, with libtorch on {device}";

    public PictureSizes Sizes { get; } = new() { Multiple = ResnetGenerator.SideMultiple, Smallest = ResnetGenerator.SmallestSide };

    public int? NativeSize => nativeSize;

    /// <summary>At full resolution the largest layers together hold some five times the filters in float32.</summary>
    public double BytesPerPixel => 20.0 * generator.Options.Filters;

    public IReadOnlyList<RgbImage> Translate(IReadOnlyList<RgbImage> pictures)
    {
        using var inference = inference_mode();
        using var scope = NewDisposeScope();
        var output = generator.call(ImageTensor.FromImages(pictures).to(device)).cpu();
        return [.. pictures.Select((_, index) => ImageTensor.ToImage(output, index))];
    }

    public void Dispose()
    {
        if (owned)
        {
            generator.Dispose();
        }
    }
}
