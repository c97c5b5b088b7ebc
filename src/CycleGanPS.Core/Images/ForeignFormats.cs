namespace CycleGanPS.Core.Images;

/// <summary>Pictures that many have and that are not read: what each is called, and what makes one that is read of it.</summary>
internal static class ForeignFormats
{
    public const string Raw = "darktable, RawTherapee or the maker's program develops it to JPEG or TIFF";

    private const string Magick = "ImageMagick makes a PNG of it (magick IN OUT.png)";
    private const string Heif = "heif-convert of libheif makes a JPEG of it, and so does the photo program of a phone or computer when it exports";

    // Of files that are TIFF to look at, too; without them a folder's raw photos would each be an error beside their JPEGs.
    private static readonly HashSet<string> RawExtensions = new(StringComparer.OrdinalIgnoreCase)
    {
        ".dng", ".cr2", ".cr3", ".nef", ".nrw", ".arw", ".srf", ".sr2", ".orf", ".raf", ".rw2", ".pef", ".srw", ".3fr", ".iiq", ".erf", ".mef",
        ".mos", ".kdc", ".dcr",
    };

    /// <summary>Whether a file is a raw photo by its name.</summary>
    public static bool IsRawByName(string path) => RawExtensions.Contains(Path.GetExtension(path));

    /// <summary>What a file is, as 'is …' with the way out, or null.</summary>
    /// <param name="start">Its first bytes.</param>
    public static string? Name(ReadOnlySpan<byte> start)
    {
        if (start.Length >= 12 && start[4..].StartsWith("ftyp"u8))
        {
            return OfBrand(start[8..12]);
        }

        return start.StartsWith("8BPS"u8) ? Words("a Photoshop document (PSD)", $"Photoshop, GIMP or Krita exports it as PNG, or {Magick}")
            : start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0x0A]) || start.StartsWith((ReadOnlySpan<byte>)[0, 0, 0, 12, .. "JXL "u8])
                ? Words("a JPEG XL picture", "djxl of libjxl makes a JPEG or PNG of it")
            : start.StartsWith((ReadOnlySpan<byte>)[0, 0, 0, 12, .. "jP  "u8]) || start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0x4F, 0xFF, 0x51])
                ? Words("a JPEG 2000 picture", Magick)
            : start.StartsWith((ReadOnlySpan<byte>)[0x76, 0x2F, 0x31, 1]) ? Words("an OpenEXR picture", Magick)
            : start.StartsWith("FUJIFILMCCD-RAW"u8) ? Words("a raw photo (RAF)", Raw)
            : start.StartsWith("IIRO"u8) || start.StartsWith("IIRS"u8) || start.StartsWith("MMOR"u8) ? Words("a raw photo (ORF)", Raw)
            : start.StartsWith("IIU\0"u8) ? Words("a raw photo (RW2)", Raw)
            : start.Length >= 14 && start[6..].StartsWith("HEAPCCDR"u8) ? Words("a raw photo (CRW)", Raw)
            : start.StartsWith("FOVb"u8) ? Words("a raw photo (X3F)", Raw)
            : start.StartsWith("\0MRM"u8) ? Words("a raw photo (MRW)", Raw)
            : start.StartsWith("II+\0"u8) || start.StartsWith("MM\0+"u8) ? Words("a BigTIFF", "tiffcp of libtiff makes a TIFF of it, if it is under 4 GB")
            : start.StartsWith("%PDF"u8) ? Words("a PDF document", "pdftoppm makes pictures of its pages")
            : null;
    }

    /// <summary>How what a file is, and the way out, are said.</summary>
    public static string Words(string what, string wayOut) => $"is {what}, which is not read; {wayOut}";

    private static string? OfBrand(ReadOnlySpan<byte> brand) =>
        brand.StartsWith("avi"u8) ? Words("an AVIF picture", "avifdec of libavif makes a PNG of it")
        : brand.SequenceEqual("crx "u8) ? Words("a raw photo (CR3)", Raw)
        : brand.StartsWith("hei"u8) || brand.StartsWith("hev"u8) ? Words("a HEIC picture", Heif)
        : brand.SequenceEqual("mif1"u8) || brand.SequenceEqual("msf1"u8) ? Words("a HEIF picture (HEIC or AVIF)", Heif)
        : null;
}
