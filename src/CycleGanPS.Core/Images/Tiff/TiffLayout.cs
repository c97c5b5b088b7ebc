using System.Globalization;
using CycleGanPS.Core.Images.Jpeg;

namespace CycleGanPS.Core.Images.Tiff;

/// <summary>How the first picture of a TIFF file is stored, as its directory says and as far as it is read.</summary>
internal sealed class TiffLayout
{
    public const int None = 1, Lzw = 5, Jpeg = 7, Deflate = 8, OldDeflate = 32946, PackBits = 32773;

    public const int WhiteIsZero = 0, BlackIsZero = 1, Rgb = 2, Palette = 3, Cmyk = 5, YCbCr = 6;

    // Tags.
    private const int WidthTag = 256, HeightTag = 257, BitsTag = 258, CompressionTag = 259, PhotometricTag = 262, FillOrderTag = 266;
    private const int StripOffsets = 273, SamplesTag = 277, RowsPerStrip = 278, StripCounts = 279, PlanarTag = 284, PredictorTag = 317;
    private const int ColourMapTag = 320, TileWidthTag = 322, TileHeightTag = 323, TileOffsets = 324, TileCounts = 325;
    private const int ExtraSamplesTag = 338, SampleFormatTag = 339, JpegTablesTag = 347;

    private const int MostSamples = 8;

    /// <param name="file">The whole file.</param>
    /// <exception cref="InvalidDataException">It is damaged, or has what is not read, as 'is …'.</exception>
    public TiffLayout(ReadOnlySpan<byte> file)
    {
        var tags = TiffDirectory.First(file);
        IsLittleEndian = tags.IsLittleEndian;
        if (RawPhoto.In(tags, file) is { } raw)
        {
            throw new InvalidDataException(raw);
        }

        (Width, Height) = (Side(tags, WidthTag), Side(tags, HeightTag));
        Bits = (int)tags.Number(BitsTag, 1);
        Samples = (int)Math.Min(tags.Number(SamplesTag, 1), int.MaxValue);
        Compression = (int)tags.Number(CompressionTag, None);
        Photometric = (int)tags.Number(PhotometricTag, Samples >= 3 ? Rgb : (uint)BlackIsZero);
        IsPlanar = tags.Number(PlanarTag, 1) == 2 && Samples > 1;
        IsReversed = tags.Number(FillOrderTag, 1) == 2;
        Predicts = tags.Number(PredictorTag, 1) is var predictor && predictor == 2 && Compression is Lzw or Deflate or OldDeflate;
        Tables = tags.Bytes(JpegTablesTag).ToArray();
        if (Unread(tags, predictor) is { } feature)
        {
            throw new InvalidDataException($"is a TIFF {feature}, which is not read; save it as a TIFF of 8-bit RGB with LZW compression, or as PNG");
        }

        ColourMap = tags.Numbers(ColourMapTag);
        var extra = tags.Numbers(ExtraSamplesTag);
        var place = Array.FindIndex(extra, kind => kind is 1 or 2);
        place = Colours + place < Samples ? place : -1;

        // Four samples of which nothing is said are taken for colours and alpha, as by Pillow.
        Alpha = place >= 0 ? Colours + place : extra.Length == 0 && Photometric == Rgb && Samples == 4 ? 3 : -1;
        IsAssociated = place >= 0 && extra[place] == 1;
        IsTiled = tags.Has(TileOffsets);
        (BlockWidth, BlockHeight) = IsTiled
            ? (Side(tags, TileWidthTag), Side(tags, TileHeightTag))
            : (Width, (int)Math.Min(Math.Max(tags.Number(RowsPerStrip, uint.MaxValue), 1), (uint)Height));
        Offsets = tags.Numbers(IsTiled ? TileOffsets : StripOffsets);
        Lengths = tags.Numbers(IsTiled ? TileCounts : StripCounts);
        Check(file.Length);
    }

    public bool IsLittleEndian { get; }

    public int Width { get; }

    public int Height { get; }

    public int Bits { get; }

    /// <summary>Samples of a pixel, alpha and unknown ones among them.</summary>
    public int Samples { get; }

    public int Compression { get; }

    public int Photometric { get; }

    /// <summary>Samples of a pixel that are its colour.</summary>
    public int Colours => Photometric switch { Rgb or YCbCr => 3, Cmyk => 4, _ => 1 };

    /// <summary>The sample that is alpha, or −1.</summary>
    public int Alpha { get; }

    /// <summary>The colours have been multiplied by alpha.</summary>
    public bool IsAssociated { get; }

    /// <summary>Each sample has blocks of its own.</summary>
    public bool IsPlanar { get; }

