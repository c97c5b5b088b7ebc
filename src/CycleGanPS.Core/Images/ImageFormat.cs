namespace CycleGanPS.Core.Images;

/// <summary>The formats that pictures are written in.</summary>
public enum ImageFormat
{
    Png,
    Jpeg,
    Webp,
}
