using CycleGanPS.Core.Images;
using SkiaSharp;

namespace CycleGanPS.Core.Demo;

/// <summary>Draws a face flat and outlined, two tones a surface, with large eyes: an anime cel.</summary>
internal sealed class DemoDrawingPainter
{
    private const float LineWidth = 1.05f;

    private readonly DemoFace _face;
    private readonly DemoGeometry _shape;
    private readonly DemoCanvas _canvas;
    private readonly SKColor _skin;
    private readonly SKColor _skinShade;
    private readonly SKColor _hair;
    private readonly SKColor _hairShade;
    private readonly SKColor _line;

    private DemoDrawingPainter(DemoFace face, DemoGeometry shape, DemoCanvas canvas)
    {
        (_face, _shape, _canvas) = (face, shape, canvas);
        _skin = face.Skin.Vivid(1.3f, 0.2f);
        _skinShade = _skin.Mix(new SKColor(0xC2, 0x5A, 0x5A), 0.34f);
        _hair = face.Hair.Vivid(1.45f, 0.12f);
        _hairShade = _hair.Mix(new SKColor(0x22, 0x12, 0x3A), 0.36f);
        _line = face.Hair.Mix(new SKColor(0x24, 0x14, 0x1E), 0.82f);
    }

    private float Light => _face.LightSide;

    public static RgbImage Paint(DemoFace face, int size, int supersampling)
    {
        using var shape = new DemoGeometry(face);
        using var canvas = new DemoCanvas(size * supersampling);
        var painter = new DemoDrawingPainter(face, shape, canvas);
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
            painter.Brow(-1);
            painter.Brow(1);
            painter.Glasses();
        }

