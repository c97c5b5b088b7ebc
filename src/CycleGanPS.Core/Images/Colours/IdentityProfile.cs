using System.Buffers.Binary;

namespace CycleGanPS.Core.Images.Colours;

/// <summary>Colour profiles of CMYK by which linear sRGB light is the amount of ink, so that a decoder that applies profiles gives the inks.</summary>
internal static class IdentityProfile
{
    private const int Header = 128, TableAt = Header + 4 + 12;

    // Linear sRGB in XYZ under D50 light, by columns: the light of red, of green, of blue.
    private static readonly double[][] Light = [[0.4360747, 0.2225045, 0.0139322], [0.3850649, 0.7168786, 0.0971045], [0.1430804, 0.0606169, 0.7141733]];

    /// <summary>Cyan is red light, magenta green, yellow blue, and black none.</summary>
    public static byte[] OfColours { get; } = Make([Light[0], Light[1], Light[2], [0, 0, 0]]);

    /// <summary>Black is white light, and the others are none.</summary>
    public static byte[] OfBlack { get; } =
        Make([[0, 0, 0], [0, 0, 0], [0, 0, 0], [.. Light[0].Zip(Light[1], Light[2]).Select(light => light.First + light.Second + light.Third)]]);

    // A table of the two ends of each ink (ICC.1:2022, 10.10), between which everything is linear.
    private static byte[] Make(double[][] ofInks)
    {
        var table = new MemoryStream();
        table.Write([.. "mft2"u8, 0, 0, 0, 0, 4, 3, 2, 0]);
        foreach (var number in (int[])[1, 0, 0, 0, 1, 0, 0, 0, 1])
        {
            table.Write([0, (byte)number, 0, 0]);
        }

        table.Write([0, 2, 0, 2]);
        for (var ink = 0; ink < 4; ink++)
        {
            table.Write([0, 0, 255, 255]);
        }

        for (var corner = 0; corner < 16; corner++)
        {
            for (var index = 0; index < 3; index++)
            {
                // The standard has 1 at 32768, and Skia 4.154 at 65535. What it is for other readers is nobody's concern.
                var value = (int)Math.Round(65535 * Enumerable.Range(0, 4).Sum(ink => (corner >> (3 - ink) & 1) * ofInks[ink][index]));
                table.Write([(byte)(value >> 8), (byte)value]);
            }
        }

        for (var index = 0; index < 3; index++)
        {
            table.Write([0, 0, 255, 255]);
        }

        var profile = new byte[TableAt + table.Length];
        BinaryPrimitives.WriteInt32BigEndian(profile, profile.Length);
        profile[8] = 2;
        "prtrCMYKXYZ "u8.CopyTo(profile.AsSpan(12));
        "acsp"u8.CopyTo(profile.AsSpan(36));
        int[] white = [0xF6D6, 0x10000, 0xD32D];
        for (var index = 0; index < 3; index++)
        {
            BinaryPrimitives.WriteInt32BigEndian(profile.AsSpan(68 + 4 * index), white[index]);
        }

        profile[Header + 3] = 1;
        "A2B0"u8.CopyTo(profile.AsSpan(Header + 4));
        BinaryPrimitives.WriteInt32BigEndian(profile.AsSpan(Header + 8), TableAt);
        BinaryPrimitives.WriteInt32BigEndian(profile.AsSpan(Header + 12), (int)table.Length);
        table.ToArray().CopyTo(profile, TableAt);
        return profile;
    }
}
