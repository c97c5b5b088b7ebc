namespace CycleGanPS.Core.Options;

/// <summary>The shape of a patch discriminator.</summary>
internal sealed record DiscriminatorOptions
{
    /// <summary>Colour channels of the images it judges.</summary>
    public int Channels { get; init; } = 3;

    /// <summary>Width of the first convolution; each further block doubles it, to eight times at most.</summary>
    public int Filters { get; init; } = 64;

    public DiscriminatorKind Kind { get; init; } = DiscriminatorKind.Patch94;

    /// <summary>Instance normalisation on the inner blocks. A Wasserstein critic goes without.</summary>
    public bool Normalize { get; init; } = true;

    /// <summary>Divides the weights of every convolution, but for those of a head, by their largest singular value.</summary>
    public bool SpectralNorm { get; init; }

    /// <summary>A head that compares images with earlier ones, in place of the last convolution.</summary>
    public bool BatchHead { get; init; }
}
