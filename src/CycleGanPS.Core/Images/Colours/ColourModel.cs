namespace CycleGanPS.Core.Images.Colours;

/// <summary>What the samples of a picture stand for.</summary>
internal enum ColourModel
{
    Grey,

    Rgb,

    /// <summary>Inks: cyan, magenta, yellow, black.</summary>
    Cmyk,
}
