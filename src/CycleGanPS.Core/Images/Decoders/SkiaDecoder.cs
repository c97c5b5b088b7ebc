using CycleGanPS.Core.Images.Colours;
using CycleGanPS.Core.Images.Jpeg;
using SkiaSharp;

namespace CycleGanPS.Core.Images.Decoders;

/// <summary>JPEG, PNG, WebP, BMP and the first frame of a GIF, through Skia, whose pixels are Pillow's.</summary>
internal sealed class SkiaDecoder : PictureDecoder
{
    private readonly SKData _file;
    private readonly SKCodec _codec;

    private SkiaDecoder(SKData file, SKCodec codec)
    {
        (_file, _codec) = (file, codec);
        (Width, Height) = (codec.Info.Width, codec.Info.Height);
        Model = codec.Info.ColorType == SKColorType.Gray8 || IsGreyPng(file.AsSpan()) ? ColourModel.Grey
            : JpegWalk.IsJpeg(file.AsSpan()) && JpegWalk.FrameOf(file.AsSpan())?.Channels.Length == 4 ? ColourModel.Cmyk
            : ColourModel.Rgb;
        IsOpaque = codec.Info.AlphaType == SKAlphaType.Opaque;
    }

    public static SkiaDecoder Begin(SKData file)
    {
        if (UnreadFeatures.Of(file.AsSpan()) is { } feature)
        {
            throw new InvalidDataException($"{feature}, which is not read");
        }

        var codec = SKCodec.Create(file) ?? throw new InvalidDataException("is damaged or cut off within its header");
        return new SkiaDecoder(file, codec) { Format = codec.EncodedFormat.ToString() };
    }

    public override RgbaPixels Decode()
    {
        // No colour space: Skia then leaves the samples as they are instead of converting them to sRGB.
        var info = new SKImageInfo(Width, Height, SKColorType.Rgba8888, IsOpaque ? SKAlphaType.Opaque : SKAlphaType.Unpremul, colorspace: null);
        var pixels = new RgbaPixels(Width, Height);
        var fault = FaultOf(info, pixels.Address);
        if (fault is not null)
        {
            pixels.Dispose();
            throw new InvalidDataException(fault);
        }

        return pixels;
    }

    // Skia gives no inks. Under a profile by which cyan, magenta and yellow are red, green and blue light, it gives three of them, and the fourth
    // under one by which black is white.
    public override unsafe RgbaPixels DecodeInks()
    {
        var inks = Decode();
        try
        {
            Unmix(IdentityProfile.OfColours, inks, at: 0, count: 3);
            Unmix(IdentityProfile.OfBlack, inks, at: 3, count: 1);
            return inks;
        }
        catch
        {
            inks.Dispose();
            throw;
        }
    }

    private unsafe void Unmix(byte[] profile, RgbaPixels inks, int at, int count)
    {
        using var file = SKData.CreateCopy(EmbeddedProfile.Replace(_file.AsSpan(), profile));
        using var codec = SKCodec.Create(file);
        using var linear = SKColorSpace.CreateSrgbLinear();
        using var row = new RgbaPixels(2 * Width, 1);
        var info = new SKImageInfo(Width, Height, SKColorType.RgbaF16, SKAlphaType.Opaque, linear);
        if (codec?.StartScanlineDecode(info) is { } result and not SKCodecResult.Success)
        {
            throw new InvalidDataException($"could not be decoded ({result})");
        }

        for (var y = 0; y < Height; y++)
        {
            codec!.GetScanlines(row.Address, 1, 8 * Width);
            var light = (Half*)row.Address;
            var target = inks.Row(y);
            for (var x = 0; x < Width; x++)
            {
                for (var channel = 0; channel < count; channel++)
                {
                    target[4 * x + at + channel] = (byte)Math.Clamp((float)light[4 * x + channel] * 255 + 0.5f, 0, 255);
                }
            }
        }
    }

    public override void Dispose() => _codec.Dispose();

    // Skia tells grey only without alpha and of 8 bits: the colour types are 0 and, with alpha, 4.
    private static bool IsGreyPng(ReadOnlySpan<byte> file) => ImageMagic.IsPng(file) && file.Length > 25 && file[25] is 0 or 4;

    // Null where all is well.
    private string? FaultOf(SKImageInfo info, nint target)
    {
        var file = _file.AsSpan();
        return (JpegWalk.IsJpeg(file) ? JpegWalk.FaultOf(file) : null) ?? _codec.GetPixels(info, target) switch
        {
            SKCodecResult.Success => null,
            SKCodecResult.IncompleteInput => JpegWalk.CutOff,
            SKCodecResult.ErrorInInput => JpegWalk.Damaged,
            var result => $"could not be decoded ({result})",
        };
    }
}
