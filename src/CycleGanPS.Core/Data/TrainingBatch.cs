using CycleGanPS.Core.Images;
using TorchSharp;
using static CycleGanPS.Core.Machine.Scalars;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Data;

/// <summary>A decoded, augmented batch on its way to the networks, and where the data order stands after it.</summary>
internal sealed class TrainingBatch
{
    public required IReadOnlyList<RgbImage> ImagesA { get; init; }

    public required IReadOnlyList<RgbImage> ImagesB { get; init; }

    /// <summary>The edge-smoothed copies of <see cref="ImagesB"/>, cropped and flipped as they are; null without edge smoothing.</summary>
    public IReadOnlyList<RgbImage>? ImagesSmoothedB { get; init; }

    /// <summary>Where the epoch stands once this batch has been trained on.</summary>
    public required DataPosition After { get; init; }

    /// <summary>Files that could not be read for this batch, each named once a run.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Uploads one domain as bytes and scales it to [−1, 1] on the device. N×3×H×W, float32.</summary>
    public static Tensor Upload(IReadOnlyList<RgbImage> images, Device device)
    {
        using var scope = NewDisposeScope();
        var (height, width) = (images[0].Height, images[0].Width);
        var bytes = new byte[3 * width * height * images.Count];
        for (var index = 0; index < images.Count; index++)
        {
            images[index].Pixels.CopyTo(bytes, index * 3 * width * height);
        }

        var onHost = tensor(bytes, [images.Count, height, width, 3]);
        // From pinned memory the copy goes on while the device works on what it has.
        var interleaved = device.type == DeviceType.CUDA ? onHost.pin_memory().to(device, non_blocking: true) : onHost;
        return interleaved.permute(0, 3, 1, 2).contiguous().to_type(ScalarType.Float32)
            .div_(Held(255)).sub_(Held(0.5)).div_(Held(0.5))
            .MoveToOuterDisposeScope();
    }
}
