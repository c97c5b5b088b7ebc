using SkiaSharp;

namespace CycleGanPS.Core.Demo;

/// <summary>Paints the hair of a photo, strand by strand.</summary>
/// <param name="texture">Where the strands' chance comes from; shared with the rest of the photo.</param>
internal sealed class DemoPhotoHair(DemoFace face, DemoGeometry shape, DemoCanvas canvas, Random texture)
{
    // Towards the light, for gradients.
    private float Light => face.LightSide;

    public void Behind()
    {
        var dark = face.Hair.Darker(0.38f);
        canvas.Fill(shape.HairBack, dark.Alpha(0.8f), blur: 0.7f);
        canvas.FillLinear(shape.HairBack, new SKPoint(0, -34), new SKPoint(0, 40), face.Hair.Darker(0.12f), dark);
        using (canvas.Within(shape.HairBack))
        {
            var bounds = shape.HairBack.Bounds;
            for (var index = 0; index < 70; index++)
            {
                var x = bounds.Left + bounds.Width * texture.NextSingle();
                var drift = 5 * (texture.NextSingle() - 0.5f);
                var from = face.Style == HairStyle.Curly ? new SKPoint(x, bounds.Top + bounds.Height * texture.NextSingle()) : new SKPoint(0.8f * x, -30);
                var to = face.Style == HairStyle.Curly ? new SKPoint(x + 6 * drift / 5, from.Y + 4) : new SKPoint(x + drift, bounds.Bottom);
                canvas.Line(from, new SKPoint(x * 1.08f + drift, (from.Y + to.Y) / 2), to, StrandColour(0.3f).Alpha(0.5f), 0.5f);
            }
        }
    }

    public void InFront()
    {
        var w = shape.HalfWidth;
        canvas.Fill(shape.HairFront, face.Hair.Darker(0.2f).Alpha(0.8f), blur: 0.5f);
        canvas.FillRadial(shape.HairFront, new SKPoint(10 * Light, -26), 46, face.Hair.Lighter(0.1f), face.Hair, face.Hair.Darker(0.4f));
        using (canvas.Within(shape.HairFront))
        {
            if (face.Style == HairStyle.Curly)
            {
                Curls();
            }
            else
            {
                Strands(w);
            }

            // A soft band of light where the head rounds off.
            canvas.Line(new SKPoint(-0.75f * w, -15), new SKPoint(8 * Light, -27), new SKPoint(0.75f * w, -15), SKColors.White.Alpha(0.2f), 3.4f, blur: 2);
            canvas.Line(
                new SKPoint(6 * Light - 7, -22), new SKPoint(6 * Light, -24), new SKPoint(6 * Light + 7, -22), SKColors.White.Alpha(0.22f), 2, blur: 1.2f);
        }
    }

    // From the crown fanning out to the fringe, and down the locks.
    private void Strands(float w)
    {
        var crown = new SKPoint(face.SweepSide * 3, -31);
        for (var index = 0; index < 90; index++)
        {
            var across = 2 * texture.NextSingle() - 1;
            var sweep = face.Fringe == Fringe.Swept ? 4 * face.SweepSide : 0;
            var end = new SKPoint(across * (w + 3) + sweep, -6 + 9 * across * across + 4 * texture.NextSingle());
            var bend = new SKPoint(across * (w + 1), -27 + 5 * texture.NextSingle());
            canvas.Line(crown, bend, end, StrandColour(0.42f).Alpha(0.55f), 0.35f + 0.3f * texture.NextSingle());
        }

        for (var index = 0; index < 24; index++)
        {
            var side = 2 * (index % 2) - 1;
            var x = side * (w - 4 + 7 * texture.NextSingle());
            canvas.Line(new SKPoint(x, -16), new SKPoint(x + side, 4), new SKPoint(x - side, 34), StrandColour(0.4f).Alpha(0.5f), 0.5f);
        }
    }

    private void Curls()
    {
        for (var index = 0; index < 110; index++)
        {
            var (x, y) = (60 * texture.NextSingle() - 30, -38 + 44 * texture.NextSingle());
            var reach = 2 + 2 * texture.NextSingle();
            canvas.Line(
                new SKPoint(x, y),
                new SKPoint(x + reach, y - reach),
                new SKPoint(x + 1.6f * reach, y + 0.5f),
                StrandColour(0.45f).Alpha(0.55f),
                0.7f,
                blur: 0.15f);
        }
    }

    private SKColor StrandColour(float spread)
    {
        var part = spread * texture.NextSingle();
        return texture.Next(2) == 0 ? face.Hair.Darker(part) : face.Hair.Lighter(0.55f * part);
    }
}
