namespace CycleGanPS.Core.Images;

/// <summary>What becomes of a picture's transparency when it is translated.</summary>
public enum Transparency
{
    /// <summary>The picture is laid over white.</summary>
    White,

    /// <summary>The translation is as transparent as the picture.</summary>
    Keep,
}
