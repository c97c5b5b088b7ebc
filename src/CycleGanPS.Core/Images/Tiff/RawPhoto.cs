namespace CycleGanPS.Core.Images.Tiff;

/// <summary>Knows the raw photos of cameras that are TIFF files, and whose first directory is a small preview at most.</summary>
internal static class RawPhoto
{
    private const int NewSubfileType = 254, Photometric = 262, Make = 271, SubDirectories = 330, DngVersion = 50706;
    private const uint ColourFilterArray = 32803, LinearRaw = 34892;

    /// <summary>What it is, as 'is …', or null where it is a picture.</summary>
    public static string? In(TiffDirectory tags, ReadOnlySpan<byte> file) =>
        tags.Has(DngVersion) ? ForeignFormats.Words("a raw photo (DNG)", ForeignFormats.Raw)
        : file[8..].StartsWith("CR"u8) ? ForeignFormats.Words("a raw photo (CR2)", ForeignFormats.Raw)
        : tags.Number(Photometric, 0) is ColourFilterArray or LinearRaw
            || ((tags.Number(NewSubfileType, 0) & 1) != 0 && tags.Has(SubDirectories) && tags.Has(Make))
            ? ForeignFormats.Words("a raw photo of a camera (such as NEF, ARW or PEF)", ForeignFormats.Raw)
        : null;
}
