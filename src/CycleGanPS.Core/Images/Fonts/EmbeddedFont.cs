using SkiaSharp;

namespace CycleGanPS.Core.Images.Fonts;

/// <summary>
/// The typeface of all text in pictures and charts. The Skia build that runs on any Linux brings no fonts and
/// finds none, and draws no text, silently; so DejaVu Sans comes with us (its licence stands beside it).
/// </summary>
internal static class EmbeddedFont
{
    public const string FamilyName = "DejaVu Sans";

    private static readonly Lazy<SKTypeface> Loaded = new(() =>
    {
        using var stream = typeof(EmbeddedFont).Assembly.GetManifestResourceStream("DejaVuSans.ttf")!;
        return SKTypeface.FromStream(stream) ?? throw new InvalidDataException("The embedded font could not be loaded.");
    });

    public static SKTypeface Sans => Loaded.Value;
}
