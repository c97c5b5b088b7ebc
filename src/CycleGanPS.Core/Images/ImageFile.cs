using System.Runtime.InteropServices;
using CycleGanPS.Core.Files;
using CycleGanPS.Core.Images.Colours;
using CycleGanPS.Core.Images.Decoders;
using CycleGanPS.Core.Machine;
using CycleGanPS.Core.Threading;
using SkiaSharp;

namespace CycleGanPS.Core.Images;

/// <summary>
/// Pictures in files, by content and never by extension: JPEG, PNG, WebP, BMP, TGA, PBM, PGM, PPM and the first picture of a GIF or TIFF in;
/// PNG, JPEG and WebP out.
/// </summary>
internal static class ImageFile
{
    /// <summary>
    /// The largest picture read, in pixels. Past this a header of a few bytes could ask for gigabytes.
    /// </summary>
    public const long MaximumPixels = 16384L * 16384L;

    /// <summary>With the Up and Sub filters within a few percent of level 9's size in a third of its time.</summary>
    public const int UsualPngLevel = 4;

    /// <summary>For what is made to be read again by us: in half of the usual level's time, a twentieth larger. With the Sub filter alone.</summary>
    public const int QuickPngLevel = 1;

    // As decoded, without the fourth byte, and what is made of that.
    private const int BytesPerPixel = 16;

    private static readonly ByteGate Room = new(MachineMemory.Total / 8);

    /// <summary>
    /// Reads a picture as 8-bit RGB with its EXIF orientation applied. Of samples of 16 bits the high byte counts;
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
        string path, Func<RgbImage, T> use, AlphaHandling alpha = AlphaHandling.OverWhite, bool applyOrientation = true) =>
        Open(path, (file, decoder) =>
        {
            using var pixels = decoder.Decode();
            var image = decoder.IsOpaque || alpha == AlphaHandling.Drop ? pixels.DropAlpha() : pixels.OverWhite();
            return use(applyOrientation || decoder.IsAlwaysUpright ? ExifOrientation.Apply(image, ExifOrientation.Of(file)) : image);
        });

    /// <summary>Opens a picture, and makes something of its file and its decoder, with the care of the others.</summary>
    /// <exception cref="CycleGanException">As for the others.</exception>
    public static T Open<T>(string path, PictureUse<T> use)
    {
        try
        {
            using var data = ReadBytes(path);
            using var decoder = OpenDecoder(path, data);
            return Room.Run(BytesPerPixel * (long)decoder.Width * decoder.Height, () => use(data.AsSpan(), decoder));
        }
        catch (InvalidDataException fault)
        {
            throw Unreadable(path, fault.Message);
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
        using var decoder = OpenDecoder(path, data);
        var (width, height) = ExifOrientation.SwapsSides(ExifOrientation.Of(data.AsSpan()))
            ? (decoder.Height, decoder.Width)
            : (decoder.Width, decoder.Height);
        return new ImageIdentity(width, height, decoder.Format, decoder.Model == ColourModel.Grey);
    }

    /// <summary>Writes a picture whole or not at all; a file of that name is replaced.</summary>
    /// <param name="quality">1 to 100 for JPEG and WebP; PNG is lossless and ignores it.</param>
    /// <param name="pngLevel">As for <see cref="Encode"/>.</param>
    /// <exception cref="CycleGanException">The file could not be written, or the format cannot hold a picture of this size.</exception>
    public static void Write(RgbImage image, string path, ImageFormat format, int quality = 95, int pngLevel = UsualPngLevel) =>
        WriteBytes(Encode(image, format, quality, path, pngLevel: pngLevel), path);

    /// <summary>Writes the bytes of a picture file, in the same way.</summary>
    /// <exception cref="CycleGanException">The file could not be written.</exception>
    public static void WriteBytes(byte[] bytes, string path) => AtomicFile.Write(path, stream => stream.Write(bytes));

    /// <summary>The bytes of a picture file.</summary>
    /// <param name="name">What to call the picture in an error message.</param>
    /// <param name="alpha">Its transparency, which JPEG does not hold; null for none.</param>
    /// <param name="saysSpace">Say in the file that its colours are sRGB, which those take for granted to whom nothing is said.</param>
    /// <param name="pngLevel">How much is done to make a PNG small: zlib's level.</param>
    public static byte[] Encode(
        RgbImage image, ImageFormat format, int quality = 95, string? name = null, RgbImage? alpha = null, bool saysSpace = false, int pngLevel = UsualPngLevel)
    {
        if (quality is < 1 or > 100)
        {
            throw new CycleGanException(FaultKind.InvalidArgument, $"The quality {quality} is not between 1 and 100.", quality);
        }

        ImageFormats.CheckHolds(format, image.Width, image.Height, name);
        using var space = saysSpace ? SKColorSpace.CreateSrgb() : null;
        using var bitmap = image.ToBitmap(alpha, space);
        using var pixmap = bitmap.PeekPixels();

        // What Skia's PNG encoder makes of opaque pixels first, if they are not said to be that already.
        using var opaque = pixmap.WithColorType(SKColorType.Rgb888x);
        using var data = format switch
        {
            ImageFormat.Png => (alpha is null ? opaque : pixmap).Encode(new SKPngEncoderOptions(PngFilters(pngLevel), pngLevel)),
            ImageFormat.Jpeg => pixmap.Encode(new SKJpegEncoderOptions(
                quality, SKJpegEncoderDownsample.Downsample420, SKJpegEncoderAlphaOption.Ignore)),
            ImageFormat.Webp => pixmap.Encode(new SKWebpEncoderOptions(SKWebpEncoderCompression.Lossy, quality)),
            _ => throw new ArgumentOutOfRangeException(nameof(format)),
        };
        return data?.ToArray() ?? throw new CycleGanException(
            FaultKind.OutputNotWritable, $"'{name}' ({image.Width}×{image.Height}) could not be encoded as {format}.", name);
    }

    // Of photos and shaded drawings Sub makes as little as the better of both in each row, and finding that takes a quarter of the time at the quick
    // level; but plots and sheets become a quarter larger without Up.
    private static SKPngEncoderFilterFlags PngFilters(int level) =>
        level == QuickPngLevel ? SKPngEncoderFilterFlags.Sub : SKPngEncoderFilterFlags.Sub | SKPngEncoderFilterFlags.Up;

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
        if (!ImageMagic.IsImage(start) && !ImageMagic.IsTarga(path, start, file))
        {
            throw new CycleGanException(
                FaultKind.UnreadableImage,
                ForeignFormats.Name(start) is { } foreign
                    ? $"'{path}' {foreign}."
                    : $"'{path}' is not an image by its content ({ImageMagic.Formats} are read).",
                path);
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

    private static PictureDecoder OpenDecoder(string path, SKData data)
    {
        PictureDecoder decoder;
        try
        {
            decoder = PictureDecoder.Open(data);
        }
        catch (InvalidDataException fault)
        {
            throw Unreadable(path, fault.Message);
        }

        var (width, height) = (decoder.Width, decoder.Height);
        if (width < 1 || height < 1 || (long)width * height > MaximumPixels)
        {
            decoder.Dispose();
            throw Unreadable(path, $"says it is {width}×{height} pixels; the limit is {MaximumPixels / 1_000_000} million pixels (16384×16384)");
        }

        return decoder;
    }

    private static CycleGanException Unreadable(string path, string what) => new(FaultKind.UnreadableImage, $"The image '{path}' {what}.", path);
}
