using CycleGanPS.Core.Images;
using SkiaSharp;

namespace CycleGanPS.Core.Demo;

/// <summary>A square canvas of 100×100 units with the few strokes that the demo painters need.</summary>
internal sealed class DemoCanvas : IDisposable
{
    private readonly SKBitmap _bitmap;
    private readonly SKCanvas _canvas;
    private readonly SKPaint _paint = new() { IsAntialias = true, StrokeCap = SKStrokeCap.Round, StrokeJoin = SKStrokeJoin.Round };

    public DemoCanvas(int pixels)
    {
        _bitmap = new SKBitmap(new SKImageInfo(pixels, pixels, SKColorType.Rgba8888, SKAlphaType.Opaque, colorspace: null));
        _canvas = new SKCanvas(_bitmap);
        _canvas.Clear(SKColors.White);
        _canvas.Scale(pixels / 100f);
    }

    /// <summary>Until disposed, what is drawn stays within the path.</summary>
    public SKAutoCanvasRestore Within(SKPath path)
    {
        var restore = new SKAutoCanvasRestore(_canvas, doSave: true);
        _canvas.ClipPath(path, SKClipOperation.Intersect, antialias: true);
        return restore;
    }

    /// <summary>Until disposed, what is drawn goes through the transformation.</summary>
    public SKAutoCanvasRestore Through(SKMatrix matrix)
    {
        var restore = new SKAutoCanvasRestore(_canvas, doSave: true);
        _canvas.Concat(in matrix);
        return restore;
    }

    public void Clear(SKColor colour) => _canvas.Clear(colour);

    public void Fill(SKPath path, SKColor colour, float blur = 0) => Draw(path, colour, SKPaintStyle.Fill, 0, blur);

    public void Stroke(SKPath path, SKColor colour, float width, float blur = 0) => Draw(path, colour, SKPaintStyle.Stroke, width, blur);

    public void Oval(float x, float y, float radiusX, float radiusY, SKColor colour, float blur = 0)
    {
        using var pathPen = new SKPathBuilder();
        pathPen.AddOval(new SKRect(x - radiusX, y - radiusY, x + radiusX, y + radiusY));
        using var path = pathPen.Detach();
        Fill(path, colour, blur);
    }

    public void Line(SKPoint from, SKPoint control, SKPoint to, SKColor colour, float width, float blur = 0)
    {
        using var pathPen = new SKPathBuilder();
        pathPen.MoveTo(from);
        pathPen.QuadTo(control, to);
        using var path = pathPen.Detach();
        Stroke(path, colour, width, blur);
    }

    public void FillLinear(SKPath path, SKPoint from, SKPoint to, params SKColor[] colours)
    {
        using var shader = SKShader.CreateLinearGradient(from, to, colours, SKShaderTileMode.Clamp);
        FillShader(path, shader);
    }

    public void FillRadial(SKPath path, SKPoint centre, float radius, params SKColor[] colours)
    {
        using var shader = SKShader.CreateRadialGradient(centre, radius, colours, SKShaderTileMode.Clamp);
        FillShader(path, shader);
    }

    /// <summary>The picture, antialiased down to the wanted size.</summary>
    public RgbImage ToImage(int pixels)
    {
        _canvas.Flush();
        return PillowResampler.Resize(_bitmap.ToRgbImage(), pixels, pixels, Resampling.Bicubic);
    }

    public void Dispose()
    {
        _paint.Dispose();
        _canvas.Dispose();
        _bitmap.Dispose();
    }

    private void FillShader(SKPath path, SKShader shader)
    {
        _paint.Style = SKPaintStyle.Fill;
        _paint.Color = SKColors.Black;
        _paint.Shader = shader;
        _canvas.DrawPath(path, _paint);
        _paint.Shader = null;
    }

    private void Draw(SKPath path, SKColor colour, SKPaintStyle style, float width, float blur)
    {
        using var filter = blur > 0 ? SKMaskFilter.CreateBlur(SKBlurStyle.Normal, blur) : null;
        _paint.Style = style;
        _paint.StrokeWidth = width;
        _paint.Color = colour;
        _paint.MaskFilter = filter;
        _canvas.DrawPath(path, _paint);
        _paint.MaskFilter = null;
    }
}
