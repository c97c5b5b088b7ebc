using static CycleGanPS.Core.Machine.Scalars;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Images;

/// <summary>Pictures as tensors and back: channels first, values from −1 to 1.</summary>
internal static unsafe class ImageTensor
{
    // ToTensor and Normalize(0.5, 0.5) of torchvision in their order of float32 operations, for each byte.
    private static readonly float[] Normalized = [.. Enumerable.Range(0, 256).Select(value => (value / 255f - 0.5f) / 0.5f)];

    /// <summary>A float32 tensor of 1×3×H×W in −1…1 on the CPU.</summary>
    public static Tensor FromImage(RgbImage image) => FromImages([image]);

    /// <summary>A float32 tensor of N×3×H×W in −1…1 on the CPU, of pictures of one size.</summary>
    public static Tensor FromImages(IReadOnlyList<RgbImage> images)
    {
        var (width, height) = (images[0].Width, images[0].Height);
        var size = checked(3 * width * height);
        var result = empty(images.Count, 3, height, width);
        try
        {
            // A span over all would have a limit that pictures can pass; an array would stay until a collection that nothing calls for.
            using var flat = result.flatten();
            using var first = flat.narrow(0, 0, 1);
            fixed (byte* start = first.bytes)
            {
                for (var index = 0; index < images.Count; index++)
                {
                    if (images[index].Width != width || images[index].Height != height)
                    {
                        throw new ArgumentException("The pictures of a batch must be of one size.", nameof(images));
                    }

                    WritePlanes(images[index], new Span<float>((float*)start + ((nint)index * size), size));
                }
            }

            return result;
        }
        catch
        {
            result.Dispose();
            throw;
        }
    }

    /// <summary>Writes the three planes R, G, B one after the other in −1…1: 3·H·W values.</summary>
    public static void WritePlanes(RgbImage image, Span<float> target) => WritePlanes(image, target, Normalized);

    /// <summary>Writes the three planes R, G, B one after the other, each byte through a table of 256 values.</summary>
    public static void WritePlanes(RgbImage image, Span<float> target, ReadOnlySpan<float> table)
    {
        var plane = image.Width * image.Height;
        var red = target[..plane];
        var green = target.Slice(plane, plane);
        var blue = target.Slice(2 * plane, plane);
        ReadOnlySpan<byte> pixels = image.Pixels;
        for (int index = 0, read = 0; index < red.Length; index++, read += 3)
        {
            red[index] = table[pixels[read]];
            green[index] = table[pixels[read + 1]];
            blue[index] = table[pixels[read + 2]];
        }
    }

    /// <summary>Writes the three planes R, G, B one after the other as they are: 3·H·W bytes.</summary>
    public static void WritePlanes(RgbImage image, Span<byte> target)
    {
        var plane = image.Width * image.Height;
        ReadOnlySpan<byte> pixels = image.Pixels;
        for (int index = 0, read = 0; index < plane; index++, read += 3)
        {
            target[index] = pixels[read];
            target[plane + index] = pixels[read + 1];
            target[2 * plane + index] = pixels[read + 2];
        }
    }

    /// <summary>Picture number <paramref name="index"/> of an N×3×H×W (or the one of a 3×H×W) tensor in −1…1, rounded and clamped to bytes.</summary>
    public static RgbImage ToImage(Tensor images, long index = 0)
    {
        if (images.dim() is not (3 or 4) || images.shape[^3] != 3)
        {
            throw new ArgumentException($"A tensor of N×3×H×W is needed, not {string.Join('×', images.shape)}.", nameof(images));
        }

        using var scope = NewDisposeScope();
        var one = images.dim() == 3 ? images : images[index];
        var bytes = one.detach().to(float32).mul(Held(127.5)).add(Held(128), Held(1)).clamp(Held(0), Held(255)).to(ScalarType.Byte)
            .permute(1, 2, 0).contiguous().cpu();
        // Not by way of the tensor's data, which goes from element to element.
        return new RgbImage((int)one.shape[2], (int)one.shape[1], bytes.bytes.ToArray());
    }
}
