using CycleGanPS.Core.Images;
using SkiaSharp;

namespace CycleGanPS.Core.Demo;

/// <summary>Paints a face soft and shaded, as a portrait photo against a background out of focus.</summary>
internal sealed class DemoPhotoPainter
{
    private readonly DemoFace _face;
    private readonly DemoGeometry _shape;
    private readonly DemoCanvas _canvas;
    private readonly Random _texture;

    private DemoPhotoPainter(DemoFace face, DemoGeometry shape, DemoCanvas canvas) =>
        (_face, _shape, _canvas, _texture) = (face, shape, canvas, new Random(face.TextureSeed));

    // Towards the light, for gradients.
    private float Light => _face.LightSide;

    private SKColor Shadow => _face.Skin.Mix(new SKColor(0x7A, 0x38, 0x2E), 0.55f);

    public static RgbImage Paint(DemoFace face, int size, int supersampling)
    {
        using var shape = new DemoGeometry(face);
        using var canvas = new DemoCanvas(size * supersampling);
        var painter = new DemoPhotoPainter(face, shape, canvas);
        painter.Background();
        using (canvas.Through(shape.HeadToCanvas))
        {
            painter.HairBehind();
        }

        painter.NeckAndClothes();
        using (canvas.Through(shape.HeadToCanvas))
        {
            painter.Head();
            painter.Nose();
            painter.Mouth();
            painter.Eye(-1);
            painter.Eye(1);
            painter.HairInFront();
            painter.Glasses();
        }

        var image = canvas.ToImage(size);
        painter.Grain(image);
        return image;
    }

    private void Background()
    {
        using var all = Rectangle();
        var colour = _face.Background.Mix(new SKColor(0x60, 0x60, 0x60), 0.18f);
        _canvas.FillRadial(all, new SKPoint(50 + 30 * Light, 25), 95, colour.Lighter(0.36f), colour.Lighter(0.06f), colour.Darker(0.36f));
        for (var index = 0; index < 9; index++)
        {
            var radius = 5 + 9 * _texture.NextSingle();
            _canvas.Oval(100 * _texture.NextSingle(), 90 * _texture.NextSingle(), radius, radius, SKColors.White.Alpha(0.05f + 0.1f * _texture.NextSingle()), 2.5f);
        }
    }

    private void HairBehind()
    {
        var dark = _face.Hair.Darker(0.38f);
        _canvas.Fill(_shape.HairBack, dark.Alpha(0.8f), blur: 0.7f);
        _canvas.FillLinear(_shape.HairBack, new SKPoint(0, -34), new SKPoint(0, 40), _face.Hair.Darker(0.12f), dark);
        using (_canvas.Within(_shape.HairBack))
        {
            var bounds = _shape.HairBack.Bounds;
            for (var index = 0; index < 70; index++)
            {
                var x = bounds.Left + bounds.Width * _texture.NextSingle();
                var drift = 5 * (_texture.NextSingle() - 0.5f);
                var from = _face.Style == HairStyle.Curly ? new SKPoint(x, bounds.Top + bounds.Height * _texture.NextSingle()) : new SKPoint(0.8f * x, -30);
                var to = _face.Style == HairStyle.Curly ? new SKPoint(x + 6 * drift / 5, from.Y + 4) : new SKPoint(x + drift, bounds.Bottom);
                _canvas.Line(from, new SKPoint(x * 1.08f + drift, (from.Y + to.Y) / 2), to, StrandColour(0.3f).Alpha(0.5f), 0.5f);
            }
        }
    }

