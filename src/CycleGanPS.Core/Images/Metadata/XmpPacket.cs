using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using CycleGanPS.Core.Images.Jpeg;
using CycleGanPS.Core.Images.Tiff;

namespace CycleGanPS.Core.Images.Metadata;

/// <summary>The XMP packet of a JPEG, PNG, WebP or TIFF file: found, and written anew for a picture that was made of its picture.</summary>
internal static class XmpPacket
{
    private const int MostBytes = 4 << 20;
    private const int TiffTag = 700;
    private const byte ApplicationOne = 0xE1, EndOfImage = 0xD9, StartOfScan = 0xDA;

    private static readonly XNamespace Tiff = "http://ns.adobe.com/tiff/1.0/", Exif = "http://ns.adobe.com/exif/1.0/";
    private static readonly XNamespace Photoshop = "http://ns.adobe.com/photoshop/1.0/", Xmp = "http://ns.adobe.com/xap/1.0/";
    private static readonly XNamespace Note = "http://ns.adobe.com/xmp/note/";

    /// <summary>What a JPEG segment with a packet begins with.</summary>
    public static ReadOnlySpan<byte> JpegName => "http://ns.adobe.com/xap/1.0/\0"u8;

    /// <summary>What a PNG's chunk of international text begins with that holds a packet: its keyword, without compression, in no language.</summary>
    public static ReadOnlySpan<byte> PngName => "XML:com.adobe.xmp\0\0\0\0\0"u8;

    private static ReadOnlySpan<byte> PngKeyword => PngName[..18];

    /// <summary>Its bytes; none where there is none.</summary>
    public static byte[] Of(ReadOnlySpan<byte> file) =>
        JpegWalk.IsJpeg(file) ? OfJpeg(file)
        : ImageMagic.IsPng(file) ? OfPng(ImageChunks.Png(file, "iTXt"u8, PngKeyword))
        : ImageMagic.IsWebp(file) ? ImageChunks.Webp(file, "XMP "u8).ToArray()
        : ImageMagic.IsTiff(file) ? TiffDirectory.First(file).Bytes(TiffTag).ToArray()
        : [];

    /// <summary>The packet for a picture of another size, upright, in sRGB, and without thumbnails.</summary>
    /// <exception cref="InvalidDataException">It is no XML.</exception>
    public static byte[] Copy(byte[] packet, int width, int height)
    {
        var root = Parse(packet);
        (XName Name, string? Value)[] changes =
        [
            (Tiff + "Orientation", "1"), (Tiff + "ImageWidth", Text(width)), (Tiff + "ImageLength", Text(height)),
            (Exif + "PixelXDimension", Text(width)), (Exif + "PixelYDimension", Text(height)), (Exif + "ColorSpace", "1"),
            (Photoshop + "ICCProfile", null), (Xmp + "Thumbnails", null), (Note + "HasExtendedXMP", null),
        ];
        foreach (var (name, value) in changes)
        {
            // A property stands as an attribute or as an element.
            foreach (var attribute in root.DescendantsAndSelf().Attributes(name).ToList())
            {
                attribute.SetValue(value ?? "");
                if (value is null)
                {
                    attribute.Remove();
                }
            }

            foreach (var element in root.Descendants(name).ToList())
            {
                element.SetValue(value ?? "");
                if (value is null)
                {
                    element.Remove();
                }
            }
        }

        var text = root.ToString(SaveOptions.DisableFormatting);
        return Encoding.UTF8.GetBytes($"<?xpacket begin=\"\uFEFF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>{text}<?xpacket end=\"w\"?>");
    }

    private static XElement Parse(byte[] packet)
    {
        // Nothing is fetched, no entity stands for another, and padding behind the end counts for nothing.
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = MostBytes };
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(packet, 0, packet.AsSpan().TrimEnd((byte)0).Length), settings);
            return XDocument.Load(reader).Root!;
        }
        catch (XmlException fault)
        {
            throw new InvalidDataException(null, fault);
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static byte[] OfJpeg(ReadOnlySpan<byte> file)
    {
        var position = 2;
        byte marker;
        do
        {
            marker = JpegWalk.Next(file, ref position, out var segment);
            if (marker == ApplicationOne && segment.StartsWith(JpegName))
            {
                return segment[JpegName.Length..].ToArray();
            }
        }
        while (marker is not (0 or EndOfImage or StartOfScan));

        return [];
    }

    // Keyword, whether it is compressed and how, the language and the translated keyword, each with a zero behind it, and the text.
    private static byte[] OfPng(ReadOnlySpan<byte> chunk)
    {
        if (chunk.Length < PngName.Length)
        {
            return [];
        }

        var isCompressed = chunk[PngKeyword.Length] != 0;
        var rest = chunk[(PngKeyword.Length + 2)..];
        for (var skip = 0; skip < 2; skip++)
        {
            rest = rest[(rest.IndexOf((byte)0) + 1)..];
        }

        return isCompressed ? Inflated(rest.ToArray()) : rest.ToArray();
    }

    private static byte[] Inflated(byte[] compressed)
    {
        var text = new byte[MostBytes];
        try
        {
            using var stream = new ZLibStream(new MemoryStream(compressed), CompressionMode.Decompress);
            return text[..stream.ReadAtLeast(text, text.Length, throwOnEndOfStream: false)];
        }
        catch (InvalidDataException)
        {
            // Something that is no XML, and is told of as that.
            return [0];
        }
    }
}
