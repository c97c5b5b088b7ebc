namespace CycleGanPS.Core.Metrics.Inception;

/// <summary>Where feature maps lie in the memory of a batch, planned before there is one.</summary>
/// <param name="Start">Floats before them, for each image of the batch.</param>
/// <param name="First">The first of their channels in a pixel.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="Channels">Channels.</param>
/// <param name="Stride">Channels of a pixel, whoever's.</param>
internal readonly record struct MapsPlace(nint Start, int First, int Height, int Width, int Channels, int Stride)
{
    // A line of the cache, which maps begin at.
    private const int Line = 16;

    /// <summary>Floats of an image, in whole lines of the cache.</summary>
    public nint Floats => (((nint)Height * Width * Stride) + Line - 1) / Line * Line;

    /// <summary>Some of the channels.</summary>
    public MapsPlace Part(int first, int channels) => this with { First = First + first, Channels = channels };

    public unsafe PixelMaps In(float* memory, int images) => new(memory + (Start * images) + First, images, Height, Width, Channels, Stride);
}
