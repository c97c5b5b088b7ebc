using System.Runtime.InteropServices;
using CycleGanPS.Core.Files;
using SkiaSharp;

namespace CycleGanPS.Core.Images;

/// <summary>
/// Pictures in files, by content and never by extension: JPEG, PNG, WebP, BMP and the first frame of a GIF in;
/// PNG, JPEG and WebP out.
/// </summary>
internal static class ImageFile
{
    /// <summary>
    /// The largest picture read, in pixels. Past this a header of a few bytes could ask for gigabytes.
    /// </summary>
    public const long MaximumPixels = 16384L * 16384L;

    private const string Formats = "JPEG, PNG, WebP, BMP and GIF are read";

    /// <summary>
    /// Reads a picture as 8-bit RGB with its EXIF orientation applied. Samples of 16 bits are rounded to 8;
    /// embedded colour profiles are not applied, as in Pillow.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="alpha">What becomes of transparency.</param>
    /// <param name="applyOrientation">Turn it upright; without, it stays as it is stored, as Pillow leaves it.</param>
    /// <exception cref="CycleGanException">The file is missing, not a picture, cut off, damaged or too large; the message says which.</exception>
    public static RgbImage Read(string path, AlphaHandling alpha = AlphaHandling.OverWhite, bool applyOrientation = true)
    {
        using var data = ReadBytes(path);
        using var codec = OpenCodec(path, data);
        var info = DecodedInfo(codec);
        var pixelCount = (long)info.Width * info.Height;
        unsafe
        {
            var pixels = (byte*)NativeMemory.Alloc((nuint)pixelCount, 4);
            try
            {
                Decode(path, data, codec, info, (nint)pixels);
                var image = new RgbImage(info.Width, info.Height);
                fixed (byte* target = image.Pixels)
                {
                    if (info.AlphaType == SKAlphaType.Opaque || alpha == AlphaHandling.Drop)
                    {
                        DropFourth(pixels, target, pixelCount);
                    }
                    else
                    {
                        LayOverWhite(pixels, target, pixelCount);
                    }
                }

                return applyOrientation ? ExifOrientation.Apply(image, codec.EncodedOrigin) : image;
            }
            finally
            {
                NativeMemory.Free(pixels);
            }
        }
    }

    /// <summary>Reads the header only: size and format, with the checks that <see cref="Read"/> makes of it.</summary>
    /// <exception cref="CycleGanException">As for <see cref="Read"/>, except that damage behind the header is not seen.</exception>
    public static ImageIdentity Identify(string path)
    {
        using var data = ReadBytes(path);
        using var codec = OpenCodec(path, data);
        var (width, height) = ExifOrientation.SwapsSides(codec.EncodedOrigin)
            ? (codec.Info.Height, codec.Info.Width)
            : (codec.Info.Width, codec.Info.Height);
        return new ImageIdentity(width, height, codec.EncodedFormat.ToString(), codec.Info.ColorType == SKColorType.Gray8);
    }

    /// <summary>Writes a picture whole or not at all; a file of that name is replaced.</summary>
    /// <param name="quality">1 to 100 for JPEG and WebP; PNG is lossless and ignores it.</param>
    /// <exception cref="CycleGanException">The file could not be written, or the format cannot hold a picture of this size.</exception>
    public static void Write(RgbImage image, string path, ImageFormat format, int quality = 95) =>
        AtomicFile.Write(path, stream => stream.Write(Encode(image, format, quality, path)));

    /// <summary>The bytes of a picture file.</summary>
    /// <param name="name">What to call the picture in an error message.</param>
    public static byte[] Encode(RgbImage image, ImageFormat format, int quality = 95, string? name = null)
    {
        if (quality is < 1 or > 100)
        {
            throw new CycleGanException(FaultKind.InvalidArgument, $"The quality {quality} is not between 1 and 100.", quality);
        }

        var largestSide = format switch { ImageFormat.Webp => 16383, ImageFormat.Jpeg => 65500, _ => int.MaxValue };
        if (Math.Max(image.Width, image.Height) > largestSide)
        {
            throw new CycleGanException(
                FaultKind.OutputNotWritable,
                $"{format} holds at most {largestSide} pixels a side; '{name}' would be {image.Width}×{image.Height}. Choose Png.",
                name);
        }

        using var bitmap = image.ToBitmap();
        using var pixmap = bitmap.PeekPixels();
        using var data = format switch
        {
            // Level 4 with the Up and Sub filters: within a few percent of level 9's size in a third of its time.
            ImageFormat.Png => pixmap.Encode(new SKPngEncoderOptions(SKPngEncoderFilterFlags.Sub | SKPngEncoderFilterFlags.Up, 4)),
            ImageFormat.Jpeg => pixmap.Encode(new SKJpegEncoderOptions(
                quality, SKJpegEncoderDownsample.Downsample420, SKJpegEncoderAlphaOption.Ignore)),
            ImageFormat.Webp => pixmap.Encode(new SKWebpEncoderOptions(SKWebpEncoderCompression.Lossy, quality)),
            _ => throw new ArgumentOutOfRangeException(nameof(format)),
        };
        return data?.ToArray() ?? throw new CycleGanException(
            FaultKind.OutputNotWritable, $"'{name}' ({image.Width}×{image.Height}) could not be encoded as {format}.", name);
    }

