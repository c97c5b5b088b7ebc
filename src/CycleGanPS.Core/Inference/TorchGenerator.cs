using CycleGanPS.Core.Images;
using CycleGanPS.Core.Inference.Strips;
using CycleGanPS.Core.Machine;
using CycleGanPS.Core.Networks;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Inference;

/// <summary>Our generator, run by libtorch. Pictures whose feature maps would pass the memory limit go through in strips.</summary>
/// <param name="generator">The network, ready for inference.</param>
/// <param name="device">Where the network is.</param>
/// <param name="nativeSize">The size it was trained at, or null where nobody knows.</param>
/// <param name="owned">Whether the network is disposed with this.</param>
/// <param name="memoryLimit">Bytes that the network may take up for its work; half of what is free if not given.</param>
internal sealed class TorchGenerator(
    GeneratorNetwork generator, Device device, int? nativeSize = null, bool owned = false, long? memoryLimit = null) : IImageGenerator
{
    // Pixels of a picture whose feature maps are worth giving back one by one.
    private const long LargePicture = 512 * 512;

    public string Description =>
        $"{generator.Options.Architecture}, {generator.Options.Filters} filters, in {generator.Precision} with libtorch on {device}";

    public PictureSizes Sizes { get; } = new() { Multiple = generator.Options.SideMultiple, Smallest = generator.Options.SmallestSide };

    public int? NativeSize => nativeSize;

    public long MemoryLimit { get; } = memoryLimit ?? MachineMemory.Free / 2;

    public long LeastBytes(int width, int height) => Math.Min(
        StripedForward.WholeImageBytes(generator.Options, height, width), StripedForward.LeastBytes(generator.Options, height, width));

    public IReadOnlyList<RgbImage> Translate(IReadOnlyList<RgbImage> pictures, CancellationToken cancellation = default)
    {
        // Whole pictures one by one before strips: a batch is a matter of speed.
        var (height, width) = (pictures[0].Height, pictures[0].Width);
        if ((long)height * width >= LargePicture)
        {
            NativeSettings.ReturnLargeBlocks();
        }

        var fitting = (int)Math.Min(MemoryLimit / StripedForward.WholeImageBytes(generator.Options, height, width), pictures.Count);
        return fitting == 0
            ? [.. pictures.Select(picture => TranslateInStrips(picture, cancellation))]
            : [.. pictures.Chunk(fitting).SelectMany(chunk => TranslateWhole(chunk, cancellation))];
    }

    public void Dispose()
    {
        if (owned)
        {
            generator.Dispose();
            // TorchSharp's initialisation makes a second handle of every weight, which would hold the memory until a collection
            // that nothing else calls for.
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }

    private List<RgbImage> TranslateWhole(RgbImage[] pictures, CancellationToken cancellation)
    {
        using var inference = inference_mode();
        using var scope = NewDisposeScope();
        var output = generator.Run(ImageTensor.FromImages(pictures).to(device), cancellation).cpu();
        return [.. pictures.Select((_, index) => ImageTensor.ToImage(output, index))];
    }

    private RgbImage TranslateInStrips(RgbImage picture, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        var output = new StripedForward(generator, MemoryLimit, cancellation).Run(OnDevice(picture)).cpu();
        return ImageTensor.ToImage(output, 0);
    }

    // Of one handle alone: disposed of, it leaves nothing.
    private Tensor OnDevice(RgbImage picture)
    {
        using var image = ImageTensor.FromImage(picture);
        return image.to(device);
    }
}
