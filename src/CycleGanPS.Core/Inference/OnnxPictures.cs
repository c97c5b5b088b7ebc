using CycleGanPS.Core.Images;

namespace CycleGanPS.Core.Inference;

/// <summary>Pictures as the numbers that a model takes, and back.</summary>
/// <param name="ChannelsLast">Whether the three colours of a pixel stand together, instead of three planes.</param>
/// <param name="Range">What black and white are; not Auto.</param>
/// <param name="BlueFirst">BGR instead of RGB.</param>
internal sealed record OnnxPictures(bool ChannelsLast, ValueRange Range, bool BlueFirst)
{
    // Every byte as the number that it becomes, in the order of float32 operations that training uses.
    private readonly float[] _table =
    [
        .. Enumerable.Range(0, 256).Select(value => Range switch
        {
            ValueRange.Unit => value / 255f,
            ValueRange.Byte => value,
            _ => ((value / 255f) - 0.5f) / 0.5f,
        }),
    ];

    /// <summary>The tensor's shape for so many pictures of a size.</summary>
    public static long[] Shape(bool channelsLast, int count, int width, int height) =>
        channelsLast ? [count, height, width, 3] : [count, 3, height, width];

    /// <summary>Writes a picture: 3·H·W values.</summary>
    public void Write(RgbImage picture, Span<float> target)
    {
        var (pixel, plane) = Strides(ChannelsLast, picture.Width * picture.Height);
        for (var channel = 0; channel < 3; channel++)
        {
            var write = plane * (BlueFirst ? 2 - channel : channel);
            for (var read = channel; read < picture.Pixels.Length; read += 3, write += pixel)
            {
                target[write] = _table[picture.Pixels[read]];
            }
        }
    }

    /// <summary>Reads a picture from 3·H·W values, rounded and clamped to bytes.</summary>
    /// <param name="channelsLast">The layout of what the model gave, which need not be that of what it took.</param>
    public RgbImage Read(ReadOnlySpan<float> values, int width, int height, bool channelsLast)
    {
        var (factor, offset) = Range switch
        {
            ValueRange.Unit => (255f, 0.5f),
            ValueRange.Byte => (1f, 0.5f),
            _ => (127.5f, 128f),
        };
        var picture = new RgbImage(width, height);
        var (pixel, plane) = Strides(channelsLast, width * height);
        for (var channel = 0; channel < 3; channel++)
        {
            var read = plane * (BlueFirst ? 2 - channel : channel);
            for (var write = channel; write < picture.Pixels.Length; write += 3, read += pixel)
            {
                var value = (values[read] * factor) + offset;
                // Not a number becomes black.
                picture.Pixels[write] = value > 0 ? (byte)Math.Min(value, 255f) : (byte)0;
            }
        }

        return picture;
    }

    private static (int Pixel, int Plane) Strides(bool channelsLast, int pixels) => channelsLast ? (3, 1) : (1, pixels);
}