        return canvas.ToImage(size);
    }

    private void Background()
    {
        var colour = _face.Background.Vivid(1.5f, 0.18f);
        var pattern = colour.Lighter(0.34f);
        _canvas.Clear(colour);
        switch (_face.Backdrop)
        {
            case Backdrop.Dots:
                for (var row = 0; row < 8; row++)
                {
                    for (var column = 0; column < 8; column++)
                    {
                        _canvas.Oval(column * 15 + row % 2 * 7.5f, row * 14 + 3, 2.9f, 2.9f, pattern);
                    }
                }

                break;
            case Backdrop.Stripes:
                for (var x = -100; x < 120; x += 22)
                {
                    _canvas.Line(new SKPoint(x, 110), new SKPoint(x + 55, 50), new SKPoint(x + 110, -10), pattern, 7.5f);
                }

                break;
            case Backdrop.Rays:
                using (var rays = DemoShapes.Star(50, 50, 110, 12, 0.09f))
                {
                    _canvas.Fill(rays, pattern);
                }

                break;
            case Backdrop.Stars:
                for (var index = 0; index < 14; index++)
                {
                    using var star = DemoShapes.Star(index * 37 % 100 + 4, index * 23 % 84 + 5, 3.2f + 2.6f * _face.Jitter[index], 4, 0.3f);
                    _canvas.Fill(star, pattern);
                }

                break;
        }
    }

    private void HairBehind()
    {
        _canvas.Fill(_shape.HairBack, _hairShade);
        using (_canvas.Within(_shape.HairBack))
        {
            // The parts that the light still reaches.
            using (_canvas.Through(SKMatrix.CreateTranslation(5 * Light, -3)))
            {
                _canvas.Fill(_shape.HairBack, _hair.Mix(_hairShade, 0.35f));
            }

            if (_face.Style is HairStyle.Long or HairStyle.Bob)
            {
                foreach (var x in (float[])[-23, -17, 17, 23])
                {
                    _canvas.Line(new SKPoint(x, 8), new SKPoint(x * 1.06f, 26), new SKPoint(x * 1.02f, 60), _line.Alpha(0.7f), 0.6f);
                }
            }
        }

        _canvas.Stroke(_shape.HairBack, _line, LineWidth);
    }

    private void NeckAndClothes()
    {
        _canvas.Fill(_shape.Neck, _skin);
        using (_canvas.Within(_shape.Neck))
        using (_canvas.Through(SKMatrix.CreateTranslation(-1.5f * Light, 5).PreConcat(_shape.HeadToCanvas)))
        {
            _canvas.Fill(_shape.Head, _skinShade);
        }

        _canvas.Stroke(_shape.Neck, _line, LineWidth);
        var cloth = _face.Cloth.Vivid(1.3f, 0.1f);
        _canvas.Fill(_shape.Body, cloth);
        using (_canvas.Within(_shape.Body))
        {
            using (_canvas.Through(SKMatrix.CreateTranslation(-34 * Light, 9)))
            {
                _canvas.Fill(_shape.Body, cloth.Mix(new SKColor(0x2A, 0x18, 0x40), 0.28f));
            }

            var y = _shape.Chin.Y;
            foreach (var fold in (int[])[-1, 1])
            {
                _canvas.Line(new SKPoint(50 + fold * 24, y + 17), new SKPoint(50 + fold * 21, y + 24), new SKPoint(50 + fold * 22, 102), _line, 0.8f);
            }
        }

        _canvas.Stroke(_shape.Body, _line, LineWidth);
    }

    private void Head()
    {
        var w = _shape.HalfWidth;
        foreach (var side in (int[])[-1, 1])
        {
            using var earPen = new SKPathBuilder();
            earPen.AddOval(new SKRect(side * (w + 0.6f) - 3, 0.3f, side * (w + 0.6f) + 3, 10.7f));
            using var ear = earPen.Detach();
            _canvas.Fill(ear, side == _face.LightSide ? _skin : _skinShade);
            _canvas.Stroke(ear, _line, LineWidth);
            _canvas.Line(new SKPoint(side * (w + 0.4f), 3.5f), new SKPoint(side * (w + 2), 4.5f), new SKPoint(side * (w + 0.9f), 7), _line, 0.6f);
        }

        _canvas.Fill(_shape.Head, _skinShade);
        using (_canvas.Within(_shape.Head))
        {
            using (_canvas.Through(SKMatrix.CreateTranslation(2.6f * Light, -1.1f)))
            {
                _canvas.Fill(_shape.Head, _skin);
            }

            using (_canvas.Through(SKMatrix.CreateTranslation(-1 * Light, 2.6f)))
            {
                _canvas.Fill(_shape.HairFront, _skinShade);
            }

            foreach (var side in (int[])[-1, 1])
            {
                var eye = _shape.Eye(side);
                _canvas.Oval(eye.X + 1.5f * side, 13.4f, 3.9f, 1.7f, new SKColor(0xFF, 0x6F, 0x78).Alpha(0.25f + 0.4f * _face.Blush), blur: 0.5f);
            }
        }

        _canvas.Stroke(_shape.Head, _line, LineWidth);
    }

    private void Nose()
    {
        var (x, y) = (_shape.NoseX, _shape.NoseY);
        _canvas.Line(new SKPoint(x - 0.3f * Light, y - 0.5f), new SKPoint(x - 1.3f * Light, y + 0.9f), new SKPoint(x - 0.1f, y + 1.2f), _line.Mix(_skinShade, 0.25f), 0.75f);
    }

    private void Mouth()
    {
        var (x, y, half, lift) = (_shape.MouthX, _shape.MouthY, _shape.MouthHalfWidth, _shape.MouthLift);
        var (left, right) = (new SKPoint(x - 0.86f * half, y - 0.5f * lift), new SKPoint(x + 0.86f * half, y - 0.5f * lift));
        if (!_face.MouthOpen)
        {
            _canvas.Line(left, new SKPoint(x, y + 0.5f + 1.5f * lift), right, _line, LineWidth);
            return;
        }

        var open = 2.6f + 1.2f * Math.Max(_face.Smile, 0);
        using var mouthPen = new SKPathBuilder();
        mouthPen.MoveTo(left);
        mouthPen.QuadTo(x, y + 0.3f + 0.7f * lift, right.X, right.Y);
        mouthPen.CubicTo(x + 0.62f * half, y + 1.5f + 0.6f * lift + 1.25f * open, x - 0.62f * half, y + 1.5f + 0.6f * lift + 1.25f * open, left.X, left.Y);
        mouthPen.Close();
        using var mouth = mouthPen.Detach();
        _canvas.Fill(mouth, new SKColor(0x9C, 0x2B, 0x3A));
        using (_canvas.Within(mouth))
        {
            _canvas.Oval(x, y + 1.9f + 0.5f * lift + open, 0.55f * half, 1.7f, new SKColor(0xF0, 0x7F, 0x86));
            _canvas.Oval(x, y - 0.6f + 0.1f * lift, 0.75f * half, 1.35f, SKColors.White);
        }

        _canvas.Stroke(mouth, _line, 0.9f);
    }

    private void Eye(int side)
    {
        var eye = _shape.Eye(side);
        if (_face.EyesClosed)
        {
            _canvas.Line(new SKPoint(eye.X - 5.2f, eye.Y + 1.6f), new SKPoint(eye.X, eye.Y - 3.8f), new SKPoint(eye.X + 5.2f, eye.Y + 1.6f), _line, 1.7f);
            _canvas.Line(new SKPoint(eye.X + 5 * side, eye.Y + 1.4f), new SKPoint(eye.X + 6 * side, eye.Y + 1.2f), new SKPoint(eye.X + 6.8f * side, eye.Y - 0.2f), _line, 1);
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
        _canvas.Fill(white, SKColors.White);
        using (_canvas.Within(white))
        {
            // The lid's shadow on the white.
            _canvas.Oval(eye.X, eye.Y - 6.2f, 7, 3, new SKColor(0xB9, 0xB4, 0xD0));
            Iris(eye.X + 0.8f * _face.Turn, eye.Y + 0.5f);
        }

        using var lidPen = new SKPathBuilder();
        lidPen.MoveTo(eye.X - Half - 0.2f, eye.Y + 0.2f);
        lidPen.CubicTo(eye.X - 0.85f * Half, eye.Y - 1.25f * Tall, eye.X + 0.85f * Half, eye.Y - 1.25f * Tall, eye.X + Half + 0.2f, eye.Y + 0.2f);
        using var lid = lidPen.Detach();
        _canvas.Stroke(lid, _line, 1.75f);
        _canvas.Line(new SKPoint(eye.X + side * Half, eye.Y - 0.9f), new SKPoint(eye.X + side * (Half + 1), eye.Y - 1.4f), new SKPoint(eye.X + side * (Half + 1.9f), eye.Y - 2.7f), _line, 1.2f);
        _canvas.Line(new SKPoint(eye.X - 3.4f, eye.Y + 6), new SKPoint(eye.X, eye.Y + 7.5f), new SKPoint(eye.X + 3.4f, eye.Y + 6), _line, 0.7f);
    }

    private void Iris(float x, float y)
    {
        var iris = _face.Iris.Vivid(1.5f, 0.12f);
        using var discPen = new SKPathBuilder();
        discPen.AddOval(new SKRect(x - 4.2f, y - 5.6f, x + 4.2f, y + 5.6f));
        using var disc = discPen.Detach();
        _canvas.FillLinear(disc, new SKPoint(x, y - 5.6f), new SKPoint(x, y + 5.6f), iris.Darker(0.62f), iris, iris.Lighter(0.45f));
        _canvas.Stroke(disc, iris.Darker(0.7f), 0.8f);
        _canvas.Oval(x, y - 0.4f, 1.9f, 2.8f, iris.Darker(0.85f));
        _canvas.Oval(x + 1.7f * Light, y - 2.7f, 1.55f, 1.75f, SKColors.White);
        _canvas.Oval(x - 1.8f * Light, y + 2.7f, 0.85f, 0.95f, SKColors.White.Alpha(0.92f));
    }

    private void Brow(int side)
    {
        var eye = _shape.Eye(side);
        var (inner, outer) = (new SKPoint(eye.X - side * 4, -6.4f + 1.3f * _face.BrowAngle), new SKPoint(eye.X + side * 5.4f, -5.8f - 0.4f * _face.BrowAngle));
        _canvas.Line(inner, new SKPoint(eye.X + side, -8.6f), outer, _line, 1);
    }

    private void HairInFront()
    {
        var w = _shape.HalfWidth;
        _canvas.Fill(_shape.HairFront, _hair);
        using (_canvas.Within(_shape.HairFront))
        {
            // The second tone lies away from the light and in the hollows between the tufts.
            using (_canvas.Through(SKMatrix.CreateTranslation(-0.62f * w * Light, 5)))
            using (var shade = Outside(_shape.HairFront))
            {
                _canvas.Fill(shade, _hairShade);
            }

            foreach (var gap in _shape.FringeGaps)
            {
                using var hollowPen = new SKPathBuilder();
                hollowPen.MoveTo(gap.X - 1.7f, gap.Y + 4);
                hollowPen.QuadTo(gap.X, gap.Y - 3, gap.X * 0.75f, gap.Y - 8);
                hollowPen.QuadTo(gap.X + 0.6f, gap.Y - 3, gap.X + 1.7f, gap.Y + 4);
                hollowPen.Close();
                using var hollow = hollowPen.Detach();
                _canvas.Fill(hollow, _hairShade);
            }

            Shine(w);
        }

        foreach (var gap in _shape.FringeGaps)
        {
            _canvas.Line(gap, new SKPoint(gap.X * 0.95f, gap.Y - 4), new SKPoint(gap.X * 0.72f, gap.Y - 8.5f), _line, 0.7f);
        }

        _canvas.Stroke(_shape.HairFront, _line, LineWidth);
    }

    // The ring of light that drawn hair wears, with jagged edges.
    private void Shine(float w)
    {
        const int Teeth = 9;
        using var ringPen = new SKPathBuilder();
        for (var edge = 0; edge < 2; edge++)
        {
            for (var tooth = 0; tooth <= 2 * Teeth; tooth++)
            {
                var along = edge == 0 ? tooth : 2 * Teeth - tooth;
                var across = 0.78f * (along / (float)Teeth - 1);
                var arch = -23.5f + 7.5f * across * across;
                var jag = along % 2 == 0 ? 0 : 1.4f;
                var point = new SKPoint(across * w + 2 * Light, edge == 0 ? arch - jag : arch + 2.2f + jag);
                if (edge == 0 && tooth == 0)
                {
                    ringPen.MoveTo(point);
                }
                else
                {
                    ringPen.LineTo(point);
                }
            }
        }

        ringPen.Close();
        using var ring = ringPen.Detach();
        _canvas.Fill(ring, _hair.Lighter(0.42f));
    }

    private void Glasses()
    {
        if (!_face.Glasses)
        {
            return;
        }

        using var rims = DemoShapes.Glasses(_shape);
        _canvas.Stroke(rims, new SKColor(0x2E, 0x22, 0x38), 1.15f);
        foreach (var side in (int[])[-1, 1])
        {
            var eye = _shape.Eye(side);
            _canvas.Line(new SKPoint(eye.X + 3.4f, eye.Y - 4.6f), new SKPoint(eye.X + 4.4f, eye.Y - 3.6f), new SKPoint(eye.X + 5.2f, eye.Y - 2), SKColors.White, 0.9f);
        }
    }

    // All of the plane except the path.
    private static SKPath Outside(SKPath path) => new(path) { FillType = SKPathFillType.InverseWinding };
}
