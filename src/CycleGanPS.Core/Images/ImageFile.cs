using System.Runtime.InteropServices;
using CycleGanPS.Core.Files;
using CycleGanPS.Core.Images.Jpeg;
using CycleGanPS.Core.Machine;
using CycleGanPS.Core.Threading;
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

    // As decoded, without the fourth byte, and what is made of that.
    private const int BytesPerPixel = 16;

    private static readonly ByteGate Room = new(MachineMemory.Total / 8);

    /// <summary>
    /// Reads a picture as 8-bit RGB with its EXIF orientation applied. Samples of 16 bits are rounded to 8;
    /// embedded colour profiles are not applied, as in Pillow.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="alpha">What becomes of transparency.</param>
    /// <param name="applyOrientation">Turn it upright; without, it stays as it is stored, as Pillow leaves it.</param>
    /// <exception cref="CycleGanException">The file is missing, not a picture, cut off, damaged or too large; the message says which.</exception>
    public static RgbImage Read(string path, AlphaHandling alpha = AlphaHandling.OverWhite, bool applyOrientation = true) =>
        Read(path, image => image, alpha, applyOrientation);

    /// <summary>
    /// Reads a picture and makes something of it, mostly a smaller one. While that lasts its memory counts, so that many threads that do
    /// so do not fill the machine with large pictures; where memory does not suffice even so, that is the picture's fault.
    /// </summary>
    /// <param name="use">What to make of it.</param>
    /// <exception cref="CycleGanException">As for the other one.</exception>
    public static T Read<T>(
        string path, Func<RgbImage, T> use, AlphaHandling alpha = AlphaHandling.OverWhite, bool applyOrientation = true)
    {
        try
        {
            using var data = ReadBytes(path);
            using var codec = OpenCodec(path, data);
            return Room.Run(BytesPerPixel * (long)codec.Info.Width * codec.Info.Height, () =>
            {
                var image = Decode(path, data, codec, alpha);
                return use(applyOrientation ? ExifOrientation.Apply(image, ExifOrientation.Of(data.AsSpan())) : image);
            });
        }
        catch (OutOfMemoryException fault)
        {
            throw TooLarge(path, fault);
        }
    }

    /// <summary>The error for a picture that memory does not suffice for.</summary>
    public static CycleGanException TooLarge(string path, Exception fault) =>
        new(FaultKind.UnreadableImage, $"The image '{path}' is too large for the memory that there is.", path, fault);

    /// <summary>Reads the header only: size and format, with the checks that <see cref="Read"/> makes of it.</summary>
    /// <exception cref="CycleGanException">As for <see cref="Read"/>, except that damage behind the header is not seen.</exception>
    public static ImageIdentity Identify(string path)
    {
        using var data = ReadBytes(path);
        using var codec = OpenCodec(path, data);
        var (width, height) = ExifOrientation.SwapsSides(ExifOrientation.Of(data.AsSpan()))
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

        ImageFormats.CheckHolds(format, image.Width, image.Height, name);
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
                _ => ReadBytes(path, (int)length),
            };
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CycleGanException(FaultKind.PathNotFound, $"The image '{path}' does not exist.", path, exception);
        }
        catch (OutOfMemoryException exception)
        {
            throw TooLarge(path, exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new CycleGanException(
                FaultKind.UnreadableImage, $"The image '{path}' could not be read: {exception.Message}", path, exception);
        }
    }

    private static SKData ReadBytes(string path, int length)
    {
        using var file = RegularFile.OpenRead(path);
        Span<byte> start = stackalloc byte[Math.Min(length, ImageMagic.Length)];
        file.ReadExactly(start);
        if (!ImageMagic.IsImage(start))
        {
            throw new CycleGanException(FaultKind.UnreadableImage, $"'{path}' is not an image by its content ({ImageMagic.Formats}).", path);
        }

        unsafe
        {
            // Not memory of Skia's, which ends the process where there is none.
            var bytes = (byte*)NativeMemory.Alloc((nuint)length);
            var data = SKData.Create((nint)bytes, length, (address, _) => NativeMemory.Free((void*)address));
            try
            {
                file.Position = 0;
                file.ReadExactly(new Span<byte>(bytes, length));
                return data;
            }
            catch
            {
                data.Dispose();
                throw;
            }
        }
    }

    private static SKCodec OpenCodec(string path, SKData data)
    {
        if (UnreadFeatures.Of(data.AsSpan()) is { } feature)
        {
            throw new CycleGanException(FaultKind.UnreadableImage, $"The image '{path}' {feature}, which is not read.", path);
        }

        var codec = SKCodec.Create(data)
            ?? throw new CycleGanException(FaultKind.UnreadableImage, $"The image '{path}' is damaged or cut off within its header.", path);
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

    private static RgbImage Decode(string path, SKData data, SKCodec codec, AlphaHandling alpha)
    {
        var file = data.AsSpan();
        var info = DecodedInfo(codec);
        var fault = JpegWalk.IsJpeg(file) ? JpegWalk.FaultOf(file) : null;
        using var pixels = new RgbaPixels(info.Width, info.Height);
        fault ??= codec.GetPixels(info, pixels.Address) switch
        {
            SKCodecResult.Success => null,
            SKCodecResult.IncompleteInput => JpegWalk.CutOff,
            SKCodecResult.ErrorInInput => JpegWalk.Damaged,
            var result => $"could not be decoded ({result})",
        };
        return fault is not null
            ? throw new CycleGanException(FaultKind.UnreadableImage, $"The image '{path}' {fault}.", path)
            : info.AlphaType == SKAlphaType.Opaque || alpha == AlphaHandling.Drop ? pixels.DropAlpha() : pixels.OverWhite();
    }
}
