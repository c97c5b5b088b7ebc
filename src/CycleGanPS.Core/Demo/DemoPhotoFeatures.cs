using SkiaSharp;

namespace CycleGanPS.Core.Demo;

/// <summary>Paints brows, eyes, nose, mouth and glasses of a photo.</summary>
/// <param name="shadow">The skin in shade.</param>
internal sealed class DemoPhotoFeatures(DemoFace face, DemoGeometry shape, DemoCanvas canvas, SKColor shadow)
{
    private float Light => face.LightSide;

    public void Brow(int side, SKPoint eye)
    {
        var (inner, outer) = (new SKPoint(eye.X - side * 4.4f, -4 + face.BrowAngle), new SKPoint(eye.X + side * 5.2f, -3.6f - 0.3f * face.BrowAngle));
        canvas.Line(inner, new SKPoint(eye.X + side, -6.6f), outer, face.Hair.Darker(0.45f).Alpha(0.85f), 1.35f, blur: 0.35f);
    }

    public void Eye(int side)
    {
        var eye = shape.Eye(side);
        var lash = new SKColor(0x24, 0x18, 0x16);
        if (face.EyesClosed)
        {
            canvas.Line(new SKPoint(eye.X - 4.4f, eye.Y), new SKPoint(eye.X, eye.Y + 3.4f), new SKPoint(eye.X + 4.4f, eye.Y), lash, 0.95f, blur: 0.2f);
            canvas.Line(
                new SKPoint(eye.X - 4, eye.Y - 2), new SKPoint(eye.X, eye.Y - 3.4f), new SKPoint(eye.X + 4, eye.Y - 2), shadow.Alpha(0.6f), 0.7f, blur: 0.3f);
            return;
        }

        using var almondPen = new SKPathBuilder();
        almondPen.MoveTo(eye.X - 4.6f, eye.Y + (side < 0 ? 0 : 0.7f));
        almondPen.CubicTo(eye.X - 2.2f, eye.Y - 3.3f, eye.X + 2.2f, eye.Y - 3.3f, eye.X + 4.6f, eye.Y + (side < 0 ? 0.7f : 0));
        almondPen.CubicTo(eye.X + 2.2f, eye.Y + 2.6f, eye.X - 2.2f, eye.Y + 2.6f, eye.X - 4.6f, eye.Y + (side < 0 ? 0 : 0.7f));
        almondPen.Close();
        using var almond = almondPen.Detach();
        canvas.Fill(almond, new SKColor(0xF2, 0xEC, 0xE8));
        using (canvas.Within(almond))
        {
            var x = eye.X + 0.7f * face.Turn;
            canvas.Oval(x, eye.Y - 0.1f, 2.55f, 2.55f, face.Iris.Darker(0.35f));
            canvas.Oval(x, eye.Y + 0.3f, 1.9f, 1.8f, face.Iris.Lighter(0.12f), blur: 0.4f);
            canvas.Oval(x, eye.Y - 0.1f, 1.15f, 1.15f, new SKColor(0x0C, 0x0A, 0x0A));
            canvas.Oval(eye.X, eye.Y - 2.6f, 5, 1.4f, SKColors.Black.Alpha(0.4f), blur: 0.7f);
            canvas.Oval(x + 0.85f * Light, eye.Y - 0.9f, 0.62f, 0.62f, SKColors.White);
        }

        canvas.Line(
            new SKPoint(eye.X - 4.6f, eye.Y + (side < 0 ? 0 : 0.7f)),
            new SKPoint(eye.X, eye.Y - 4.8f),
            new SKPoint(eye.X + 4.6f, eye.Y + (side < 0 ? 0.7f : 0)),
            lash.Alpha(0.9f),
            0.85f,
            blur: 0.15f);
        canvas.Line(
            new SKPoint(eye.X - 4, eye.Y + 1.1f), new SKPoint(eye.X, eye.Y + 3.2f), new SKPoint(eye.X + 4, eye.Y + 1.1f), shadow.Alpha(0.7f), 0.4f, blur: 0.2f);
        canvas.Line(
            new SKPoint(eye.X - 4.2f, eye.Y - 1.8f),
            new SKPoint(eye.X, eye.Y - 5.3f),
            new SKPoint(eye.X + 4.2f, eye.Y - 1.8f),
            shadow.Alpha(0.65f),
            0.5f,
            blur: 0.25f);
    }