    private static SKData ReadBytes(string path)
    {
        try
        {
            var length = RegularFile.LengthOf(path);
            return length switch
            {
                0 => throw new CycleGanException(FaultKind.UnreadableImage, $"The image '{path}' is empty (0 bytes).", path),
                > int.MaxValue => throw new CycleGanException(
                    FaultKind.UnreadableImage, $"The file '{path}' is too large for an image ({length} bytes).", path),
                _ => SKData.CreateCopy(RegularFile.ReadAllBytes(path)),
            };
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CycleGanException(FaultKind.PathNotFound, $"The image '{path}' does not exist.", path, exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new CycleGanException(
                FaultKind.UnreadableImage, $"The image '{path}' could not be read: {exception.Message}", path, exception);
        }
    }

    private static SKCodec OpenCodec(string path, SKData data)
    {
        var codec = SKCodec.Create(data);
        if (codec is null)
        {
            throw ImageMagic.IsImage(data.AsSpan())
                ? new CycleGanException(FaultKind.UnreadableImage, $"The image '{path}' is damaged or cut off within its header.", path)
                : new CycleGanException(FaultKind.UnreadableImage, $"'{path}' is not an image by its content ({Formats}).", path);
        }

        var (width, height) = (codec.Info.Width, codec.Info.Height);
        if (width < 1 || height < 1 || (long)width * height > MaximumPixels)
        {
            codec.Dispose();
            throw new CycleGanException(
                FaultKind.UnreadableImage,
                $"The image '{path}' says it is {width}×{height} pixels; the limit is {MaximumPixels / 1_000_000} million pixels (16384×16384).",
                path);
        }

        return codec;
    }

    // No colour space: Skia then leaves the samples as they are instead of converting them to sRGB.
    private static SKImageInfo DecodedInfo(SKCodec codec) => new(
        codec.Info.Width,
        codec.Info.Height,
        SKColorType.Rgba8888,
        codec.Info.AlphaType == SKAlphaType.Opaque ? SKAlphaType.Opaque : SKAlphaType.Unpremul,
        colorspace: null);

    private static void Decode(string path, SKData data, SKCodec codec, SKImageInfo info, nint pixels)
    {
        var result = codec.GetPixels(info, pixels);
        if (result == SKCodecResult.Success && JpegStructure.IsCutOffProgressive(data.AsSpan()))
        {
            result = SKCodecResult.IncompleteInput;
        }

        var fault = result switch
        {
            SKCodecResult.Success => null,
            SKCodecResult.IncompleteInput => "is cut off: the file ends before the picture does",
            SKCodecResult.ErrorInInput => "is damaged",
            _ => $"could not be decoded ({result})",
        };
        if (fault is not null)
        {
            throw new CycleGanException(FaultKind.UnreadableImage, $"The image '{path}' {fault}.", path);
        }
    }

    private static unsafe void DropFourth(byte* source, byte* target, long count)
    {
        for (long index = 0; index < count; index++, source += 4, target += 3)
        {
            target[0] = source[0];
            target[1] = source[1];
            target[2] = source[2];
        }
    }

    private static unsafe void LayOverWhite(byte* source, byte* target, long count)
    {
        for (long index = 0; index < count; index++, source += 4, target += 3)
        {
            int alpha = source[3], white = 255 * (255 - alpha) + 127;
            target[0] = (byte)((source[0] * alpha + white) / 255);
            target[1] = (byte)((source[1] * alpha + white) / 255);
            target[2] = (byte)((source[2] * alpha + white) / 255);
        }
    }
}
