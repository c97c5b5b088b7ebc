namespace CycleGanPS.Core.Faces;

/// <summary>A face in a photo, in pixels from its upper left corner.</summary>
public sealed class DetectedFace
{
    /// <summary>How sure the detector is, 0 to 1.</summary>
    public required double Score { get; init; }

    /// <summary>Left edge of the box; it may lie outside the photo.</summary>
    public required double Left { get; init; }

    /// <summary>Upper edge of the box; it may lie outside the photo.</summary>
    public required double Top { get; init; }

    /// <summary>Width of the box.</summary>
    public required double Width { get; init; }

    /// <summary>Height of the box.</summary>
    public required double Height { get; init; }

    /// <summary>The eye that is on the left in the photo, and the other one.</summary>
    internal (FacePoint Left, FacePoint Right) Eyes { get; init; }

    /// <summary>The middle between the corners of the mouth.</summary>
    internal FacePoint Mouth { get; init; }

    /// <summary>The box and the score.</summary>
    public override string ToString() => FormattableString.Invariant($"{Width:0}×{Height:0} at {Left:0},{Top:0} ({Score:0.00})");
}
