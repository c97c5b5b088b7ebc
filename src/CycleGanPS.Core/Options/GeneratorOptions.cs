using System.Text.Json.Serialization;

namespace CycleGanPS.Core.Options;

/// <summary>The shape of a residual generator; with the weights it is all that is needed to build one.</summary>
internal sealed record GeneratorOptions
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

    /// <summary>Training is by instance normalisation; models from elsewhere may have the other.</summary>
    public Normalization Normalization { get; init; } = Normalization.Instance;

    /// <summary>
    /// Whether the residual blocks of a model from elsewhere were trained with dropout. It does nothing at inference, but
    /// the names of the weights tell of it.
    /// </summary>
    public bool Dropout { get; init; }

    /// <summary>
    /// Whether convolutions before a normalisation have a bias. pytorch-CycleGAN-and-pix2pix leaves it out where batch
    /// normalisation has one.
    /// </summary>
    [JsonIgnore]
    public bool HasInnerBias => Normalization == Normalization.Instance || Upsampling == Upsampling.Resize;

    /// <summary>In what this shape differs from the one that is wanted, such as "Filters 4 instead of 8". A slope counts with LeakyReLU only.</summary>
    public IReadOnlyList<string> DifferencesFrom(GeneratorOptions wanted)
    {
        var slope = wanted.Activation == Activation.LeakyReLU && Activation == Activation.LeakyReLU ? NegativeSlope : wanted.NegativeSlope;
        var found = this with { NegativeSlope = slope };
        return [.. typeof(GeneratorOptions).GetProperties()
            .Where(property => property.CanWrite)
            .Select(property => (property.Name, Is: property.GetValue(found), Wanted: property.GetValue(wanted)))
            .Where(entry => !Equals(entry.Is, entry.Wanted))
            .Select(entry => FormattableString.Invariant($"{entry.Name} {entry.Is} instead of {entry.Wanted}"))];
    }
}