    public void Nose()
    {
        var (x, y) = (shape.NoseX, shape.NoseY);
        canvas.Line(
            new SKPoint(0.4f * x - 1.6f * Light, -2), new SKPoint(x - 2.6f * Light, 5), new SKPoint(x - 2.9f * Light, y), shadow.Alpha(0.4f), 2, blur: 1.2f);
        canvas.Line(
            new SKPoint(0.4f * x + 0.4f * Light, -3),
            new SKPoint(0.8f * x + 0.6f * Light, 4),
            new SKPoint(x + 0.3f * Light, y - 2),
            SKColors.White.Alpha(0.3f),
            1.5f,
            blur: 0.9f);
        canvas.Oval(x, y + 1.3f, 3, 1, shadow.Alpha(0.6f), blur: 0.7f);
        foreach (var side in (int[])[-1, 1])
        {
            canvas.Oval(x + 1.5f * side, y + 0.9f, 0.75f, 0.4f, shadow.Darker(0.6f).Alpha(0.85f), blur: 0.25f);
        }
    }

    public void Mouth()
    {
        var (x, y, half, lift) = (shape.MouthX, shape.MouthY, shape.MouthHalfWidth, shape.MouthLift);
        var lips = face.Skin.Mix(new SKColor(0xA8, 0x32, 0x3C), 0.58f);
        var (left, right) = (new SKPoint(x - half, y - 0.5f * lift), new SKPoint(x + half, y - 0.5f * lift));
        var open = face.MouthOpen ? 2.6f + 1.2f * Math.Max(face.Smile, 0) : 0;
        using var outlinePen = new SKPathBuilder();
        outlinePen.MoveTo(left);
        outlinePen.CubicTo(x - 0.4f * half, y - 1.6f + 0.3f * lift, x - 0.2f * half, y - 1.9f + 0.3f * lift, x, y - 1 + 0.3f * lift);
        outlinePen.CubicTo(x + 0.2f * half, y - 1.9f + 0.3f * lift, x + 0.4f * half, y - 1.6f + 0.3f * lift, right.X, right.Y);
        outlinePen.CubicTo(x + 0.5f * half, y + 2.4f + 0.7f * lift + open, x - 0.5f * half, y + 2.4f + 0.7f * lift + open, left.X, left.Y);
        using var outline = outlinePen.Detach();
        canvas.Fill(outline, lips, blur: 0.25f);
        if (face.MouthOpen)
        {
            using var insidePen = new SKPathBuilder();
            insidePen.MoveTo(left.X + 0.8f, left.Y + 0.2f);
            insidePen.QuadTo(x, y + 0.9f + 0.5f * lift, right.X - 0.8f, right.Y + 0.2f);
            insidePen.QuadTo(x, y + 1.1f + lift + 1.75f * open, left.X + 0.8f, left.Y + 0.2f);
            using var inside = insidePen.Detach();
            canvas.Fill(inside, new SKColor(0x4A, 0x16, 0x1A));
            using (canvas.Within(inside))
            {
                canvas.Oval(x, y + 0.3f + 0.3f * lift, 0.8f * half, 1.25f, new SKColor(0xF4, 0xEE, 0xE6), blur: 0.2f);
                canvas.Oval(x, y + 1.6f + 0.6f * lift + open, 0.5f * half, 1.3f, new SKColor(0xC0, 0x5A, 0x58), blur: 0.5f);
            }
        }
        else
        {
            canvas.Line(left, new SKPoint(x, y + 0.4f + 1.3f * lift), right, lips.Darker(0.55f), 0.6f, blur: 0.2f);
            canvas.Oval(x + Light, y + 1.4f + 0.5f * lift, 2, 0.5f, SKColors.White.Alpha(0.3f), blur: 0.5f);
        }
    }

    public void Glasses()
    {
        if (!face.Glasses)
        {
            return;
        }

        var frame = new SKColor(0x2A, 0x26, 0x28);
        using var rims = DemoShapes.Glasses(shape);
        using (canvas.Through(SKMatrix.CreateTranslation(-0.5f * Light, 1.1f)))
        {
            canvas.Stroke(rims, shadow.Darker(0.3f).Alpha(0.35f), 1, blur: 0.6f);
        }

        canvas.Fill(rims, SKColors.White.Alpha(0.08f));
        canvas.Stroke(rims, frame, 0.9f);
    }
}
