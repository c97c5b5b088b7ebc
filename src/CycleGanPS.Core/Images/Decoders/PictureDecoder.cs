using CycleGanPS.Core.Images.Colours;

namespace CycleGanPS.Core.Images.Decoders;

/// <summary>A picture whose header has been read; its pixels come when they are asked for.</summary>
internal abstract class PictureDecoder : IDisposable
{
    public int Width { get; protected init; }

    public int Height { get; protected init; }

    /// <summary>The format by content.</summary>
    public required string Format { get; init; }

    /// <summary>What its samples stand for.</summary>
    public ColourModel Model { get; protected init; } = ColourModel.Rgb;

    /// <summary>Whether it has no transparency.</summary>
    public bool IsOpaque { get; protected init; } = true;

    /// <summary>Whether the reference reads it upright whatever is asked, as Pillow does TIFF files alone.</summary>
    public virtual bool IsAlwaysUpright => false;

    /// <summary>The decoder for a file, by its content.</summary>
    /// <exception cref="InvalidDataException">What is wrong with it, as 'is …'.</exception>
    public static PictureDecoder Open(SkiaSharp.SKData file)
    {
        var bytes = file.AsSpan();
        return ImageMagic.IsTiff(bytes) ? new TiffDecoder(file) { Format = "Tiff" }
            : ImageMagic.IsNetpbm(bytes) ? new NetpbmDecoder(file) { Format = "Pnm" }
            : ImageMagic.IsKnownToSkia(bytes) ? SkiaDecoder.Begin(file)
            : new TargaDecoder(file) { Format = "Tga" };
    }

    /// <summary>The samples as they are stored; the caller disposes them.</summary>
    /// <exception cref="InvalidDataException">What is wrong with them, as 'is …'.</exception>
    public abstract RgbaPixels Decode();

    /// <summary>As they are stored, too, of a picture of inks: four bytes a pixel for cyan, magenta, yellow and black, where 255 is full.</summary>
    /// <exception cref="InvalidDataException">As for the other.</exception>
    public virtual RgbaPixels DecodeInks() => throw new NotSupportedException();

    /// <summary>Lets go of what it holds, and not of the file.</summary>
    public virtual void Dispose()
    {
    }
}
