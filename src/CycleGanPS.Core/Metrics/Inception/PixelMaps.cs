namespace CycleGanPS.Core.Metrics.Inception;

/// <summary>Feature maps with the channels of a pixel side by side, pixel after pixel, or a part of the channels of such.</summary>
/// <param name="values">The first pixel's first channel.</param>
/// <param name="images">Images, one after another.</param>
/// <param name="height">Rows of an image.</param>
/// <param name="width">Pixels of a row.</param>
/// <param name="channels">Channels.</param>
/// <param name="stride">Floats from one pixel to the next.</param>
internal readonly unsafe struct PixelMaps(float* values, int images, int height, int width, int channels, int stride)
{
    public float* Values { get; } = values;

    public int Images { get; } = images;

    public int Height { get; } = height;

    public int Width { get; } = width;

    public int Channels { get; } = channels;

    public int Stride { get; } = stride;

    /// <summary>Pixels of all images.</summary>
    public int Pixels => Images * Height * Width;

    /// <summary>A pixel's first channel.</summary>
    public float* this[int image, int y, int x] => Values + (((((nint)image * Height) + y) * Width) + x) * Stride;

    public bool Has(int y, int x) => (uint)y < (uint)Height && (uint)x < (uint)Width;
}
