namespace CycleGanPS.Core.Faces;

/// <summary>What becomes of the faces in a photo.</summary>
public enum FaceHandling
{
    /// <summary>The largest face alone is translated, level and with the margins of the photos that selfie models are trained with.</summary>
    Crop,

    /// <summary>Every face is translated so, and put back into the whole photo.</summary>
    Blend,
}
