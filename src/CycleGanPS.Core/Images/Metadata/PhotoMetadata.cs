namespace CycleGanPS.Core.Images.Metadata;

/// <summary>What a file tells of its picture: EXIF data and an XMP packet, as they stand in it; empty where there are none.</summary>
internal sealed record PhotoMetadata(byte[] Exif, byte[] Xmp)
{
    public static PhotoMetadata Of(ReadOnlySpan<byte> file) => new(ExifBlock.Of(file).ToArray(), XmpPacket.Of(file));

    /// <summary>What of it holds for a picture that was made of this one.</summary>
    /// <param name="width">Its width.</param>
    /// <param name="height">Its height.</param>
    /// <param name="leftOut">Told of what is damaged, in words.</param>
    public PhotoMetadata For(int width, int height, Action<string> leftOut)
    {
        return new PhotoMetadata(Try(Exif, ExifCopy.Make, "EXIF data"), Try(Xmp, XmpPacket.Copy, "XMP packet"));

        byte[] Try(byte[] stored, Func<byte[], int, int, byte[]> copy, string name)
        {
            try
            {
                return stored.Length == 0 ? stored : copy(stored, width, height);
            }
            catch (InvalidDataException)
            {
                leftOut($"damaged {name}");
                return [];
            }
        }
    }
}
