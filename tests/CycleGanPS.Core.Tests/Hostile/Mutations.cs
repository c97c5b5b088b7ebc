namespace CycleGanPS.Core.Tests.Hostile;

/// <summary>Damage done to a good file, the same for the same number.</summary>
internal static class Mutations
{
    // Numbers that parsers trip over: zero, ones, signs, and the bounds of 16, 32 and 64 bits.
    private static readonly byte[][] Telling =
    [
        [0], [0xFF], [0x7F], [0x80], [0xFF, 0xFF], [0, 0x80], [0xFF, 0xFF, 0xFF, 0x7F], [0, 0, 0, 0x80], [0xFF, 0xFF, 0xFF, 0xFF],
        [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F], [0, 0, 0, 0, 0, 0, 0, 0x80], [0, 0, 0, 0, 0, 0, 0, 0x40],
        "os\nsystem\n"u8.ToArray(), "../../../"u8.ToArray(), "999999999999"u8.ToArray(), "-1"u8.ToArray(), "NaN"u8.ToArray(),
        "[[[[[[[["u8.ToArray(), "{\"a\":"u8.ToArray(),
    ];

    public static byte[] Apply(byte[] good, int number)
    {
        var random = new Random(number);
        var bytes = good.ToArray();
        switch (random.Next(6))
        {
            case 0:
                return bytes[..random.Next(bytes.Length)];
            case 1:
                var from = random.Next(bytes.Length);
                return [.. bytes[..from], .. bytes[Math.Min(from + random.Next(1, 64), bytes.Length)..]];
            case 2:
                var (start, place) = (random.Next(bytes.Length), random.Next(bytes.Length));
                return [.. bytes[..place], .. bytes[start..Math.Min(start + random.Next(1, 256), bytes.Length)], .. bytes[place..]];
            default:
                for (var count = random.Next(1, 9); count > 0; count--)
                {
                    Overwrite(bytes, random);
                }

                return bytes;
        }
    }

    // Headers are small and at both ends; half of the hits go there.
    private static void Overwrite(byte[] bytes, Random random)
    {
        var place = random.Next(4) switch
        {
            0 => random.Next(Math.Min(bytes.Length, 512)),
            1 => bytes.Length - 1 - random.Next(Math.Min(bytes.Length, 512)),
            _ => random.Next(bytes.Length),
        };
        if (random.Next(2) == 0)
        {
            bytes[place] ^= (byte)(1 << random.Next(8));
            return;
        }

        var telling = Telling[random.Next(Telling.Length)];
        telling.AsSpan(0, Math.Min(telling.Length, bytes.Length - place)).CopyTo(bytes.AsSpan(place));
    }
}
