using System.Buffers.Binary;
using CycleGanPS.Core.Images.Tiff;

namespace CycleGanPS.Core.Images.Metadata;

/// <summary>
/// Writes the EXIF data of a picture anew for another that was made of it: upright, of its own size, in sRGB, without the thumbnail of the old
/// one. The maker's notes are left out: their places are counted from where they stood, and they hold previews.
/// </summary>
internal static class ExifCopy
{
    private const int Header = 8;
    private const int Orientation = 274, ExifPointer = 34665, GpsPointer = 34853;
    private const int MakerNote = 37500, ColourSpace = 40961, PixelWidth = 40962, PixelHeight = 40963, Interoperability = 40965;
    private const int Short = 3, Long = 4;

    // Of the first directory what tells of the photo, and not how its pixels are stored: title, maker, camera, resolution, program, times,
    // names, ratings, copyright, and Windows' texts.
    private static readonly HashSet<int> Kept =
        [270, 271, 272, 282, 283, 296, 305, 306, 315, 316, 18246, 18249, 33432, 40091, 40092, 40093, 40094, 40095];

    /// <exception cref="InvalidDataException">They are none.</exception>
    public static byte[] Make(byte[] exif, int width, int height)
    {
        if (!ImageMagic.IsTiff(exif))
        {
            throw new InvalidDataException();
        }

        var old = TiffDirectory.First(exif);
        var isLittle = old.IsLittleEndian;
        var (first, photo, place) = (new SortedDictionary<int, Entry>(), new SortedDictionary<int, Entry>(), new SortedDictionary<int, Entry>());
        Take(old, first, Kept.Contains);
        Take(new TiffDirectory(exif, old.Number(ExifPointer, 0)), photo, tag => tag is not (MakerNote or Interoperability));
        Take(new TiffDirectory(exif, old.Number(GpsPointer, 0)), place, _ => true);

        Set(first, Orientation, Short, 1);
        Set(photo, ColourSpace, Short, 1);
        Set(photo, PixelWidth, Long, (uint)width);
        Set(photo, PixelHeight, Long, (uint)height);
        Set(first, ExifPointer, Long, 0);
        if (place.Count > 0)
        {
            Set(first, GpsPointer, Long, 0);
        }

        var photoAt = Header + Length(first);
        var placeAt = photoAt + Length(photo);
        Set(first, ExifPointer, Long, (uint)photoAt);
        if (place.Count > 0)
        {
            Set(first, GpsPointer, Long, (uint)placeAt);
        }

        var result = new MemoryStream();
        result.Write(isLittle ? "II*\0"u8 : "MM\0*"u8);
        result.Write(Bytes(Long, Header));
        Write(first);
        Write(photo);
        if (place.Count > 0)
        {
            Write(place);
        }

        return result.ToArray();

        void Set(SortedDictionary<int, Entry> directory, int tag, int type, uint value) => directory[tag] = new Entry(type, Bytes(type, value));

        byte[] Bytes(int type, uint value)
        {
            var bytes = new byte[4];
            switch (type, isLittle)
            {
                case (Short, true):
                    BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)value);
                    break;
                case (Short, false):
                    BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)value);
                    break;
                case (_, true):
                    BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
                    break;
                default:
                    BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
                    break;
            }

            return type == Short ? bytes[..2] : bytes;
        }

        // The entries, the place of a next directory, which there is not, and the values that do not fit into their entries.
        void Write(SortedDictionary<int, Entry> directory)
        {
            var values = result.Position + 2 + 12 * directory.Count + 4;
            var behind = new MemoryStream();
            result.Write(Bytes(Short, (uint)directory.Count));
            foreach (var (tag, (type, bytes)) in directory)
            {
                result.Write(Bytes(Short, (uint)tag));
                result.Write(Bytes(Short, (uint)type));
                result.Write(Bytes(Long, (uint)(bytes.Length / TiffDirectory.SizeOf(type))));
                if (bytes.Length <= 4)
                {
                    result.Write([.. bytes, .. new byte[4 - bytes.Length]]);
                }
                else
                {
                    result.Write(Bytes(Long, (uint)(values + behind.Length)));
                    behind.Write([.. bytes, .. new byte[bytes.Length & 1]]);
                }
            }

            result.Write(new byte[4]);
            behind.WriteTo(result);
        }
    }

    private static void Take(TiffDirectory from, SortedDictionary<int, Entry> to, Func<int, bool> wanted)
    {
        for (var index = 0; index < from.Count; index++)
        {
            var entry = from[index];
            if (wanted(entry.Tag) && entry.Count > 0)
            {
                to[entry.Tag] = new Entry(entry.Type, entry.Bytes.ToArray());
            }
        }
    }

    private static int Length(SortedDictionary<int, Entry> directory) =>
        2 + 12 * directory.Count + 4 + directory.Values.Sum(entry => entry.Bytes.Length <= 4 ? 0 : entry.Bytes.Length + (entry.Bytes.Length & 1));

    private readonly record struct Entry(int Type, byte[] Bytes);
}
