using System.Text.Json.Serialization;

namespace CycleGanPS.Core.Options;

/// <summary>The shape of a generator; with the weights it is all that is needed to build one.</summary>
internal sealed record GeneratorOptions
{
    public GeneratorKind Kind { get; init; } = GeneratorKind.Resnet;

    /// <summary>What goes past the residual blocks of a <see cref="GeneratorKind.SkipResnet"/>.</summary>
    public SkipConnections Skips { get; init; }

    /// <summary>Colour channels in and out.</summary>
    public int Channels { get; init; } = 3;

    /// <summary>Width of the first convolution; downsampling steps double it, in a U-Net up to eight times.</summary>
    public int Filters { get; init; } = 64;

    /// <summary>How often the resolution is halved: twice, but for a U-Net.</summary>
    public int Downsamplings { get; init; } = 2;

    /// <summary>Residual blocks at the lowest resolution: 9 for 256 pixels, 6 for 128 in the paper. A U-Net has none.</summary>
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

    /// <summary>Each side of a picture must be a multiple of this for the output to have the input's size.</summary>
    [JsonIgnore]
    public int SideMultiple => 1 << Downsamplings;

    /// <summary>
    /// No side may be smaller: the padding by reflection of the residual blocks, at a quarter of the side, and of the blurred colours
    /// must have enough to reflect.
    /// </summary>
    [JsonIgnore]
    public int SmallestSide => Kind == GeneratorKind.Unet ? SideMultiple : Skips.HasFlag(SkipConnections.Color) ? 12 : 8;

    /// <summary>The network in a word, as public code bases call it: "resnet_9blocks", "unet_256"; with skip connections "skip_9blocks".</summary>
    [JsonIgnore]
    public string Architecture => Kind switch
    {
        GeneratorKind.Unet => $"unet_{SideMultiple}",
        GeneratorKind.SkipResnet => $"skip_{ResidualBlocks}blocks",
        _ => $"resnet_{ResidualBlocks}blocks",
    };

    /// <summary>In what this shape differs from the one that is wanted, such as "Filters 4 instead of 8". A slope counts with LeakyReLU only.</summary>
    public IReadOnlyList<string> DifferencesFrom(GeneratorOptions wanted)
    {
        if (Kind != wanted.Kind)
        {
            return [$"Generator {Kind} instead of {wanted.Kind}"];
        }

        var slope = wanted.Activation == Activation.LeakyReLU && Activation == Activation.LeakyReLU ? NegativeSlope : wanted.NegativeSlope;
        var found = this with { NegativeSlope = slope };
        return [.. typeof(GeneratorOptions).GetProperties()
            .Where(property => property.CanWrite)
            .Select(property => (property.Name, Is: property.GetValue(found), Wanted: property.GetValue(wanted)))
            .Where(entry => !Equals(entry.Is, entry.Wanted))
            .Select(entry => FormattableString.Invariant($"{entry.Name} {entry.Is} instead of {entry.Wanted}"))];
    }
}