    private void NeckAndClothes()
    {
        var (x, y) = (_shape.Chin.X, _shape.Chin.Y);
        _canvas.FillLinear(_shape.Neck, new SKPoint(x + 11 * Light, 0), new SKPoint(x - 12 * Light, 0), _face.Skin, _face.Skin.Mix(Shadow, 0.6f));
        using (_canvas.Within(_shape.Neck))
        {
            // The chin's shadow.
            _canvas.Oval(x - 2 * Light, y - 2, 15, 7.5f, Shadow.Darker(0.25f).Alpha(0.75f), blur: 2.2f);
        }

        var cloth = _face.Cloth;
        _canvas.FillLinear(_shape.Body, new SKPoint(50 + 40 * Light, y), new SKPoint(50 - 40 * Light, y + 14), cloth.Lighter(0.14f), cloth, cloth.Darker(0.5f));
        using (_canvas.Within(_shape.Body))
        {
            _canvas.Stroke(_shape.Body, cloth.Darker(0.55f).Alpha(0.6f), 2.2f, blur: 1.2f);
            for (var fold = -1; fold <= 1; fold += 2)
            {
                _canvas.Line(new SKPoint(50 + fold * 24, y + 14), new SKPoint(50 + fold * 20, y + 22), new SKPoint(50 + fold * 22, 102), cloth.Darker(0.6f).Alpha(0.5f), 2, blur: 1.4f);
            }

            if (_face.Style is HairStyle.Long or HairStyle.Bob)
            {
                _canvas.Oval(x, y + 2, 24, 6, SKColors.Black.Alpha(0.25f), blur: 3);
            }
        }
    }

    private void Head()
    {
        var w = _shape.HalfWidth;
        foreach (var side in (int[])[-1, 1])
        {
            var tone = _face.Skin.Mix(Shadow, side == _face.LightSide ? 0.15f : 0.5f);
            _canvas.Oval(side * (w + 0.6f), 5.5f, 3, 5.2f, tone);
            _canvas.Oval(side * (w + 0.8f), 5.5f, 1.5f, 3.2f, Shadow.Alpha(0.55f), blur: 0.7f);
        }

        _canvas.FillRadial(
            _shape.Head, new SKPoint(9 * Light, -6), 44,
            _face.Skin.Lighter(0.3f), _face.Skin.Lighter(0.08f), _face.Skin.Mix(Shadow, 0.35f), Shadow.Darker(0.1f));
        using (_canvas.Within(_shape.Head))
        {
            // Rounding towards the edge, away from the light; then cheeks and brows.
            _canvas.Stroke(_shape.Head, Shadow.Darker(0.12f).Alpha(0.6f), 4.5f, blur: 2.6f);
            _canvas.Oval(-0.95f * w * Light, 8, 7, 22, Shadow.Alpha(0.5f), blur: 4.5f);
            foreach (var side in (int[])[-1, 1])
            {
                var eye = _shape.Eye(side);
                _canvas.Oval(eye.X + 1.5f * side, 12.5f, 4.6f, 3, new SKColor(0xD9, 0x4F, 0x4A).Alpha(0.34f * _face.Blush), blur: 2.2f);
                _canvas.Oval(eye.X, eye.Y - 1.2f, 5.8f, 3.6f, Shadow.Alpha(0.38f), blur: 1.6f);
                _canvas.Oval(eye.X + 2 * Light, 9.5f, 3, 1.6f, SKColors.White.Alpha(0.17f), blur: 1.5f);
                Brow(side, eye);
            }

            _canvas.Oval(_shape.MouthX, 0.86f * _face.FaceLength, 4, 1.7f, SKColors.White.Alpha(0.13f), blur: 1.4f);
            _canvas.Oval(_shape.MouthX, 0.8f * _face.FaceLength, 4, 1.1f, Shadow.Alpha(0.4f), blur: 1);

            // What the fringe throws on the forehead.
            using (_canvas.Through(SKMatrix.CreateTranslation(-0.8f * Light, 1.8f)))
            {
                _canvas.Fill(_shape.HairFront, Shadow.Darker(0.3f).Alpha(0.5f), blur: 1.5f);
            }
        }
    }

