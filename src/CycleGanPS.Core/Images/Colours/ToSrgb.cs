namespace CycleGanPS.Core.Images.Colours;

/// <summary>Turns the pixels of a picture with a colour profile into sRGB; colours that sRGB has not are cut at its borders.</summary>
internal sealed class ToSrgb
{
    private const int Steps = 1 << 14;

    // XYZ under D50 light to linear sRGB (Lindbloom, Bradford-adapted), so that white is white to the last digit, and grey grey.
    private static readonly float[] Matrix =
    [
        .. Row(3.1338561f, -1.6168667f, -0.4906146f), .. Row(-0.9787684f, 1.9161415f, 0.0334540f), .. Row(0.0719453f, -0.2289914f, 1.4052427f),
    ];

    private static readonly byte[] Encoded = [.. Enumerable.Range(0, Steps + 1).Select(step => Encode((double)step / Steps))];

    private readonly IccProfile _profile;

    private ToSrgb(IccProfile profile) => _profile = profile;

    /// <summary>The transformation; null for a profile that is sRGB to a level, as that of most photos is.</summary>
    public static ToSrgb? Of(IccProfile profile)
    {
        var transform = new ToSrgb(profile);
        Span<byte> result = [0, 0, 0];
        Span<float> xyz = stackalloc float[3];
        for (var colour = 0; colour < 1 << 12; colour++)
        {
            // 17 from a level to the next; a profile of grey looks at the first alone, where all have to be it.
            byte red = (byte)(17 * (colour >> 8)), green = (byte)(17 * (colour >> 4 & 15)), blue = (byte)(17 * (colour & 15));
            if (profile.Channels == 4 || (profile.Channels == 1 && (red != green || red != blue)))
            {
                continue;
            }

            transform.Convert([red, green, blue], xyz, result);
            if (Math.Abs(result[0] - red) > 1 || Math.Abs(result[1] - green) > 1 || Math.Abs(result[2] - blue) > 1)
            {
                return transform;
            }
        }

        return profile.Channels == 4 ? transform : null;
    }

    /// <summary>In place: of RGB and grey the fourth byte stays, of inks it becomes 255.</summary>
    public void Apply(RgbaPixels pixels, int height)
    {
        Span<float> xyz = stackalloc float[3];
        for (var y = 0; y < height; y++)
        {
            var row = pixels.Row(y);
            Span<byte> last = [0, 0, 0, 0], result = [0, 0, 0];
            for (var known = false; row.Length > 0; row = row[4..], known = true)
            {
                var channels = row[.._profile.Channels];
                if (!known || !channels.SequenceEqual(last[..channels.Length]))
                {
                    channels.CopyTo(last);
                    Convert(channels, xyz, result);
                }

                result.CopyTo(row);
                row[3] = _profile.Channels == 4 ? (byte)255 : row[3];
            }
        }
    }

    private void Convert(ReadOnlySpan<byte> channels, Span<float> xyz, Span<byte> result)
    {
        _profile.ToXyz(channels, xyz);
        for (var index = 0; index < 3; index++)
        {
            var linear = Matrix[3 * index] * xyz[0] + Matrix[3 * index + 1] * xyz[1] + Matrix[3 * index + 2] * xyz[2];
            var light = (linear - _profile.Black) / (1 - _profile.Black);
            result[index] = Encoded[(int)(Math.Clamp(float.IsNaN(light) ? 0 : light, 0, 1) * Steps + 0.5f)];
        }
    }

    private static float[] Row(float x, float y, float z)
    {
        var ofWhite = IccProfile.White[0] * x + IccProfile.White[1] * y + IccProfile.White[2] * z;
        return [x / ofWhite, y / ofWhite, z / ofWhite];
    }

    private static byte Encode(double light) =>
        (byte)Math.Round(255 * (light <= 0.0031308 ? 12.92 * light : 1.055 * Math.Pow(light, 1 / 2.4) - 0.055));
}
