namespace CycleGanPS.Core.Images;

/// <summary>The first bytes by which the formats that we read are known.</summary>
internal static class ImageMagic
{
    /// <summary>How many bytes of a file <see cref="IsImage"/> wants to see.</summary>
    public const int Length = 12;

    public static bool IsImage(ReadOnlySpan<byte> start) =>
        start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF])
        || start.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G'])
        || start.StartsWith("GIF8"u8)
        || (start.StartsWith("RIFF"u8) && start.Length >= Length && start[8..].StartsWith("WEBP"u8))
        || IsBitmap(start);

    // 'BM' alone begins many a text; the two reserved words behind the file size are zero in every bitmap.
    private static bool IsBitmap(ReadOnlySpan<byte> start) =>
        start.StartsWith("BM"u8) && start.Length >= 10 && start[6..10].IndexOfAnyExcept((byte)0) < 0;
}
