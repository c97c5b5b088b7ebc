using SkiaSharp;

namespace CycleGanPS.Core.Demo;

/// <summary>
/// The outlines that both styles share. The head's are in units of the canvas about the middle of the face
/// (y down) and go through <see cref="HeadToCanvas"/>; neck and body stand upright on the canvas.
/// </summary>
internal sealed class DemoGeometry : IDisposable
{
    public const float SkullTop = -29;

    private readonly DemoFace _face;
    private readonly DemoHair _hair;

    public DemoGeometry(DemoFace face)
    {
        _face = face;
        HeadToCanvas = SKMatrix.CreateScale(face.Scale, face.Scale)
            .PostConcat(SKMatrix.CreateRotationDegrees(face.Tilt, 0, 20))
            .PostConcat(SKMatrix.CreateTranslation(face.Position.X, face.Position.Y));
        Chin = HeadToCanvas.MapPoint(new SKPoint(0, face.FaceLength));
        Head = BuildHead();
        Neck = BuildNeck();
        Body = BuildBody();
        _hair = new DemoHair(face);
    }

    public SKMatrix HeadToCanvas { get; }

    /// <summary>On the canvas.</summary>
    public SKPoint Chin { get; }

    public SKPath Head { get; }

    public SKPath Neck { get; }

    public SKPath Body { get; }

    public SKPath HairBack => _hair.Back;

    public SKPath HairFront => _hair.Front;

    /// <summary>Where the tufts of the fringe part; outlines and shade follow these.</summary>
    public IReadOnlyList<SKPoint> FringeGaps => _hair.FringeGaps;

    public float HalfWidth => _face.HalfWidth;

    public float EyeY => 4;

    public float NoseX => _face.Turn * 3.2f;

    public float NoseY => 11.5f;

    public float MouthX => _face.Turn * 2.4f;

    public float MouthY => 0.69f * _face.FaceLength;

    public float MouthHalfWidth => 5 + 1.6f * Math.Max(_face.Smile, 0);

    /// <summary>How far the corners of the mouth stand above its middle.</summary>
    public float MouthLift => 2.6f * _face.Smile;

    /// <summary>Middle of an eye; side −1 is the picture's left.</summary>
    public SKPoint Eye(int side) => new(side * 0.435f * HalfWidth + _face.Turn * 2.2f, EyeY);

    public void Dispose()
    {
        foreach (var path in new[] { Head, Neck, Body })
        {
            path.Dispose();
        }

        _hair.Dispose();
    }

    private SKPath BuildHead()
    {
        var (w, chin, jaw) = (HalfWidth, _face.FaceLength, _face.Jaw);
        using var pen = new SKPathBuilder();
        pen.MoveTo(-w, -2);
        pen.CubicTo(-w, -20, -0.62f * w, SkullTop, 0, SkullTop);
        pen.CubicTo(0.62f * w, SkullTop, w, -20, w, -2);
        pen.CubicTo(w, 0.32f * chin, 0.97f * w, 0.5f * chin, jaw * w, 0.7f * chin);
        pen.CubicTo(jaw * 0.72f * w, 0.9f * chin, 0.3f * w, chin, 0, chin);
        pen.CubicTo(-0.3f * w, chin, -jaw * 0.72f * w, 0.9f * chin, -jaw * w, 0.7f * chin);
        pen.CubicTo(-0.97f * w, 0.5f * chin, -w, 0.32f * chin, -w, -2);
        pen.Close();
        return pen.Detach();
    }

    private SKPath BuildNeck()
    {
        var (x, y) = (Chin.X, Chin.Y);
        using var pen = new SKPathBuilder();
        pen.MoveTo(x - 8, y - 12);
        pen.CubicTo(x - 8, y + 2, x - 8, y + 6, 50 - 13, y + 13);
        pen.LineTo(50 - 13, y + 26);
        pen.LineTo(50 + 13, y + 26);
        pen.LineTo(50 + 13, y + 13);
        pen.CubicTo(x + 8, y + 6, x + 8, y + 2, x + 8, y - 12);
        pen.Close();
        return pen.Detach();
    }

    private SKPath BuildBody()
    {
        var (x, y) = (0.4f * Chin.X + 30, Chin.Y);
        using var pen = new SKPathBuilder();
        pen.MoveTo(x - 9.5f, y + 5.5f);
        pen.CubicTo(x - 16, y + 10, x - 36, y + 9, x - 41, y + 27);
        pen.LineTo(x - 42, 110);
        pen.LineTo(x + 42, 110);
        pen.LineTo(x + 41, y + 27);
        pen.CubicTo(x + 36, y + 9, x + 16, y + 10, x + 9.5f, y + 5.5f);
        switch (_face.Collar)
        {
            case 0:
                pen.QuadTo(x, y + 17, x - 9.5f, y + 5.5f);
                break;
            case 1:
                pen.LineTo(x, y + 21);
                break;
            default:
                pen.QuadTo(x + 5, y + 11, x, y + 14);
                pen.QuadTo(x - 5, y + 11, x - 9.5f, y + 5.5f);
                break;
        }

        pen.Close();
        return pen.Detach();
    }
}
