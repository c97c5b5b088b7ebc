namespace CycleGanPS.Core.Options;

/// <summary>The shape of a residual generator; with the weights it is all that is needed to build one.</summary>
public sealed record GeneratorOptions
{
    /// <summary>Colour channels in and out.</summary>
    public int Channels { get; init; } = 3;

    /// <summary>Width of the first convolution; the two downsampling steps double it.</summary>
    public int Filters { get; init; } = 64;

    /// <summary>Residual blocks at the lowest resolution: 9 for 256 pixels, 6 for 128 in the paper.</summary>
    public int ResidualBlocks { get; init; } = 9;

    public Upsampling Upsampling { get; init; } = Upsampling.Resize;

    public Activation Activation { get; init; } = Activation.ReLU;

    /// <summary>Slope below zero, where the activation is LeakyReLU.</summary>
    public double NegativeSlope { get; init; } = 0.2;
}
