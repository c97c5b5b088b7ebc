namespace CycleGanPS.Core.Images;

/// <summary>The filters of <see cref="PillowResampler"/>, named as Pillow names them; all of them antialias when shrinking.</summary>
public enum Resampling
{
    /// <summary>Triangle, support 1.</summary>
    Bilinear,

    /// <summary>Cubic with a = −0.5, support 2.</summary>
    Bicubic,

    /// <summary>Windowed sinc, support 3.</summary>
    Lanczos,
}
