using SkiaSharp;

namespace CycleGanPS.Core.Demo;

/// <summary>The outlines of a head's hair, in the head's units (see <see cref="DemoGeometry"/>).</summary>
internal sealed class DemoHair : IDisposable
{
    private readonly DemoFace _face;
    private readonly List<SKPoint> _fringeGaps = [];
    private int _jitter;

    public DemoHair(DemoFace face)
    {
        _face = face;
        Back = BuildBack();
        Front = BuildFront();
    }

    public SKPath Back { get; }

    public SKPath Front { get; }

    /// <summary>Where the tufts of the fringe part.</summary>
    public IReadOnlyList<SKPoint> FringeGaps => _fringeGaps;

    private float Side => _face.Style is HairStyle.Short or HairStyle.Bun or HairStyle.Ponytail ? 2.2f : 3.2f;

    private float Top => _face.Style == HairStyle.Curly ? 5 : 4;

    public void Dispose()
    {
        Back.Dispose();
        Front.Dispose();
    }

    private SKPath BuildBack()
    {
        var w = _face.HalfWidth + Side;
        return _face.Style switch
        {
            HairStyle.Bob => Drape(w + 1.5f, w + 3.5f, 23, 7),
            HairStyle.Long => Drape(w + 1.5f, w + 6, 52, 8),
            HairStyle.TwinTails => Union(Drape(w, w - 2, 12, 5), Tail(-1, w - 2, -10, 13, 46), Tail(1, w - 2, -10, 13, 46)),
            HairStyle.Ponytail => Union(Drape(w, w - 2, 10, 5), Tail(_face.SweepSide, 8, -24, w + 6, 44)),
            HairStyle.Bun => Union(Drape(w, w - 2, 10, 5), Circle(_face.SweepSide * 5, DemoGeometry.SkullTop - 6.5f, 9.5f)),
            HairStyle.Curly => Cloud(w + 7, -5, 34, 15),
            _ => Drape(w, w - 1.5f, 10, 6),
        };
    }

    private SKPath BuildFront()
    {
        var w = _face.HalfWidth + Side;
        var ends = _face.Style is HairStyle.Bob or HairStyle.Long ? 9f : 4f;
        using var pen = new SKPathBuilder();
        pen.MoveTo(-w, ends);
        Crown(pen, w, ends);
        var temple = new SKPoint(_face.HalfWidth - 1, ends - 3);
        pen.QuadTo(_face.HalfWidth + 0.5f, ends + 5, temple.X, temple.Y);
        FringeEdge(pen, temple);
        pen.QuadTo(-_face.HalfWidth - 0.5f, ends + 5, -w, ends);
        pen.Close();
        var length = _face.Style switch { HairStyle.Bob => 19, HairStyle.Long => 34, HairStyle.TwinTails => 22, _ => 0 };
        return length == 0 ? pen.Detach() : Union(pen.Detach(), Lock(-1, w, length), Lock(1, w, length));
    }

    // Over the top from the left ear to the right one: smooth, with curls, or with spikes.
    private void Crown(SKPathBuilder pen, float w, float ends)
    {
        var top = DemoGeometry.SkullTop - Top;
        var spiky = _face.Style == HairStyle.Short && _face.Fringe == Fringe.Spiky;
        if (!spiky && _face.Style != HairStyle.Curly)
        {
            pen.CubicTo(-w - 1, -22, -0.64f * w, top, 0, top);
            pen.CubicTo(0.64f * w, top, w + 1, -22, w, ends);
            return;
        }

        const int Steps = 9;
        var before = new SKPoint(-w, ends);
        for (var step = 1; step <= Steps; step++)
        {
            var angle = Math.PI * (1 + (double)step / Steps);
            var next = new SKPoint((float)Math.Cos(angle) * w, step == Steps ? ends : -1 + (float)Math.Sin(angle) * (-top - 1));
            var reach = spiky ? 1.13f + 0.12f * Next() : 1.14f;
            var lean = spiky ? _face.SweepSide * 2.5f : 0;
            var middle = new SKPoint((before.X + next.X) / 2 * reach + lean, (before.Y + next.Y) / 2 * reach - 1);
            if (spiky)
            {
                pen.QuadTo(before.X * 1.04f, before.Y * 1.06f, middle.X, middle.Y);
                pen.QuadTo((middle.X + next.X) / 2, (middle.Y + next.Y) / 2 + 0.5f, next.X, next.Y);
            }
            else
            {
                pen.CubicTo(before.X * 1.2f, before.Y * 1.2f, next.X * 1.2f, next.Y * 1.2f, next.X, next.Y);
            }

            before = next;
        }
    }

