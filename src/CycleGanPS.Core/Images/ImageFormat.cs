namespace CycleGanPS.Core.Images;

/// <summary>The formats that pictures are written in.</summary>
public enum ImageFormat
{
    /// <summary>Lossless.</summary>
    Png,

    /// <summary>Lossy, of a quality from 1 to 100.</summary>
    Jpeg,

    /// <summary>Lossy WebP, of a quality from 1 to 100.</summary>
    Webp,
}
