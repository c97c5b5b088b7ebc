namespace CycleGanPS.Core.Images.Metadata;

/// <summary>What a file tells of its picture: EXIF data and an XMP packet, as they stand in it; empty where there are none.</summary>
internal sealed record PhotoMetadata(byte[] Exif, byte[] Xmp)
{
    public static PhotoMetadata Of(ReadOnlySpan<byte> file) => new(ExifBlock.Of(file).ToArray(), XmpPacket.Of(file));

    /// <summary>Puts what of it holds for a picture that was made of this one into that one's file.</summary>
    /// <param name="file">As it was encoded.</param>
    /// <param name="format">Its format.</param>
    /// <param name="width">Its width.</param>
    /// <param name="height">Its height.</param>
    /// <param name="leftOut">Told of what is damaged or does not fit, in words.</param>
    public byte[] Embed(byte[] file, ImageFormat format, int width, int height, Action<string> leftOut)
    {
        return MetadataWriter.Embed(file, format, Try(Exif, ExifCopy.Make, "EXIF data"), Try(Xmp, XmpPacket.Copy, "XMP packet"), leftOut);

        byte[] Try(byte[] stored, Func<byte[], int, int, byte[]> copy, string name)
        {
            try
            {
                return stored.Length == 0 ? stored : copy(stored, width, height);
            }
            catch (InvalidDataException)
            {
                leftOut($"the damaged {name}");
                return [];
            }
        }
    }
}