    private void Brow(int side, SKPoint eye)
    {
        var (inner, outer) = (new SKPoint(eye.X - side * 4.4f, -4 + _face.BrowAngle), new SKPoint(eye.X + side * 5.2f, -3.6f - 0.3f * _face.BrowAngle));
        _canvas.Line(inner, new SKPoint(eye.X + side, -6.6f), outer, _face.Hair.Darker(0.45f).Alpha(0.85f), 1.35f, blur: 0.35f);
    }

    private void Eye(int side)
    {
        var eye = _shape.Eye(side);
        var lash = new SKColor(0x24, 0x18, 0x16);
        if (_face.EyesClosed)
        {
            _canvas.Line(new SKPoint(eye.X - 4.4f, eye.Y), new SKPoint(eye.X, eye.Y + 3.4f), new SKPoint(eye.X + 4.4f, eye.Y), lash, 0.95f, blur: 0.2f);
            _canvas.Line(new SKPoint(eye.X - 4, eye.Y - 2), new SKPoint(eye.X, eye.Y - 3.4f), new SKPoint(eye.X + 4, eye.Y - 2), Shadow.Alpha(0.6f), 0.7f, blur: 0.3f);
            return;
        }

        using var almondPen = new SKPathBuilder();
        almondPen.MoveTo(eye.X - 4.6f, eye.Y + (side < 0 ? 0 : 0.7f));
        almondPen.CubicTo(eye.X - 2.2f, eye.Y - 3.3f, eye.X + 2.2f, eye.Y - 3.3f, eye.X + 4.6f, eye.Y + (side < 0 ? 0.7f : 0));
        almondPen.CubicTo(eye.X + 2.2f, eye.Y + 2.6f, eye.X - 2.2f, eye.Y + 2.6f, eye.X - 4.6f, eye.Y + (side < 0 ? 0 : 0.7f));
        almondPen.Close();
        using var almond = almondPen.Detach();
        _canvas.Fill(almond, new SKColor(0xF2, 0xEC, 0xE8));
        using (_canvas.Within(almond))
        {
            var x = eye.X + 0.7f * _face.Turn;
            _canvas.Oval(x, eye.Y - 0.1f, 2.55f, 2.55f, _face.Iris.Darker(0.35f));
            _canvas.Oval(x, eye.Y + 0.3f, 1.9f, 1.8f, _face.Iris.Lighter(0.12f), blur: 0.4f);
            _canvas.Oval(x, eye.Y - 0.1f, 1.15f, 1.15f, new SKColor(0x0C, 0x0A, 0x0A));
            _canvas.Oval(eye.X, eye.Y - 2.6f, 5, 1.4f, SKColors.Black.Alpha(0.4f), blur: 0.7f);
            _canvas.Oval(x + 0.85f * Light, eye.Y - 0.9f, 0.62f, 0.62f, SKColors.White);
        }

        _canvas.Line(new SKPoint(eye.X - 4.6f, eye.Y + (side < 0 ? 0 : 0.7f)), new SKPoint(eye.X, eye.Y - 4.8f), new SKPoint(eye.X + 4.6f, eye.Y + (side < 0 ? 0.7f : 0)), lash.Alpha(0.9f), 0.85f, blur: 0.15f);
        _canvas.Line(new SKPoint(eye.X - 4, eye.Y + 1.1f), new SKPoint(eye.X, eye.Y + 3.2f), new SKPoint(eye.X + 4, eye.Y + 1.1f), Shadow.Alpha(0.7f), 0.4f, blur: 0.2f);
        _canvas.Line(new SKPoint(eye.X - 4.2f, eye.Y - 1.8f), new SKPoint(eye.X, eye.Y - 5.3f), new SKPoint(eye.X + 4.2f, eye.Y - 1.8f), Shadow.Alpha(0.65f), 0.5f, blur: 0.25f);
    }

