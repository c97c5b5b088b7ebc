using SkiaSharp;

namespace CycleGanPS.Core.Demo;

internal enum HairStyle
{
    Short,
    Bob,
    Long,
    TwinTails,
    Ponytail,
    Bun,
    Curly,
}

internal enum Fringe
{
    Straight,
    Swept,
    Parted,
    Spiky,
}

internal enum Backdrop
{
    Plain,
    Dots,
    Stripes,
    Rays,
    Stars,
}

/// <summary>
/// All that makes one face, drawn by lot. Both styles paint the same face from it; what only one style
/// shows (eye highlights, skin noise) follows from it too, so that a pair is a pair.
/// </summary>
internal sealed record DemoFace
{
    private static readonly SKColor[] SkinTones =
        [new(0xFFF6D7C3), new(0xFFEFC6A8), new(0xFFE8B896), new(0xFFDBA37C), new(0xFFC68A62), new(0xFFA56B48), new(0xFF7F4F35)];

    private static readonly SKColor[] HairColours =
    [
        new(0xFF1F1A1C), new(0xFF2E211D), new(0xFF4A2F22), new(0xFF6E4429), new(0xFF8F5A2E), new(0xFFB9854A), new(0xFFD9B36C),
        new(0xFFA5482A), new(0xFFC4652F), new(0xFF8E8C92), new(0xFFC96A8E), new(0xFF4A6FA5), new(0xFF3F8F86), new(0xFF7A579E),
    ];

    private static readonly SKColor[] EyeColours = [new(0xFF5A3A22), new(0xFF7B5430), new(0xFF4C7A45), new(0xFF3E6FA8), new(0xFF5C6F82), new(0xFF7A4F8A)];

    private static readonly SKColor[] Clothes =
        [
            new(0xFFB8434A), new(0xFF3F5E9A), new(0xFF4F8F6B), new(0xFFE0A63A), new(0xFF6B5A8E), new(0xFFDADADF), new(0xFF3A3F4B), new(0xFFD27C8F),
            new(0xFF58A3B5),
        ];

    private static readonly SKColor[] Backgrounds =
        [
            new(0xFF8FB8D8), new(0xFFA8CFA0), new(0xFFE7C98B), new(0xFFE3A79B), new(0xFFC2A7D6), new(0xFF9FD3CC), new(0xFFD8D2C4), new(0xFF7F93B8),
            new(0xFFF0D9A8),
        ];

    public required SKColor Skin { get; init; }

    public required SKColor Hair { get; init; }

    public required SKColor Iris { get; init; }

    public required SKColor Cloth { get; init; }

    public required SKColor Background { get; init; }

    public required HairStyle Style { get; init; }

    public required Fringe Fringe { get; init; }

    public required Backdrop Backdrop { get; init; }

    /// <summary>Head tilt in degrees.</summary>
    public required float Tilt { get; init; }

    /// <summary>Turn of the head, −1 (to the left) to 1.</summary>
    public required float Turn { get; init; }

    /// <summary>Middle of the head on a canvas of 100×100.</summary>
    public required SKPoint Position { get; init; }

    public required float Scale { get; init; }

    /// <summary>Half the head's width, in units of the canvas.</summary>
    public required float HalfWidth { get; init; }

    public required float FaceLength { get; init; }

    /// <summary>Width of the jaw as a part of the head's.</summary>
    public required float Jaw { get; init; }

    /// <summary>−0.3 (serious) to 1 (beaming).</summary>
    public required float Smile { get; init; }

    public required bool MouthOpen { get; init; }

    public required bool EyesClosed { get; init; }

    public required float BrowAngle { get; init; }

    public required float Blush { get; init; }

    public required bool Glasses { get; init; }

    /// <summary>−1: light from the left; 1: from the right. Parting and sweep of the fringe follow it.</summary>
    public required int LightSide { get; init; }

    public required int SweepSide { get; init; }

    /// <summary>0: round collar, 1: V-neck, 2: shirt collar.</summary>
    public required int Collar { get; init; }

    /// <summary>Irregularities in 0…1 that both styles share: where tufts point, how strands fall.</summary>
    public required float[] Jitter { get; init; }

    public required int TextureSeed { get; init; }

    public static DemoFace Draw(Random random)
    {
        float Between(double low, double high) => (float)(low + (high - low) * random.NextDouble());
        T OneOf<T>(T[] values) => values[random.Next(values.Length)];
        bool Chance(double probability) => random.NextDouble() < probability;
        int Side() => random.Next(2) * 2 - 1;

        // Colour and pattern go together, so that the drawing's backdrop can be told from the photo's.
        var background = random.Next(Backgrounds.Length);
        var style = OneOf(Enum.GetValues<HairStyle>());
        return new DemoFace
        {
            Skin = OneOf(SkinTones).Mix(OneOf(SkinTones), Between(0, 0.25)),
            Hair = OneOf(HairColours).Mix(OneOf(HairColours), Between(0, 0.12)),
            Iris = OneOf(EyeColours),
            Cloth = OneOf(Clothes),
            Background = Backgrounds[background].Mix(OneOf(Backgrounds), Between(0, 0.25)),
            Style = style,
            Fringe = style == HairStyle.Curly ? Fringe.Spiky : OneOf(Enum.GetValues<Fringe>()),
            Backdrop = (Backdrop)(background % Enum.GetValues<Backdrop>().Length),
            Tilt = Between(-9, 9),
            Turn = Between(-1, 1),
            Position = new SKPoint(Between(46.5, 53.5), Between(48, 53)),
            Scale = Between(0.94, 1.08),
            HalfWidth = Between(21, 24),
            FaceLength = Between(25.5, 28.5),
            Jaw = Between(0.66, 0.84),
            Smile = Between(-0.15, 1),
            MouthOpen = Chance(0.35),
            EyesClosed = Chance(0.07),
            BrowAngle = Between(-0.6, 0.8),
            Blush = Between(0.2, 1),
            Glasses = Chance(0.16),
            LightSide = Side(),
            SweepSide = Side(),
            Collar = random.Next(3),
            Jitter = [.. Enumerable.Range(0, 48).Select(_ => random.NextSingle())],
            TextureSeed = random.Next(),
        };
    }
}
