using System.Numerics;

namespace CycleGanPS.Core.Options;

/// <summary>What follows from the keys: values in force where one is not given, and what the networks are like.</summary>
internal sealed partial record TrainingOptions
{
    /// <summary>The load size in force: as given, or 1.12 times the crop as the reference does.</summary>
    public int ResolvedLoadSize => LoadSize ?? (int)(ImageSize * 1.12);

    /// <summary>The epochs in force that have the identity loss.</summary>
    public int ResolvedIdentityEpochs => IdentityEpochs ?? Epochs;

    /// <summary>How many times smaller the pictures are that the way back of a weak cycle works on.</summary>
    public int ResolvedCycleReduction => CycleReduction ?? 8;

    /// <summary>Side of the pictures that generator BA learns on.</summary>
    public int SideOfWayBack => Cycle == CycleKind.Weak ? ImageSize / ResolvedCycleReduction : ImageSize;

    /// <summary>The skip connections in force, of a SkipResnet.</summary>
    public SkipConnections ResolvedSkips => Skips ?? SkipConnections.All;

    /// <summary>The halvings in force, of a Unet.</summary>
    public int ResolvedDownsamplings =>
        Downsamplings ?? Math.Clamp(BitOperations.TrailingZeroCount(ImageSize), FewestDownsamplings, MostDownsamplings);

    /// <summary>The epoch in force after which the learning rate falls.</summary>
    public int ResolvedDecayEpoch => DecayEpoch ?? Epochs / 2;

    /// <summary>The learning rate in force of the generators before the decay.</summary>
    public double ResolvedLearningRateGenerator => LearningRateGenerator ?? LearningRate;

    /// <summary>The same of the discriminators.</summary>
    public double ResolvedLearningRateDiscriminator => LearningRateDiscriminator ?? LearningRate;

    /// <summary>The model file in force that generator AB begins with, or null for weights drawn at random.</summary>
    public string? ResolvedInitialWeightsAB => InitialWeightsAB ?? (InitialWeights is { } folder ? Path.Combine(folder, "generatorAB.pt") : null);

    /// <summary>The same for generator BA.</summary>
    public string? ResolvedInitialWeightsBA => InitialWeightsBA ?? (InitialWeights is { } folder ? Path.Combine(folder, "generatorBA.pt") : null);

    /// <summary>Whether evaluations go by Inception features.</summary>
    public bool EvaluatesFeatures => EvaluateWith is EvaluationMeasure.Kid or EvaluationMeasure.Fid;

    /// <summary>The shape of both generators.</summary>
    public GeneratorOptions ToGeneratorOptions() => Generator == GeneratorKind.Unet
        ? new()
        {
            Kind = Generator,
            Channels = Channels,
            Filters = Filters,
            Downsamplings = ResolvedDownsamplings,
            ResidualBlocks = 0,
            Upsampling = Upsampling.Transpose,
        }
        : new()
        {
            Kind = Generator,
            Skips = Generator == GeneratorKind.SkipResnet ? ResolvedSkips : SkipConnections.None,
            Channels = Channels,
            Filters = Filters,
            ResidualBlocks = ResidualBlocks,
            Upsampling = Upsampling,
            Activation = Activation,
            NegativeSlope = NegativeSlope,
        };

    /// <summary>The shape of both discriminators.</summary>
    public DiscriminatorOptions ToDiscriminatorOptions() => new()
    {
        Channels = Channels,
        Filters = Filters,
        Kind = Discriminator,
        Normalize = DiscriminatorNormalization == DiscriminatorNormalization.Instance,
        SpectralNorm = SpectralNorm,
        BatchHead = BatchHead,
    };
}
