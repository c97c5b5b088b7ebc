using CycleGanPS.Core.Images;
using SkiaSharp;

namespace CycleGanPS.Core.Demo;

/// <summary>Draws a face flat and outlined, two tones a surface, with large eyes: an anime cel.</summary>
internal sealed class DemoDrawingPainter
{
    internal const float LineWidth = 1.05f;

    private readonly DemoFace _face;
    private readonly DemoGeometry _shape;
    private readonly DemoCanvas _canvas;
    private readonly SKColor _skin;
    private readonly SKColor _skinShade;
    private readonly SKColor _hair;
    private readonly SKColor _hairShade;
    private readonly SKColor _line;
    private readonly DemoDrawingFeatures _features;

    private DemoDrawingPainter(DemoFace face, DemoGeometry shape, DemoCanvas canvas)
    {
        (_face, _shape, _canvas) = (face, shape, canvas);
        _skin = face.Skin.Vivid(1.3f, 0.2f);
        _skinShade = _skin.Mix(new SKColor(0xC2, 0x5A, 0x5A), 0.34f);
        _hair = face.Hair.Vivid(1.45f, 0.12f);
        _hairShade = _hair.Mix(new SKColor(0x22, 0x12, 0x3A), 0.36f);
        _line = face.Hair.Mix(new SKColor(0x24, 0x14, 0x1E), 0.82f);
        _features = new DemoDrawingFeatures(face, shape, canvas, _line, _skinShade);
    }

    private float Light => _face.LightSide;

    public static RgbImage Paint(DemoFace face, int size, int supersampling)
    {
        using var shape = new DemoGeometry(face);
        using var canvas = new DemoCanvas(size * supersampling);
        var painter = new DemoDrawingPainter(face, shape, canvas);
        DemoDrawingBackdrop.Paint(face, canvas);
        using (canvas.Through(shape.HeadToCanvas))
        {
            painter.HairBehind();
        }

        painter.NeckAndClothes();
        using (canvas.Through(shape.HeadToCanvas))
        {
            painter.Head();
            painter._features.Nose();
            painter._features.Mouth();
            painter._features.Eye(-1);
            painter._features.Eye(1);
            painter.HairInFront();
            painter._features.Brow(-1);
            painter._features.Brow(1);
            painter._features.Glasses();
        }

        return canvas.ToImage(size);
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

    // All of the plane except the path.
    private static SKPath Outside(SKPath path) => new(path) { FillType = SKPathFillType.InverseWinding };
}
