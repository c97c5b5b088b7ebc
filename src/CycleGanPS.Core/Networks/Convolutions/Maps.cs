using static TorchSharp.torch;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace CycleGanPS.Core.Networks.Convolutions;

/// <summary>A batch of feature maps in memory, N×C×H×W floats without gaps. The tensor must live as long as this is used.</summary>
internal readonly unsafe struct Maps
{
    public Maps(Tensor tensor)
    {
        Values = Pointer(tensor);
        // Asked for once: each time is a call into libtorch.
        (Images, Channels, Height, Width) = Sizes.Of(tensor);
    }

    public float* Values { get; }

    public int Images { get; }

    public int Channels { get; }

    public int Height { get; }

    public int Width { get; }

    /// <summary>Floats of one channel of one image.</summary>
    public nint Plane => (nint)Height * Width;

    /// <summary>A channel of an image.</summary>
    public float* this[int image, int channel] => Values + ((((nint)image * Channels) + channel) * Plane);

    /// <summary>The sum of each channel over a batch, N×C×H×W to C.</summary>
    public static Tensor SumsOfChannels(Tensor tensor)
    {
        var maps = new Maps(tensor);
        var result = empty(maps.Channels);
        var sums = Pointer(result);
        for (var channel = 0; channel < maps.Channels; channel++)
        {
            var sum = 0.0;
            for (var image = 0; image < maps.Images; image++)
            {
                // In single precision, a row at a time.
                for (var row = 0; row < maps.Height; row++)
                {
                    sum += TensorPrimitives.Sum(new ReadOnlySpan<float>(maps[image, channel] + ((nint)row * maps.Width), maps.Width));
                }
            }

            sums[channel] = (float)sum;
        }

        return result;
    }

    /// <summary>The first element of a tensor of floats without gaps.</summary>
    public static float* Pointer(Tensor tensor)
    {
        fixed (byte* first = tensor.bytes)
        {
            return (float*)first;
        }
    }
}
