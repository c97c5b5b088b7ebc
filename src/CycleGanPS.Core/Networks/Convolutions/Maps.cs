using static TorchSharp.torch;

namespace CycleGanPS.Core.Networks.Convolutions;

/// <summary>A batch of feature maps in memory, N×C×H×W floats without gaps. The tensor must live as long as this is used.</summary>
internal readonly unsafe struct Maps(Tensor tensor)
{
    public float* Values { get; } = Pointer(tensor);

    public int Images { get; } = (int)tensor.shape[0];

    public int Channels { get; } = (int)tensor.shape[1];

    public int Height { get; } = (int)tensor.shape[2];

    public int Width { get; } = (int)tensor.shape[3];

    /// <summary>Floats of one channel of one image.</summary>
    public nint Plane => (nint)Height * Width;

    /// <summary>A channel of an image.</summary>
    public float* this[int image, int channel] => Values + ((((nint)image * Channels) + channel) * Plane);

    /// <summary>The first element of a tensor of floats without gaps.</summary>
    public static float* Pointer(Tensor tensor)
    {
        fixed (byte* first = tensor.bytes)
        {
            return (float*)first;
        }
    }
}