    // From the right temple to the left one along the fringe's lower edge.
    private void FringeEdge(SKPathBuilder pen, SKPoint temple)
    {
        var w = _face.HalfWidth - 1;
        if (_face.Fringe == Fringe.Parted)
        {
            var part = new SKPoint(_face.SweepSide * 4, -21);
            _fringeGaps.Add(part);
            pen.CubicTo(w - 1, -6, 0.62f * w, -11, part.X, part.Y);
            pen.CubicTo(-0.62f * w, -11, -w + 1, -6, -w, temple.Y);
            return;
        }

        var count = _face.Fringe switch { Fringe.Straight => 7, Fringe.Swept => 5, _ => 6 };
        var last = temple;
        for (var tuft = 0; tuft < count; tuft++)
        {
            var (from, to) = (1 - 2f * tuft / count, 1 - 2f * (tuft + 1) / count);
            var middle = (from + to) / 2;
            var (tip, gap) = _face.Fringe switch
            {
                Fringe.Straight => (new SKPoint(middle * w, -5.5f + 1.5f * Next()), new SKPoint(to * w, -9 - 1.5f * Next())),
                Fringe.Swept => (
                    new SKPoint(middle * w + _face.SweepSide * 3.5f, -9 + 7 * middle * _face.SweepSide + 2 * Next()),
                    new SKPoint(to * w, -14 + 5 * to * _face.SweepSide)),
                _ => (new SKPoint((middle + 0.22f * (Next() - 0.5f)) * w, -5 + 5 * Next() - 3 * (1 - Math.Abs(middle))), new SKPoint(to * w, -12 - 4 * Next())),
            };
            if (tuft == count - 1)
            {
                gap = new SKPoint(-w, temple.Y);
            }

            pen.QuadTo((last.X + tip.X) / 2 + 1, Math.Min(last.Y, tip.Y) + 0.75f * Math.Abs(tip.Y - last.Y), tip.X, tip.Y);
            pen.QuadTo((gap.X + tip.X) / 2 - 0.3f, tip.Y - 0.35f * Math.Abs(tip.Y - gap.Y), gap.X, gap.Y);
            last = gap;
            if (tuft < count - 1)
            {
                _fringeGaps.Add(gap);
            }
        }
    }

    // Hair falling from the crown to an edge of pointed ends.
    private SKPath Drape(float shoulder, float halfWidth, float bottom, int tufts)
    {
        var top = DemoGeometry.SkullTop - Top + 0.5f;
        using var pen = new SKPathBuilder();
        pen.MoveTo(0, top);
        pen.CubicTo(0.66f * shoulder, top, shoulder + 1, -20, shoulder, 0);
        pen.CubicTo(shoulder, 0.5f * bottom, halfWidth, 0.6f * bottom, halfWidth, bottom);
        var step = 2 * halfWidth / tufts;
        for (var tuft = 0; tuft < tufts; tuft++)
        {
            var x = halfWidth - tuft * step;
            var tip = bottom + 2 + 3.5f * Next();
            pen.QuadTo(x - 0.1f * step, bottom + 2, x - 0.5f * step, tip);
            pen.QuadTo(x - 0.8f * step, bottom + 1.5f, x - step, bottom);
        }

        pen.CubicTo(-halfWidth, 0.6f * bottom, -shoulder, 0.5f * bottom, -shoulder, 0);
        pen.CubicTo(-shoulder - 1, -20, -0.66f * shoulder, top, 0, top);
        pen.Close();
        return pen.Detach();
    }

    private SKPath Tail(int side, float x, float y, float reach, float length)
    {
        using var pen = new SKPathBuilder();
        var sway = 3 * Next();
        pen.MoveTo(side * (x - 3), y - 5);
        pen.CubicTo(side * (x + reach), y - 12, side * (x + reach + 5), y + 0.35f * length, side * (x + reach - 3 + sway), y + length);
        pen.CubicTo(side * (x + reach - 8), y + 0.8f * length, side * (x + 1), y + 0.6f * length, side * (x - 2), y + 8);
        pen.Close();
        return pen.Detach();
    }

    private static SKPath Cloud(float radius, float y, float height, int curls)
    {
        var circles = Enumerable.Range(0, curls).Select(curl =>
        {
            var angle = Math.PI * (0.86 + 1.28 * curl / (curls - 1));
            return Circle((float)Math.Cos(angle) * (radius - 2), y + (float)Math.Sin(angle) * (height - 5) + 2, 6.2f);
        });
        using var pen = new SKPathBuilder();
        pen.AddOval(new SKRect(-radius + 1, y - height + 2, radius - 1, y + 22));
        return Union([pen.Detach(), .. circles]);
    }

    private static SKPath Circle(float x, float y, float radius)
    {
        using var pen = new SKPathBuilder();
        pen.AddCircle(x, y, radius);
        return pen.Detach();
    }

    // A lock in front of the ear, ending in a point.
    private SKPath Lock(int side, float w, float length)
    {
        using var pen = new SKPathBuilder();
        var inner = _face.HalfWidth - 4.2f - Next();
        pen.MoveTo(side * w, -8);
        pen.CubicTo(side * (w + 1.2f), 0.4f * length, side * (w + 0.5f), 0.75f * length, side * (w - 2.6f), length);
        pen.CubicTo(side * (w - 4.2f), 0.7f * length, side * (inner + 2.6f), 0.3f * length, side * inner, -10);
        pen.Close();
        return pen.Detach();
    }

    // One outline round all, so that a stroke shows no seam where they overlap.
    private static SKPath Union(params SKPath[] parts)
    {
        var whole = parts[0];
        foreach (var part in parts[1..])
        {
            var union = whole.Op(part, SKPathOp.Union);
            whole.Dispose();
            part.Dispose();
            whole = union;
        }

        return whole;
    }

    private float Next() => _face.Jitter[_jitter++ % _face.Jitter.Length];
}
