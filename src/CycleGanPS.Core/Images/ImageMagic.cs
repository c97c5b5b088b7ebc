using CycleGanPS.Core.Images.Decoders;
using CycleGanPS.Core.Images.Jpeg;

namespace CycleGanPS.Core.Images;

/// <summary>
/// The first bytes by which the formats that we read are known. It is the one list: what it does not know is not read, though the
/// decoder may take it for a picture (icons, raw photos, or two zero bytes and any two sizes).
/// </summary>
internal static class ImageMagic
{
    /// <summary>How many bytes of a file <see cref="IsImage"/> wants to see.</summary>
    public const int Length = 18;

    /// <summary>The formats, in words.</summary>
    public const string Formats = "JPEG, PNG, WebP, BMP, GIF, TIFF, TGA and PNM";

    /// <summary>The footer of a TGA of version 2.</summary>
    private static ReadOnlySpan<byte> TargaFooter => "TRUEVISION-XFILE.\0"u8;

    public static bool IsImage(ReadOnlySpan<byte> start) => IsKnownToSkia(start) || IsTiff(start) || IsNetpbm(start);

    /// <summary>Whether a file is a TGA, which no first bytes tell: its header makes sense, and its last bytes or its name say so.</summary>
    public static bool IsTarga(string path, ReadOnlySpan<byte> start, FileStream file)
    {
        if (!TargaDecoder.IsPlausible(start) || file.Length < start.Length)
        {
            return false;
        }

        Span<byte> end = stackalloc byte[TargaFooter.Length];
        file.Position = file.Length - end.Length;
        file.ReadExactly(end);
        return end.SequenceEqual(TargaFooter) || Path.GetExtension(path).Equals(".tga", StringComparison.OrdinalIgnoreCase);
    }

    public static bool IsKnownToSkia(ReadOnlySpan<byte> start) =>
        JpegWalk.IsJpeg(start) || IsPng(start) || start.StartsWith("GIF8"u8) || IsWebp(start) || IsBitmap(start);

    public static bool IsTiff(ReadOnlySpan<byte> start) => start.StartsWith("II*\0"u8) || start.StartsWith("MM\0*"u8);

    // PBM, PGM and PPM: a P, a digit, white space, and then a number or a comment.
    public static bool IsNetpbm(ReadOnlySpan<byte> start) =>
        start.Length >= 4 && start[0] == 'P' && start[1] is >= (byte)'1' and <= (byte)'6' && IsSpace(start[2])
        && (start[3] is (byte)'#' or (>= (byte)'0' and <= (byte)'9') || IsSpace(start[3]));

    public static bool IsSpace(byte value) => value is (byte)' ' or (>= 9 and <= 13);

    public static bool IsPng(ReadOnlySpan<byte> start) => start.StartsWith((ReadOnlySpan<byte>)[0x89, .. "PNG\r\n"u8, 0x1A, (byte)'\n']);

    public static bool IsWebp(ReadOnlySpan<byte> start) => start.Length >= 12 && start.StartsWith("RIFF"u8) && start[8..].StartsWith("WEBP"u8);

    // 'BM' alone begins many a text; behind it comes the length of one of the few headers that there have been.
    public static bool IsBitmap(ReadOnlySpan<byte> start) =>
        start.StartsWith("BM"u8) && start.Length >= Length && start[14] is 12 or 16 or 40 or 52 or 56 or 64 or 108 or 124
        && start[15..18].IndexOfAnyExcept((byte)0) < 0;
}