    /// <summary>The bits of each byte are the other way round.</summary>
    public bool IsReversed { get; }

    /// <summary>Each sample is stored as its difference to the one on its left.</summary>
    public bool Predicts { get; }

    public bool IsTiled { get; }

    public int BlockWidth { get; }

    public int BlockHeight { get; }

    public int BlocksAcross => (Width + BlockWidth - 1) / BlockWidth;

    public int BlocksDown => (Height + BlockHeight - 1) / BlockHeight;

    public int Planes => IsPlanar ? Samples : 1;

    /// <summary>Samples that lie side by side in a row.</summary>
    public int SamplesInRow => IsPlanar ? 1 : Samples;

    public int RowBytes => (int)(((long)BlockWidth * SamplesInRow * Bits + 7) / 8);

    public uint[] Offsets { get; }

    public uint[] Lengths { get; private set; } = [];

    public uint[] ColourMap { get; } = [];

    /// <summary>What the JPEG data of all blocks have in common.</summary>
    public byte[] Tables { get; }

    private static int Side(TiffDirectory tags, int tag) =>
        tags.Number(tag, 0) is >= 1 and <= int.MaxValue / 2 and var side ? (int)side : throw new InvalidDataException("is damaged: it has no size");

    private string? Unread(TiffDirectory tags, uint predictor)
    {
        var (bits, formats) = (tags.Numbers(BitsTag), tags.Numbers(SampleFormatTag));
        return Compression switch
        {
            None or Lzw or Deflate or OldDeflate or PackBits => null,
            Jpeg when Photometric is WhiteIsZero or BlackIsZero or Rgb or YCbCr && Bits == 8 && Samples == Colours && !IsPlanar => null,
            Jpeg => "whose JPEG data are neither grey nor RGB",
            2 or 3 or 4 => "with the compression of fax machines (CCITT)",
            6 => "with JPEG data of the old kind",
            33003 or 33005 or 34712 => "with JPEG 2000 data",
            34925 => "with LZMA compression",
            50000 => "with Zstandard compression",
            50001 => "with WebP data",
            _ => Words($"of the compression {Compression}"),
        }
        ?? Photometric switch
        {
            YCbCr when Compression == Jpeg => null,
            WhiteIsZero or BlackIsZero or Rgb or Palette or Cmyk => null,
            YCbCr => "in YCbCr without JPEG compression",
            8 or 9 or 10 => "in Lab colours",
            _ => Words($"of the photometric interpretation {Photometric}"),
        }
        ?? (Array.Exists(formats, format => format is not (1 or 4)) ? "whose samples are signed or floating-point numbers"
            : Bits is not (1 or 2 or 4 or 8 or 16) || Array.Exists(bits, other => other != Bits) ? Words($"of {string.Join(", ", bits.Take(4))} bits a sample")
            : Bits < 8 && Samples > 1 ? Words($"of {Samples} samples of {Bits} bits")
            : Bits > 8 && Photometric == Palette ? "with a palette of 16 bits"
            : Samples < Colours || Samples > MostSamples ? Words($"of {Samples} samples a pixel")
            : predictor is not (1 or 2) ? Words($"with the predictor {predictor}")
            : predictor == 2 && Bits < 8 && Predicts ? "with a predictor for less than 8 bits"
            : null);
    }

    // Before room is made for pixels: that the blocks are there, and can hold as many.
    private void Check(int fileLength)
    {
        var blocks = (long)BlocksAcross * BlocksDown * Planes;
        if (Lengths.Length == 0 && Compression == None && Offsets.Length == blocks)
        {
            // Old files leave the lengths out.
            Lengths = [.. Enumerable.Repeat((uint)((long)RowBytes * BlockHeight), Offsets.Length)];
        }

        if (Photometric == Palette && ColourMap.Length < 3 << Bits)
        {
            throw new InvalidDataException("is damaged: it has no palette");
        }

        var there = Math.Min(Lengths.Sum(length => (long)length), fileLength) * (Compression == None ? 1 : TiffPacking.MostGrowth);
        if (Offsets.Length < blocks || Lengths.Length < blocks || (long)Height * Width * Samples * Bits / 8 > there)
        {
            throw new InvalidDataException(JpegWalk.CutOff);
        }

        // A tile may be larger than the picture, but not so large that it has no size.
        if (((long)BlockWidth * SamplesInRow * Bits + 7) / 8 * BlockHeight > Math.Min(Array.MaxLength, Math.Max(1 << 26, 64L * Width * Height)))
        {
            throw new InvalidDataException(Words($"has blocks of {BlockWidth}×{BlockHeight} pixels, which are too large to read"));
        }
    }

    private static string Words(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
