namespace CycleGanPS.Core.Winograd;

/// <summary>What a 3×3 convolution of stride 1 sees: the feature map, and what is around it.</summary>
internal enum InputEdge
{
    /// <summary>Zeros, one pixel wide.</summary>
    Zero,

    /// <summary>Two pixels of zeros: the gradient of a convolution that saw a margin.</summary>
    WideZero,

    /// <summary>The map reflected about its outermost pixels, one pixel wide.</summary>
    Reflected,

    /// <summary>The map with each pixel doubled in both directions (nearest neighbour), and one pixel of zeros around that.</summary>
    Doubled,
}