    private void Nose()
    {
        var (x, y) = (_shape.NoseX, _shape.NoseY);
        _canvas.Line(new SKPoint(0.4f * x - 1.6f * Light, -2), new SKPoint(x - 2.6f * Light, 5), new SKPoint(x - 2.9f * Light, y), Shadow.Alpha(0.4f), 2, blur: 1.2f);
        _canvas.Line(new SKPoint(0.4f * x + 0.4f * Light, -3), new SKPoint(0.8f * x + 0.6f * Light, 4), new SKPoint(x + 0.3f * Light, y - 2), SKColors.White.Alpha(0.3f), 1.5f, blur: 0.9f);
        _canvas.Oval(x, y + 1.3f, 3, 1, Shadow.Alpha(0.6f), blur: 0.7f);
        foreach (var side in (int[])[-1, 1])
        {
            _canvas.Oval(x + 1.5f * side, y + 0.9f, 0.75f, 0.4f, Shadow.Darker(0.6f).Alpha(0.85f), blur: 0.25f);
        }
    }

    private void Mouth()
    {
        var (x, y, half, lift) = (_shape.MouthX, _shape.MouthY, _shape.MouthHalfWidth, _shape.MouthLift);
        var lips = _face.Skin.Mix(new SKColor(0xA8, 0x32, 0x3C), 0.58f);
        var (left, right) = (new SKPoint(x - half, y - 0.5f * lift), new SKPoint(x + half, y - 0.5f * lift));
        var open = _face.MouthOpen ? 2.6f + 1.2f * Math.Max(_face.Smile, 0) : 0;
        using var outlinePen = new SKPathBuilder();
        outlinePen.MoveTo(left);
        outlinePen.CubicTo(x - 0.4f * half, y - 1.6f + 0.3f * lift, x - 0.2f * half, y - 1.9f + 0.3f * lift, x, y - 1 + 0.3f * lift);
        outlinePen.CubicTo(x + 0.2f * half, y - 1.9f + 0.3f * lift, x + 0.4f * half, y - 1.6f + 0.3f * lift, right.X, right.Y);
        outlinePen.CubicTo(x + 0.5f * half, y + 2.4f + 0.7f * lift + open, x - 0.5f * half, y + 2.4f + 0.7f * lift + open, left.X, left.Y);
        using var outline = outlinePen.Detach();
        _canvas.Fill(outline, lips, blur: 0.25f);
        if (_face.MouthOpen)
        {
            using var insidePen = new SKPathBuilder();
            insidePen.MoveTo(left.X + 0.8f, left.Y + 0.2f);
            insidePen.QuadTo(x, y + 0.9f + 0.5f * lift, right.X - 0.8f, right.Y + 0.2f);
            insidePen.QuadTo(x, y + 1.1f + lift + 1.75f * open, left.X + 0.8f, left.Y + 0.2f);
            using var inside = insidePen.Detach();
            _canvas.Fill(inside, new SKColor(0x4A, 0x16, 0x1A));
            using (_canvas.Within(inside))
            {
                _canvas.Oval(x, y + 0.3f + 0.3f * lift, 0.8f * half, 1.25f, new SKColor(0xF4, 0xEE, 0xE6), blur: 0.2f);
                _canvas.Oval(x, y + 1.6f + 0.6f * lift + open, 0.5f * half, 1.3f, new SKColor(0xC0, 0x5A, 0x58), blur: 0.5f);
            }
        }
        else
        {
            _canvas.Line(left, new SKPoint(x, y + 0.4f + 1.3f * lift), right, lips.Darker(0.55f), 0.6f, blur: 0.2f);
            _canvas.Oval(x + Light, y + 1.4f + 0.5f * lift, 2, 0.5f, SKColors.White.Alpha(0.3f), blur: 0.5f);
        }
    }

