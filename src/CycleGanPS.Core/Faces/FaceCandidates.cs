namespace CycleGanPS.Core.Faces;

/// <summary>
/// What YuNet's numbers say, as OpenCV's FaceDetectorYN reads them: for each square of a grid how sure it is of a face, where its box
/// is, and where its eyes, nose and corners of the mouth are.
/// </summary>
internal static class FaceCandidates
{
    // OpenCV's: of boxes that share more than this of the area that they cover together one counts, and so many are compared.
    private const double MostOverlap = 0.3;
    private const int Most = 5000;

    /// <summary>The grids' squares, in pixels.</summary>
    public static readonly IReadOnlyList<int> Strides = [8, 16, 32];

    /// <summary>The values that each square has: class, object, box, five points.</summary>
    public static readonly IReadOnlyList<(string Name, int Values)> Outputs = [("cls", 1), ("obj", 1), ("bbox", 4), ("kps", 10)];

    /// <summary>The faces that one grid tells of, in pixels of what the detector saw.</summary>
    /// <param name="output">The values of an output for all squares, row by row.</param>
    /// <param name="columns">Squares in a row.</param>
    /// <param name="leastScore">Those that are less sure are left out, and so is what is no number.</param>
    public static IEnumerable<DetectedFace> Read(Func<string, float[]> output, int stride, int columns, double leastScore)
    {
        var (classes, objects, boxes, points) = (output("cls"), output("obj"), output("bbox"), output("kps"));
        for (var index = 0; index < classes.Length; index++)
        {
            var score = Math.Sqrt(Math.Clamp(classes[index], 0f, 1f) * Math.Clamp(objects[index], 0f, 1f));
            if (score >= leastScore
                && Face(score, boxes.AsSpan(4 * index, 4), points.AsSpan(10 * index, 10), stride, index % columns, index / columns) is { } face)
            {
                yield return face;
            }
        }
    }

    /// <summary>One of those that mean the same face, the surest; the largest first.</summary>
    public static IReadOnlyList<DetectedFace> Distinct(IEnumerable<DetectedFace> candidates)
    {
        var kept = new List<DetectedFace>();
        foreach (var face in candidates.OrderByDescending(face => face.Score).Take(Most))
        {
            if (kept.TrueForAll(other => Overlap(face, other) <= MostOverlap))
            {
                kept.Add(face);
            }
        }

        return [.. kept.OrderByDescending(face => face.Width * face.Height)];
    }

    private static DetectedFace? Face(double score, ReadOnlySpan<float> box, ReadOnlySpan<float> points, int stride, int column, int row)
    {
        var (width, height) = (Math.Exp(box[2]) * stride, Math.Exp(box[3]) * stride);
        var (left, top) = (((column + box[0]) * stride) - (width / 2), ((row + box[1]) * stride) - (height / 2));
        Span<FacePoint> five = stackalloc FacePoint[5];
        for (var index = 0; index < five.Length; index++)
        {
            five[index] = new FacePoint((column + points[2 * index]) * stride, (row + points[(2 * index) + 1]) * stride);
        }

        // Right eye, left eye, nose, corners of the mouth: right as the person has it, which is left in the photo.
        var face = new DetectedFace
        {
            Score = score, Left = left, Top = top, Width = width, Height = height, Eyes = (five[0], five[1]), Mouth = (five[3] + five[4]) * 0.5,
        };
        var extent = left + top + width + height + (five[1] - five[0]).Length + (face.Mouth - five[0]).Length;
        return double.IsFinite(extent) && (five[1] - five[0]).Length > 0 ? face : null;
    }

    private static double Overlap(DetectedFace one, DetectedFace other)
    {
        var width = Math.Min(one.Left + one.Width, other.Left + other.Width) - Math.Max(one.Left, other.Left);
        var height = Math.Min(one.Top + one.Height, other.Top + other.Height) - Math.Max(one.Top, other.Top);
        var shared = Math.Max(width, 0) * Math.Max(height, 0);
        return shared / ((one.Width * one.Height) + (other.Width * other.Height) - shared);
    }
}
