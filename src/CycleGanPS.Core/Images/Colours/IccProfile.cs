using System.Buffers.Binary;

namespace CycleGanPS.Core.Images.Colours;

/// <summary>
/// A colour profile of the International Color Consortium, versions 2 and 4, for pictures of grey, RGB or CMYK: what colour a device's
/// is, as XYZ under D50 light. Written here because Skia, which takes such profiles too, tells nobody when it leaves one out, and is up to
/// nine levels from LittleCMS with printers' profiles.
/// </summary>
internal sealed class IccProfile
{
    public const string Damaged = "is damaged";

    /// <summary>D50, the light of the space between profiles, as their headers have it.</summary>
    public static readonly float[] White = [0.9642f, 1, 0.8249f];

    private const int HeaderLength = 128, MostTags = 200;

    private readonly ColourTable? _table;
    private readonly float[][] _curves = [];
    private readonly float[] _matrix = [];
    private readonly bool _isLab;

    /// <param name="bytes">The profile.</param>
    /// <param name="model">What the picture's samples stand for.</param>
    /// <exception cref="InvalidDataException">What is wrong with it, as 'is …'.</exception>
    public IccProfile(ReadOnlySpan<byte> bytes, ColourModel model)
    {
        if (bytes.Length < HeaderLength + 4 || !bytes[36..].StartsWith("acsp"u8))
        {
            throw new InvalidDataException(Damaged);
        }

        var kind = bytes.Slice(12, 4);
        var space = bytes.Slice(16, 4);
        var fits = model switch
        {
            ColourModel.Cmyk => space.SequenceEqual("CMYK"u8),
            ColourModel.Grey => space.SequenceEqual("GRAY"u8) || space.SequenceEqual("RGB "u8),
            _ => space.SequenceEqual("RGB "u8),
        };
        var describes = kind.SequenceEqual("scnr"u8) || kind.SequenceEqual("mntr"u8) || kind.SequenceEqual("prtr"u8) || kind.SequenceEqual("spac"u8);
        if (!fits || !describes || bytes[8] is < 2 or > 4)
        {
            throw new InvalidDataException($"is not one for pictures of {model switch { ColourModel.Grey => "grey", ColourModel.Rgb => "RGB", _ => "CMYK" }}");
        }

        _isLab = bytes.Slice(20, 4).SequenceEqual("Lab "u8);
        var channels = space.SequenceEqual("GRAY"u8) ? 1 : space.SequenceEqual("RGB "u8) ? 3 : 4;
        Channels = channels;
        if (Tag(bytes, "A2B0"u8) is { IsEmpty: false } table)
        {
            _table = new ColourTable(table, channels);
        }
        else if (channels == 1)
        {
            _curves = [ToneCurve.Read(Tag(bytes, "kTRC"u8), out _).OfBytes()];
        }
        else if (channels == 3 && !_isLab)
        {
            _curves = [Curve(bytes, "rTRC"u8), Curve(bytes, "gTRC"u8), Curve(bytes, "bTRC"u8)];
            _matrix = [.. Xyz(Tag(bytes, "rXYZ"u8)), .. Xyz(Tag(bytes, "gXYZ"u8)), .. Xyz(Tag(bytes, "bXYZ"u8))];
        }
        else
        {
            throw new InvalidDataException(Damaged);
        }

        Black = BlackOf(bytes[8]);
    }

    public int Channels { get; }

    /// <summary>How light the darkest colour is, which becomes black (black point compensation, as LittleCMS and editors do it).</summary>
    public float Black { get; }

    /// <summary>The colour of a pixel.</summary>
    /// <param name="device">A byte of each channel.</param>
    /// <param name="xyz">White is 0.9642, 1, 0.8249.</param>
    public void ToXyz(ReadOnlySpan<byte> device, Span<float> xyz)
    {
        if (_table is not null)
        {
            _table.Look(device, xyz);
            if (_isLab)
            {
                var (light, centre) = _table.IsLegacy ? (65535 / 652.8f, 65535 / 256f) : (100f, 255f);
                FromLab(light * xyz[0], centre * xyz[1] - 128, centre * xyz[2] - 128, xyz);
            }
            else
            {
                Scale(xyz, 1 + 32767 / 32768f);
            }
        }
        else if (Channels == 1)
        {
            var grey = _curves[0][device[0]];
            White.CopyTo(xyz);
            Scale(xyz, _isLab ? Cube((100 * grey + 16) / 116) : grey);
        }
        else
        {
            var (red, green, blue) = (_curves[0][device[0]], _curves[1][device[1]], _curves[2][device[2]]);
            for (var index = 0; index < 3; index++)
            {
                xyz[index] = _matrix[index] * red + _matrix[3 + index] * green + _matrix[6 + index] * blue;
            }
        }
    }

    /// <summary>A number of 16 bits before the point and as many behind it.</summary>
    public static double Fixed(ReadOnlySpan<byte> data) => BinaryPrimitives.ReadInt32BigEndian(data) / 65536.0;

    // LittleCMS: a table of the fourth version has the black of the standard's reference medium, all others that of their darkest colour.
    private float BlackOf(byte version)
    {
        if (version >= 4 && _table is not null)
        {
            return 0.0034731f;
        }

        Span<float> xyz = stackalloc float[3];
        ToXyz(Channels == 4 ? [255, 255, 255, 255] : [0, 0, 0], xyz);
        return Math.Clamp(xyz[1], 0, Cube((50 + 16) / 116f));
    }

    private static void FromLab(float lightness, float a, float b, Span<float> xyz)
    {
        var y = (lightness + 16) / 116;
        (xyz[0], xyz[1], xyz[2]) = (White[0] * Cube(y + a / 500), White[1] * Cube(y), White[2] * Cube(y - b / 200));
    }

    private static float Cube(float value) => value > 24 / 116f ? value * value * value : (value - 16 / 116f) * 108 / 841;

    private static void Scale(Span<float> values, float factor)
    {
        for (var index = 0; index < values.Length; index++)
        {
            values[index] *= factor;
        }
    }

    private static float[] Curve(ReadOnlySpan<byte> profile, ReadOnlySpan<byte> name) => ToneCurve.Read(Tag(profile, name), out _).OfBytes();

    private static float[] Xyz(ReadOnlySpan<byte> tag) => tag.Length >= 20 && tag.StartsWith("XYZ "u8)
        ? [(float)Fixed(tag[8..]), (float)Fixed(tag[12..]), (float)Fixed(tag[16..])]
        : throw new InvalidDataException(Damaged);

    private static ReadOnlySpan<byte> Tag(ReadOnlySpan<byte> profile, ReadOnlySpan<byte> name)
    {
        var count = Math.Min(BinaryPrimitives.ReadUInt32BigEndian(profile[HeaderLength..]), MostTags);
        var entries = profile[(HeaderLength + 4)..];
        for (; count > 0 && entries.Length >= 12; count--, entries = entries[12..])
        {
            if (entries.StartsWith(name))
            {
                var (offset, length) = (BinaryPrimitives.ReadUInt32BigEndian(entries[4..]), BinaryPrimitives.ReadUInt32BigEndian(entries[8..]));
                return offset + (long)length <= profile.Length ? profile.Slice((int)offset, (int)length) : throw new InvalidDataException(Damaged);
            }
        }

        return [];
    }
}
