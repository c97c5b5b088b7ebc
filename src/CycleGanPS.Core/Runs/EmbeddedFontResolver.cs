using CycleGanPS.Core.Images.Fonts;
using ScottPlot;
using SkiaSharp;

namespace CycleGanPS.Core.Runs;

/// <summary>Gives charts the embedded typeface, whatever they ask for.</summary>
internal sealed class EmbeddedFontResolver : IFontResolver
{
    private static readonly Lock Registration = new();
    private static bool _registered;

    public static void Register()
    {
        lock (Registration)
        {
            if (!_registered)
            {
                ScottPlot.Fonts.FontResolvers.Insert(0, new EmbeddedFontResolver());
                ScottPlot.Fonts.Default = EmbeddedFont.FamilyName;
                _registered = true;
            }
        }
    }

    public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) => EmbeddedFont.Sans;

    public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) => EmbeddedFont.Sans;
}
