using SkiaSharp;

namespace CycleGanPS.Core.Demo;

internal static class DemoColour
{
    /// <summary>This colour with a part (0…1) of another.</summary>
    public static SKColor Mix(this SKColor colour, SKColor other, float part) => new(
        Blend(colour.Red, other.Red, part), Blend(colour.Green, other.Green, part), Blend(colour.Blue, other.Blue, part));

    public static SKColor Lighter(this SKColor colour, float part) => colour.Mix(SKColors.White, part);

    /// <summary>Darker, and a little towards violet, as shadows are under a blue sky.</summary>
    public static SKColor Darker(this SKColor colour, float part) => colour.Mix(new SKColor(0x1C, 0x12, 0x22), part);

    public static SKColor Vivid(this SKColor colour, float saturation, float lightness)
    {
        colour.ToHsl(out var hue, out var chroma, out var light);
        return SKColor.FromHsl(hue, Math.Min(chroma * saturation, 92), Math.Min(light + lightness * (100 - light), 96));
    }

    public static SKColor Alpha(this SKColor colour, float alpha) => colour.WithAlpha((byte)Math.Round(255 * Math.Clamp(alpha, 0, 1)));

    private static byte Blend(byte from, byte to, float part) => (byte)Math.Round(from + (to - from) * Math.Clamp(part, 0, 1));
}
