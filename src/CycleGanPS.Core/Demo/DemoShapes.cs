using SkiaSharp;

namespace CycleGanPS.Core.Demo;

/// <summary>Small things that both styles draw alike.</summary>
internal static class DemoShapes
{
    public static SKPath Glasses(DemoGeometry shape)
    {
        using var pen = new SKPathBuilder();
        var (left, right) = (shape.Eye(-1), shape.Eye(1));
        foreach (var eye in (SKPoint[])[left, right])
        {
            pen.AddRoundRect(new SKRect(eye.X - 6.9f, eye.Y - 6, eye.X + 6.9f, eye.Y + 6.2f), 4.5f, 4.5f);
        }

        pen.MoveTo(left.X + 6.9f, left.Y - 1);
        pen.QuadTo((left.X + right.X) / 2, left.Y - 2.6f, right.X - 6.9f, right.Y - 1);
        pen.MoveTo(left.X - 6.9f, left.Y - 1);
        pen.LineTo(-shape.HalfWidth, left.Y - 2);
        pen.MoveTo(right.X + 6.9f, right.Y - 1);
        pen.LineTo(shape.HalfWidth, right.Y - 2);
        return pen.Detach();
    }

    public static SKPath Star(float x, float y, float radius, int points, float inner)
    {
        using var pen = new SKPathBuilder();
        for (var index = 0; index < 2 * points; index++)
        {
            var angle = Math.PI * (index / (double)points - 0.5);
            var reach = index % 2 == 0 ? radius : radius * inner;
            var point = new SKPoint(x + (float)Math.Cos(angle) * reach, y + (float)Math.Sin(angle) * reach);
            if (index == 0)
            {
                pen.MoveTo(point);
            }
            else
            {
                pen.LineTo(point);
            }
        }

        pen.Close();
        return pen.Detach();
    }
}
