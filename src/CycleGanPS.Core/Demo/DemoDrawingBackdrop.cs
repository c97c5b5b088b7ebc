using SkiaSharp;

namespace CycleGanPS.Core.Demo;

/// <summary>The flat patterns behind a drawn face.</summary>
internal static class DemoDrawingBackdrop
{
    public static void Paint(DemoFace face, DemoCanvas canvas)
    {
        var colour = face.Background.Vivid(1.5f, 0.18f);
        var pattern = colour.Lighter(0.34f);
        canvas.Clear(colour);
        switch (face.Backdrop)
        {
            case Backdrop.Dots:
                for (var row = 0; row < 8; row++)
                {
                    for (var column = 0; column < 8; column++)
                    {
                        canvas.Oval(column * 15 + row % 2 * 7.5f, row * 14 + 3, 2.9f, 2.9f, pattern);
                    }
                }

                break;
            case Backdrop.Stripes:
                for (var x = -100; x < 120; x += 22)
                {
                    canvas.Line(new SKPoint(x, 110), new SKPoint(x + 55, 50), new SKPoint(x + 110, -10), pattern, 7.5f);
                }

                break;
            case Backdrop.Rays:
                using (var rays = DemoShapes.Star(50, 50, 110, 12, 0.09f))
                {
                    canvas.Fill(rays, pattern);
                }

                break;
            case Backdrop.Stars:
                for (var index = 0; index < 14; index++)
                {
                    using var star = DemoShapes.Star(index * 37 % 100 + 4, index * 23 % 84 + 5, 3.2f + 2.6f * face.Jitter[index], 4, 0.3f);
                    canvas.Fill(star, pattern);
                }

                break;
        }
    }
}
