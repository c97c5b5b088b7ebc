using static TorchSharp.torch;

namespace CycleGanPS.Core.Networks.Convolutions;

/// <summary>
/// Layers that <see cref="ConvolutionFunction"/> does in one go: a convolution, instance normalisation, activation. No unit is without
/// one of the first two, and one with an activation alone behind its convolution is never the last: the next one's input tells what was negative.
/// </summary>
internal sealed record Unit
{
    /// <summary>The convolution's weights, or null where there is none.</summary>
    public Tensor? Weight { get; init; }

    /// <summary>Its bias, if it has one.</summary>
    public Tensor? Bias { get; init; }

    /// <summary>What it is like besides, with the padding or doubling before it.</summary>
    public ConvolutionShape Shape { get; init; }

    /// <summary>Whether a normalisation follows.</summary>
    public bool IsNormalized { get; init; }

    /// <summary>What the activation behind these multiplies negative numbers by, at least 0; 1 where there is none.</summary>
    public float Slope { get; init; } = 1;

    /// <summary>Whether there is an activation.</summary>
    public bool IsActivated => Slope != 1;

    /// <summary>Whether this is the first unit of a residual block.</summary>
    public bool BeginsBlock { get; init; }

    /// <summary>Whether this is the last one, to which the block's input is added; it is normalised.</summary>
    public bool EndsBlock { get; init; }
}
