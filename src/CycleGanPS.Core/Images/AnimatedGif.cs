using CycleGanPS.Core.Files;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Gif;
using SixLabors.ImageSharp.Memory;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing.Processors.Quantization;

namespace CycleGanPS.Core.Images;

/// <summary>An animated GIF that is small: one palette for all frames, and of each frame only what has changed since the one before.</summary>
internal sealed class AnimatedGif : IDisposable
{
    // One of 128 is what a frame leaves as it is. Twice as many colours make a file a quarter larger, and do not look better.
    private const int Colours = 127;

    // The palette is made of so many frames, evenly spread.
    private const int PaletteFrames = 8;

    // What changes by less than this cannot be told from the palette's own error, and stays.
    private const int SmallestChange = 8;

    // Of our own, with nothing in it but the format that it writes.
    private static readonly Configuration Library = new()
    {
        MemoryAllocator = MemoryAllocator.Create(new MemoryAllocatorOptions { MaximumPoolSizeMegabytes = 16 }),
    };

    private readonly Image<Rgba32> _animation;
    private bool _isEmpty = true;

    public AnimatedGif(int width, int height) => _animation = new Image<Rgba32>(Library, width, height);

    /// <summary>Adds a frame.</summary>
    /// <param name="picture">Of the animation's size.</param>
    /// <param name="delay">How long it is seen, to a hundredth of a second.</param>
    public void Add(RgbImage picture, TimeSpan delay)
    {
        var frame = _isEmpty ? _animation.Frames.RootFrame : _animation.Frames.CreateFrame();
        _isEmpty = false;
        for (var y = 0; y < picture.Height; y++)
        {
            var row = frame.PixelBuffer.DangerousGetRowSpan(y);
            for (var x = 0; x < picture.Width; x++)
            {
                var read = 3 * ((y * picture.Width) + x);
                row[x] = new Rgba32(picture.Pixels[read], picture.Pixels[read + 1], picture.Pixels[read + 2]);
            }
        }

        var metadata = frame.Metadata.GetGifMetadata();
        metadata.FrameDelay = (int)Math.Round(delay.TotalSeconds * 100);
        metadata.DisposalMethod = GifDisposalMethod.NotDispose;
    }

    /// <summary>Writes the animation, which begins again at its end, whole or not at all. It is used up by that.</summary>
    /// <exception cref="CycleGanException">The file could not be written.</exception>
    public void Write(string path, CancellationToken cancellation)
    {
        var palette = MakePalette();
        LeaveOutWhatStays();
        _animation.Metadata.GetGifMetadata().RepeatCount = 0;
        var encoder = new GifEncoder
        {
            ColorTableMode = GifColorTableMode.Global,
            Quantizer = new PaletteQuantizer(palette, new QuantizerOptions { Dither = null }),
        };
        AtomicFile.Write(path, stream => _animation.SaveAsync(stream, encoder, cancellation).GetAwaiter().GetResult());
    }

    public void Dispose() => _animation.Dispose();

    // Wu's quantizer takes colours once only, so that the frames come to it as one picture.
    private Color[] MakePalette()
    {
        var count = Math.Min(_animation.Frames.Count, PaletteFrames);
        using var picture = new Image<Rgba32>(Library, _animation.Width, _animation.Height * count);
        for (var row = 0; row < picture.Height; row++)
        {
            var (place, y) = Math.DivRem(row, _animation.Height);
            var frame = _animation.Frames[((place + 1) * _animation.Frames.Count / count) - 1];
            frame.PixelBuffer.DangerousGetRowSpan(y).CopyTo(picture.Frames.RootFrame.PixelBuffer.DangerousGetRowSpan(row));
        }

        using var quantizer = new WuQuantizer(new QuantizerOptions { MaxColors = Colours, Dither = null }).CreatePixelSpecificQuantizer<Rgba32>(Library);
        quantizer.AddPaletteColors(new Buffer2DRegion<Rgba32>(picture.Frames.RootFrame.PixelBuffer));
        return [.. quantizer.Palette.ToArray().Select(colour => new Color(colour)), new Color(default(Rgba32))];
    }

    private void LeaveOutWhatStays()
    {
        for (var y = 0; y < _animation.Height; y++)
        {
            var shown = _animation.Frames.RootFrame.PixelBuffer.DangerousGetRowSpan(y).ToArray();
            for (var frame = 1; frame < _animation.Frames.Count; frame++)
            {
                var row = _animation.Frames[frame].PixelBuffer.DangerousGetRowSpan(y);
                for (var x = 0; x < row.Length; x++)
                {
                    if (Differ(row[x], shown[x]))
                    {
                        shown[x] = row[x];
                    }
                    else
                    {
                        row[x] = default;
                    }
                }
            }
        }
    }

    private static bool Differ(Rgba32 one, Rgba32 other) =>
        Math.Max(Math.Abs(one.R - other.R), Math.Max(Math.Abs(one.G - other.G), Math.Abs(one.B - other.B))) >= SmallestChange;
}
