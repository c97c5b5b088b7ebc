using SkiaSharp;

namespace CycleGanPS.Core.Demo;

/// <summary>Draws brows, eyes, nose, mouth and glasses of an anime face.</summary>
/// <param name="line">The colour of outlines.</param>
/// <param name="skinShade">The second tone of the skin.</param>
internal sealed class DemoDrawingFeatures(DemoFace face, DemoGeometry shape, DemoCanvas canvas, SKColor line, SKColor skinShade)
{
    private float Light => face.LightSide;

    public void Nose()
    {
        var (x, y) = (shape.NoseX, shape.NoseY);
        canvas.Line(
            new SKPoint(x - 0.3f * Light, y - 0.5f),
            new SKPoint(x - 1.3f * Light, y + 0.9f),
            new SKPoint(x - 0.1f, y + 1.2f),
            line.Mix(skinShade, 0.25f),
            0.75f);
    }

    public void Mouth()
    {
        var (x, y, half, lift) = (shape.MouthX, shape.MouthY, shape.MouthHalfWidth, shape.MouthLift);
        var (left, right) = (new SKPoint(x - 0.86f * half, y - 0.5f * lift), new SKPoint(x + 0.86f * half, y - 0.5f * lift));
        if (!face.MouthOpen)
        {
            canvas.Line(left, new SKPoint(x, y + 0.5f + 1.5f * lift), right, line, DemoDrawingPainter.LineWidth);
            return;
        }

        var open = 2.6f + 1.2f * Math.Max(face.Smile, 0);
        using var mouthPen = new SKPathBuilder();
        mouthPen.MoveTo(left);
        mouthPen.QuadTo(x, y + 0.3f + 0.7f * lift, right.X, right.Y);
        mouthPen.CubicTo(x + 0.62f * half, y + 1.5f + 0.6f * lift + 1.25f * open, x - 0.62f * half, y + 1.5f + 0.6f * lift + 1.25f * open, left.X, left.Y);
        mouthPen.Close();
        using var mouth = mouthPen.Detach();
        canvas.Fill(mouth, new SKColor(0x9C, 0x2B, 0x3A));
        using (canvas.Within(mouth))
        {
            canvas.Oval(x, y + 1.9f + 0.5f * lift + open, 0.55f * half, 1.7f, new SKColor(0xF0, 0x7F, 0x86));
            canvas.Oval(x, y - 0.6f + 0.1f * lift, 0.75f * half, 1.35f, SKColors.White);
        }

        canvas.Stroke(mouth, line, 0.9f);
    }

    public void Eye(int side)
    {
        var eye = shape.Eye(side);
        if (face.EyesClosed)
        {
            canvas.Line(new SKPoint(eye.X - 5.2f, eye.Y + 1.6f), new SKPoint(eye.X, eye.Y - 3.8f), new SKPoint(eye.X + 5.2f, eye.Y + 1.6f), line, 1.7f);
            canvas.Line(
                new SKPoint(eye.X + 5 * side, eye.Y + 1.4f),
                new SKPoint(eye.X + 6 * side, eye.Y + 1.2f),
                new SKPoint(eye.X + 6.8f * side, eye.Y - 0.2f),
                line,
                1);
            return;
        }

        const float Half = 5.5f, Tall = 6.6f;
        using var whitePen = new SKPathBuilder();
        whitePen.MoveTo(eye.X - Half, eye.Y - 0.8f);
        whitePen.CubicTo(eye.X - 0.8f * Half, eye.Y - 1.22f * Tall, eye.X + 0.8f * Half, eye.Y - 1.22f * Tall, eye.X + Half, eye.Y - 0.8f);
        whitePen.CubicTo(eye.X + Half, eye.Y + 0.75f * Tall, eye.X + 0.5f * Half, eye.Y + Tall, eye.X, eye.Y + Tall);
        whitePen.CubicTo(eye.X - 0.5f * Half, eye.Y + Tall, eye.X - Half, eye.Y + 0.75f * Tall, eye.X - Half, eye.Y - 0.8f);
        whitePen.Close();
        using var white = whitePen.Detach();
        canvas.Fill(white, SKColors.White);
        using (canvas.Within(white))
        {
            // The lid's shadow on the white.
            canvas.Oval(eye.X, eye.Y - 6.2f, 7, 3, new SKColor(0xB9, 0xB4, 0xD0));
            Iris(eye.X + 0.8f * face.Turn, eye.Y + 0.5f);
        }

        using var lidPen = new SKPathBuilder();
        lidPen.MoveTo(eye.X - Half - 0.2f, eye.Y + 0.2f);
        lidPen.CubicTo(eye.X - 0.85f * Half, eye.Y - 1.25f * Tall, eye.X + 0.85f * Half, eye.Y - 1.25f * Tall, eye.X + Half + 0.2f, eye.Y + 0.2f);
        using var lid = lidPen.Detach();
        canvas.Stroke(lid, line, 1.75f);
        canvas.Line(
            new SKPoint(eye.X + side * Half, eye.Y - 0.9f),
            new SKPoint(eye.X + side * (Half + 1), eye.Y - 1.4f),
            new SKPoint(eye.X + side * (Half + 1.9f), eye.Y - 2.7f),
            line,
            1.2f);
        canvas.Line(new SKPoint(eye.X - 3.4f, eye.Y + 6), new SKPoint(eye.X, eye.Y + 7.5f), new SKPoint(eye.X + 3.4f, eye.Y + 6), line, 0.7f);
    }

    private void Iris(float x, float y)
    {
        var iris = face.Iris.Vivid(1.5f, 0.12f);
        using var discPen = new SKPathBuilder();
        discPen.AddOval(new SKRect(x - 4.2f, y - 5.6f, x + 4.2f, y + 5.6f));
        using var disc = discPen.Detach();
        canvas.FillLinear(disc, new SKPoint(x, y - 5.6f), new SKPoint(x, y + 5.6f), iris.Darker(0.62f), iris, iris.Lighter(0.45f));
        canvas.Stroke(disc, iris.Darker(0.7f), 0.8f);
        canvas.Oval(x, y - 0.4f, 1.9f, 2.8f, iris.Darker(0.85f));
        canvas.Oval(x + 1.7f * Light, y - 2.7f, 1.55f, 1.75f, SKColors.White);
        canvas.Oval(x - 1.8f * Light, y + 2.7f, 0.85f, 0.95f, SKColors.White.Alpha(0.92f));
    }

    public void Brow(int side)
    {
        var eye = shape.Eye(side);
        var (inner, outer) = (new SKPoint(eye.X - side * 4, -6.4f + 1.3f * face.BrowAngle), new SKPoint(eye.X + side * 5.4f, -5.8f - 0.4f * face.BrowAngle));
        canvas.Line(inner, new SKPoint(eye.X + side, -8.6f), outer, line, 1);
    }

    public void Glasses()
    {
        if (!face.Glasses)
        {
            return;
        }

        using var rims = DemoShapes.Glasses(shape);
        canvas.Stroke(rims, new SKColor(0x2E, 0x22, 0x38), 1.15f);
        foreach (var side in (int[])[-1, 1])
        {
            var eye = shape.Eye(side);
            canvas.Line(
                new SKPoint(eye.X + 3.4f, eye.Y - 4.6f), new SKPoint(eye.X + 4.4f, eye.Y - 3.6f), new SKPoint(eye.X + 5.2f, eye.Y - 2), SKColors.White, 0.9f);
        }
    }
}
