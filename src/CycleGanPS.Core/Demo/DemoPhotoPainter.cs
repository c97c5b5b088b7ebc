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
    private readonly DemoPhotoHair _hair;
    private readonly DemoPhotoFeatures _features;

    private DemoPhotoPainter(DemoFace face, DemoGeometry shape, DemoCanvas canvas)
    {
        (_face, _shape, _canvas, _texture) = (face, shape, canvas, new Random(face.TextureSeed));
        _hair = new DemoPhotoHair(face, shape, canvas, _texture);
        _features = new DemoPhotoFeatures(face, shape, canvas, Shadow);
    }

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
            painter._hair.Behind();
        }

        painter.NeckAndClothes();
        using (canvas.Through(shape.HeadToCanvas))
        {
            painter.Head();
            painter._features.Nose();
            painter._features.Mouth();
            painter._features.Eye(-1);
            painter._features.Eye(1);
            painter._hair.InFront();
            painter._features.Glasses();
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
            _canvas.Oval(
                100 * _texture.NextSingle(), 90 * _texture.NextSingle(), radius, radius, SKColors.White.Alpha(0.05f + 0.1f * _texture.NextSingle()), 2.5f);
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
                _canvas.Line(
                    new SKPoint(50 + fold * 24, y + 14),
                    new SKPoint(50 + fold * 20, y + 22),
                    new SKPoint(50 + fold * 22, 102),
                    cloth.Darker(0.6f).Alpha(0.5f),
                    2,
                    blur: 1.4f);
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
                _features.Brow(side, eye);
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