    private void HairInFront()
    {
        var w = _shape.HalfWidth;
        _canvas.Fill(_shape.HairFront, _face.Hair.Darker(0.2f).Alpha(0.8f), blur: 0.5f);
        _canvas.FillRadial(_shape.HairFront, new SKPoint(10 * Light, -26), 46, _face.Hair.Lighter(0.1f), _face.Hair, _face.Hair.Darker(0.4f));
        using (_canvas.Within(_shape.HairFront))
        {
            if (_face.Style == HairStyle.Curly)
            {
                Curls();
            }
            else
            {
                Strands(w);
            }

            // A soft band of light where the head rounds off.
            _canvas.Line(new SKPoint(-0.75f * w, -15), new SKPoint(8 * Light, -27), new SKPoint(0.75f * w, -15), SKColors.White.Alpha(0.2f), 3.4f, blur: 2);
            _canvas.Line(new SKPoint(6 * Light - 7, -22), new SKPoint(6 * Light, -24), new SKPoint(6 * Light + 7, -22), SKColors.White.Alpha(0.22f), 2, blur: 1.2f);
        }
    }

    // From the crown fanning out to the fringe, and down the locks.
    private void Strands(float w)
    {
        var crown = new SKPoint(_face.SweepSide * 3, -31);
        for (var index = 0; index < 90; index++)
        {
            var across = 2 * _texture.NextSingle() - 1;
            var sweep = _face.Fringe == Fringe.Swept ? 4 * _face.SweepSide : 0;
            var end = new SKPoint(across * (w + 3) + sweep, -6 + 9 * across * across + 4 * _texture.NextSingle());
            var bend = new SKPoint(across * (w + 1), -27 + 5 * _texture.NextSingle());
            _canvas.Line(crown, bend, end, StrandColour(0.42f).Alpha(0.55f), 0.35f + 0.3f * _texture.NextSingle());
        }

        for (var index = 0; index < 24; index++)
        {
            var side = 2 * (index % 2) - 1;
            var x = side * (w - 4 + 7 * _texture.NextSingle());
            _canvas.Line(new SKPoint(x, -16), new SKPoint(x + side, 4), new SKPoint(x - side, 34), StrandColour(0.4f).Alpha(0.5f), 0.5f);
        }
    }

    private void Curls()
    {
        for (var index = 0; index < 110; index++)
        {
            var (x, y) = (60 * _texture.NextSingle() - 30, -38 + 44 * _texture.NextSingle());
            var reach = 2 + 2 * _texture.NextSingle();
            _canvas.Line(new SKPoint(x, y), new SKPoint(x + reach, y - reach), new SKPoint(x + 1.6f * reach, y + 0.5f), StrandColour(0.45f).Alpha(0.55f), 0.7f, blur: 0.15f);
        }
    }

    private SKColor StrandColour(float spread)
    {
        var part = spread * _texture.NextSingle();
        return _texture.Next(2) == 0 ? _face.Hair.Darker(part) : _face.Hair.Lighter(0.55f * part);
    }

    private void Glasses()
    {
        if (!_face.Glasses)
        {
            return;
        }

        var frame = new SKColor(0x2A, 0x26, 0x28);
        using var rims = DemoShapes.Glasses(_shape);
        using (_canvas.Through(SKMatrix.CreateTranslation(-0.5f * Light, 1.1f)))
        {
            _canvas.Stroke(rims, Shadow.Darker(0.3f).Alpha(0.35f), 1, blur: 0.6f);
        }

        _canvas.Fill(rims, SKColors.White.Alpha(0.08f));
        _canvas.Stroke(rims, frame, 0.9f);
    }

    // What a sensor adds: less than the steps of the shading, so that the eye sees it only close up.
    private void Grain(RgbImage image)
    {
        for (var index = 0; index < image.Pixels.Length; index += 3)
        {
            var grain = (int)Math.Round(2.4 * (_texture.NextDouble() + _texture.NextDouble() + _texture.NextDouble() - 1.5) * 2);
            for (var channel = 0; channel < 3; channel++)
            {
                image.Pixels[index + channel] = (byte)Math.Clamp(image.Pixels[index + channel] + grain, 0, 255);
            }
        }
    }

    private static SKPath Rectangle()
    {
        using var pen = new SKPathBuilder();
        pen.AddRect(new SKRect(0, 0, 100, 100));
        return pen.Detach();
    }
}
