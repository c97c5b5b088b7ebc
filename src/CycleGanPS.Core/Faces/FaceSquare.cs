using CycleGanPS.Core.Images;

namespace CycleGanPS.Core.Faces;

/// <summary>
/// The square of a photo that holds a face as the photos of selfie2anime do: upright, and with their margins. It may lie aslant in the
/// photo, and reach beyond it.
/// </summary>
internal sealed class FaceSquare
{
    // Medians of the 593 of 600 training selfies in which YuNet finds a face, as shares of the picture's side: the middle between the eyes
    // lies at 0.502, 0.350; the eyes are 0.295 apart, and 0.300 above the mouth. Half of all lie within a tenth of these.
    private const double EyesAcross = 0.5;
    private const double EyesDown = 0.35;
    private const double EyesApart = 0.295;
    private const double EyesAboveMouth = 0.3;

    // A translation counts in the circle within its square, since straight edges and corners catch the eye, and passes into its photo over
    // this part of the radius. Forehead, ears and chin lie within the rest.
    private const double Feather = 0.3;

    // A square is turned at its own size and resized afterwards, so that no detail is passed over; beyond this, where a network sees a
    // sixteenth of it, it is turned smaller.
    private const int LargestTurned = 4096;

    private readonly FacePoint _corner;
    private readonly FacePoint _across;
    private readonly FacePoint _down;

    public FaceSquare(DetectedFace face)
    {
        var (left, right) = face.Eyes;
        var middle = (left + right) * 0.5;
        var apart = right - left;
        // Of a head that is turned aside the eyes are close together, of one that is bowed eyes and mouth.
        Side = Math.Max(apart.Length / EyesApart, (face.Mouth - middle).Length / EyesAboveMouth);
        _across = apart * (1 / apart.Length);
        _down = new FacePoint(-_across.Y, _across.X);
        _corner = middle - (_across * (EyesAcross * Side)) - (_down * (EyesDown * Side));
    }

    /// <summary>Its side in the photo, in pixels.</summary>
    public double Side { get; }

    /// <summary>Its side in the photo in whole pixels, within reason.</summary>
    public int OwnSize => (int)Math.Clamp(Math.Ceiling(Side), 1, LargestTurned);

    /// <summary>The face as a picture of its own; what lies beyond the photo is mirrored.</summary>
    public RgbImage Cut(RgbImage photo, int size)
    {
        var turned = new RgbImage(OwnSize, OwnSize);
        var step = Side / OwnSize;
        for (var y = 0; y < OwnSize; y++)
        {
            for (var x = 0; x < OwnSize; x++)
            {
                var at = _corner + (_across * ((x + 0.5) * step)) + (_down * ((y + 0.5) * step));
                Sample(photo, at, turned.Pixels.AsSpan(3 * ((y * OwnSize) + x), 3));
            }
        }

        return PillowResampler.Resize(turned, size, size, Resampling.Bicubic);
    }

    /// <summary>Puts a face back in its place in the photo, which is changed; its edge passes over into it.</summary>
    public void Blend(RgbImage face, RgbImage photo)
    {
        var turned = PillowResampler.Resize(face, OwnSize, OwnSize, Resampling.Bicubic);
        var corners = new[] { _corner, _corner + (_across * Side), _corner + (_down * Side), _corner + ((_across + _down) * Side) };
        int First(Func<FacePoint, double> of) => (int)Math.Max(Math.Floor(corners.Min(of)), 0);
        int Last(Func<FacePoint, double> of, int length) => (int)Math.Min(Math.Ceiling(corners.Max(of)), length);
        var (right, bottom) = (Last(point => point.X, photo.Width), Last(point => point.Y, photo.Height));
        Span<byte> colour = stackalloc byte[3];
        for (var y = First(point => point.Y); y < bottom; y++)
        {
            for (var x = First(point => point.X); x < right; x++)
            {
                var from = new FacePoint(x + 0.5, y + 0.5) - _corner;
                var (across, down) = (((from.X * _across.X) + (from.Y * _across.Y)) / Side, ((from.X * _down.X) + (from.Y * _down.Y)) / Side);
                var weight = Weight(new FacePoint(across - 0.5, down - 0.5).Length * 2);
                if (weight > 0)
                {
                    Sample(turned, new FacePoint(across * OwnSize, down * OwnSize), colour);
                    Mix(photo.Pixels.AsSpan(3 * ((y * photo.Width) + x), 3), colour, weight);
                }
            }
        }
    }

    // From 1 within to 0 at the circle, smooth at both ends.
    private static double Weight(double radius)
    {
        var inside = Math.Clamp((1 - radius) / Feather, 0, 1);
        return inside * inside * (3 - (2 * inside));
    }

    private static void Mix(Span<byte> below, ReadOnlySpan<byte> above, double weight)
    {
        for (var channel = 0; channel < 3; channel++)
        {
            below[channel] = (byte)(below[channel] + ((above[channel] - below[channel]) * weight) + 0.5);
        }
    }

    // Of the four pixels around a place, whose middles lie at halves.
    private static void Sample(RgbImage picture, FacePoint at, Span<byte> colour)
    {
        var (left, top) = (Math.Floor(at.X - 0.5), Math.Floor(at.Y - 0.5));
        var (right, down) = (at.X - 0.5 - left, at.Y - 0.5 - top);
        var (x0, x1) = (3 * Mirror.Index((int)left, picture.Width), 3 * Mirror.Index((int)left + 1, picture.Width));
        var (y0, y1) = (3 * picture.Width * Mirror.Index((int)top, picture.Height), 3 * picture.Width * Mirror.Index((int)top + 1, picture.Height));
        var pixels = picture.Pixels;
        for (var channel = 0; channel < 3; channel++)
        {
            var above = (pixels[y0 + x0 + channel] * (1 - right)) + (pixels[y0 + x1 + channel] * right);
            var below = (pixels[y1 + x0 + channel] * (1 - right)) + (pixels[y1 + x1 + channel] * right);
            colour[channel] = (byte)((above * (1 - down)) + (below * down) + 0.5);
        }
    }
}
