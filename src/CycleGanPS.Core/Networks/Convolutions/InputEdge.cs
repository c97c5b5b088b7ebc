namespace CycleGanPS.Core.Networks.Convolutions;

/// <summary>What a 3×3 convolution of stride 1 sees: the feature map, and what is around it.</summary>
internal enum InputEdge
{
    /// <summary>Zeros, one pixel wide.</summary>
    Zero,

    /// <summary>Nothing: what is needed of its surroundings is part of the map.</summary>
    None,

    /// <summary>The map reflected about its outermost pixels, one pixel wide.</summary>
    Reflected,

    /// <summary>The map with each pixel doubled in both directions (nearest neighbour), and one pixel of zeros around that.</summary>
    Doubled,
}

internal static class InputEdges
{
    /// <summary>Pixels that the convolution sees beyond the map.</summary>
    public static int Margin(this InputEdge edge) => edge switch
    {
        InputEdge.None => 0,
        _ => 1,
    };

    /// <summary>Rows, or columns, of the output for a map with so many.</summary>
    public static int OutputSide(this InputEdge edge, int side) => edge switch
    {
        InputEdge.None => side - 2,
        InputEdge.Doubled => 2 * side,
        _ => side,
    };
}
