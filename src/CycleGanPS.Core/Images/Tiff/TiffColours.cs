namespace CycleGanPS.Core.Images.Tiff;

/// <summary>Makes RGBA of a row of samples, by Pillow's formulas.</summary>
internal static class TiffColours
{
    /// <param name="layout">What the samples mean.</param>
    /// <param name="samples">All samples of each pixel.</param>
    /// <param name="target">Four bytes for each pixel.</param>
    /// <param name="asInks">Leave CMYK as it is.</param>
    public static void Apply(TiffLayout layout, ReadOnlySpan<byte> samples, Span<byte> target, bool asInks)
    {
        for (; samples.Length > 0; samples = samples[layout.Samples..], target = target[4..])
        {
            var alpha = layout.Alpha < 0 ? (byte)255 : samples[layout.Alpha];
            switch (layout.Photometric)
            {
                case TiffLayout.Rgb:
                    samples[..3].CopyTo(target);
                    break;
                case TiffLayout.Palette:
                    for (var channel = 0; channel < 3; channel++)
                    {
                        target[channel] = (byte)(layout.ColourMap[(channel << layout.Bits) + samples[0]] >> 8);
                    }

                    break;
                case TiffLayout.Cmyk when asInks:
                    samples[..4].CopyTo(target);
                    continue;
                case TiffLayout.Cmyk:
                    var paper = 255 - samples[3];
                    for (var channel = 0; channel < 3; channel++)
                    {
                        var product = samples[channel] * paper + 128;
                        target[channel] = (byte)Math.Clamp(paper - ((product >> 8) + product >> 8), 0, 255);
                    }

                    break;
                default:
                    target[..3].Fill(layout.Photometric == TiffLayout.WhiteIsZero ? (byte)(255 - samples[0]) : samples[0]);
                    break;
            }

            if (layout.IsAssociated && alpha < 255)
            {
                for (var channel = 0; channel < 3; channel++)
                {
                    target[channel] = alpha == 0 ? (byte)0 : (byte)Math.Min(target[channel] * 255 / alpha, 255);
                }
            }

            target[3] = alpha;
        }
    }
}
