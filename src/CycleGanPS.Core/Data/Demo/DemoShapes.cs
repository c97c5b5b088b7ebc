using SkiaSharp;

namespace CycleGanPS.Core.Data.Demo;

/// <summary>Small things that both styles draw alike.</summary>
internal static class DemoShapes
{
    public static SKPath Glasses(DemoGeometry shape)
    {
        var path = new SKPath();
        var (left, right) = (shape.Eye(-1), shape.Eye(1));
        foreach (var eye in (SKPoint[])[left, right])
        {
            path.AddRoundRect(new SKRect(eye.X - 6.9f, eye.Y - 6, eye.X + 6.9f, eye.Y + 6.2f), 4.5f, 4.5f);
        }

        path.MoveTo(left.X + 6.9f, left.Y - 1);
        path.QuadTo((left.X + right.X) / 2, left.Y - 2.6f, right.X - 6.9f, right.Y - 1);
        path.MoveTo(left.X - 6.9f, left.Y - 1);
        path.LineTo(-shape.HalfWidth, left.Y - 2);
        path.MoveTo(right.X + 6.9f, right.Y - 1);
        path.LineTo(shape.HalfWidth, right.Y - 2);
        return path;
    }

    public static SKPath Star(float x, float y, float radius, int points, float inner)
    {
        var path = new SKPath();
        for (var index = 0; index < 2 * points; index++)
        {
            var angle = Math.PI * (index / (double)points - 0.5);
            var reach = index % 2 == 0 ? radius : radius * inner;
            var point = new SKPoint(x + (float)Math.Cos(angle) * reach, y + (float)Math.Sin(angle) * reach);
            if (index == 0)
            {
                path.MoveTo(point);
            }
            else
            {
                path.LineTo(point);
            }
        }

        path.Close();
        return path;
    }
}
