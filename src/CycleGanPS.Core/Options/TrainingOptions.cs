namespace CycleGanPS.Core.Options;

/// <summary>
/// Everything that decides a training run. One property a config key, with its default and its range beside it; the
/// defaults are the study's baseline. An objective may have others: see CycleGanPS.Core.Objectives.
/// </summary>
internal sealed partial record TrainingOptions
{
    private const string Data = "Data";
    private const string Networks = "Networks";
    private const string Objective = "Objective";
    private const string Course = "Schedule";
    private const string Output = "Output";
    private const string Machine = "Machine";

    /// <summary>Colour channels: images are read as RGB.</summary>
    public const int Channels = 3;

    /// <summary>What a U-Net of the reference code base has at least: the five levels whose widths differ.</summary>
    public const int FewestDownsamplings = 5;

    public const int MostDownsamplings = 8;

    [ConfigKey(Data, "Folder with trainA, trainB and, if you have them, testA and testB.", IsPath = true)]
    public string? DataRoot { get; init; }

    [ConfigKey(Data, "Training images of domain A, instead of DataRoot/trainA.", IsPath = true)]
    public string? TrainA { get; init; }

    [ConfigKey(Data, "Training images of domain B, instead of DataRoot/trainB.", IsPath = true)]
    public string? TrainB { get; init; }

    [ConfigKey(Data, "Test images of domain A for the sample sheets, instead of DataRoot/testA.", IsPath = true)]
    public string? TestA { get; init; }

    [ConfigKey(Data, "Test images of domain B for the sample sheets, instead of DataRoot/testB.", IsPath = true)]
    public string? TestB { get; init; }

    [ConfigKey(Data, "Side of the square crop the networks see, in pixels; a multiple of 4.")]
    public int ImageSize { get; init; } = 256;

    [ConfigKey(Data, "The shorter side is resized to this before the random crop; 1.12 × ImageSize if not given.")]
    public int? LoadSize { get; init; }

    [ConfigKey(Networks, "Resnet, SkipResnet (with skip connections) or Unet (as in pytorch-CycleGAN-and-pix2pix).")]
    public GeneratorKind Generator { get; init; } = GeneratorKind.Resnet;

    [ConfigKey(Networks, "What a SkipResnet hands on: Deep, Shallow, both (Encoder), Input, these three (All), Color; or such as 'Deep, Color'.")]
    public SkipConnections? Skips { get; init; }

    [ConfigKey(Networks, "Halvings of a Unet; as many as ImageSize allows if not given.", Least = FewestDownsamplings, Most = MostDownsamplings)]
    public int? Downsamplings { get; init; }

    [ConfigKey(Networks, "Residual blocks of each generator: 9 for 256 pixels, 6 for 128 and below.", Least = 1, Most = 64)]
    public int ResidualBlocks { get; init; } = 9;

    [ConfigKey(Networks, "Width of the first convolution of generators and discriminators.", Least = 1, Most = 512)]
    public int Filters { get; init; } = 64;

    [ConfigKey(Networks, "Resize (nearest ×2, then convolution) or Transpose (transposed convolution).")]
    public Upsampling Upsampling { get; init; } = Upsampling.Resize;

    [ConfigKey(Networks, "Activation of the generators: ReLU or LeakyReLU.")]
    public Activation Activation { get; init; } = Activation.ReLU;

    [ConfigKey(Networks, "Slope of LeakyReLU below zero.", Least = 0, Most = 1)]
    public double NegativeSlope { get; init; } = 0.2;

    [ConfigKey(Networks, "Patch94 or Patch70: the receptive field of the patch discriminator.")]
    public DiscriminatorKind Discriminator { get; init; } = DiscriminatorKind.Patch94;

    [ConfigKey(Networks, "What the inner blocks of a discriminator normalise by: Instance or None.")]
    public DiscriminatorNormalization DiscriminatorNormalization { get; init; } = DiscriminatorNormalization.Instance;

    [ConfigKey(Networks, "Spectral norm of the discriminators' convolutions, beside their other normalisation.")]
    public bool SpectralNorm { get; init; }

    [ConfigKey(Networks, "Let the discriminators compare each picture with the three before, reals and fakes apart (batch head, UVCGAN2).")]
    public bool BatchHead { get; init; }

    [ConfigKey(Networks, "Folder with generatorAB.pt and generatorBA.pt, as a run has them, whose weights the generators begin with.", IsPath = true)]
    public string? InitialWeights { get; init; }

    [ConfigKey(Networks, "Model file that generator AB begins with, instead of InitialWeights/generatorAB.pt.", IsPath = true)]
    public string? InitialWeightsAB { get; init; }

    [ConfigKey(Networks, "Model file that generator BA begins with, instead of InitialWeights/generatorBA.pt.", IsPath = true)]
    public string? InitialWeightsBA { get; init; }

    [ConfigKey(Objective, "The adversarial loss.")]
    public AdversarialLossKind AdversarialLoss { get; init; } = AdversarialLossKind.LeastSquares;

    [ConfigKey(Objective, "Weight of the adversarial loss.", Least = 0, Most = 1e6)]
    public double? LambdaAdversarial { get; init; }

    [ConfigKey(Objective, "Weight of the cycle-consistency loss.", Least = 0, Most = 1e6)]
    public double LambdaCycle { get; init; } = 10;

    [ConfigKey(Objective, "Full, or Weak (SPatchGAN): A to B and back alone, the way back on small pictures; only generator AB is of use then.")]
    public CycleKind Cycle { get; init; } = CycleKind.Full;

    [ConfigKey(Objective, "How many times smaller the pictures of a Weak cycle's way back are; 8 if not given.", Least = 1, Most = 64)]
    public int? CycleReduction { get; init; }

    [ConfigKey(Objective, "Weight of the identity loss; 0 leaves it out.", Least = 0, Most = 1e6)]
    public double LambdaIdentity { get; init; } = 5;

    [ConfigKey(Objective, "Epochs with the identity loss, from the first; all if not given. Later steps take 4 generator passes, not 6.", Least = 0)]
    public int? IdentityEpochs { get; init; }

    [ConfigKey(Objective, "Earlier fakes kept for each discriminator; 0 shows it the newest only.", Least = 0, Most = 10_000)]
    public int PoolSize { get; init; } = 50;

    [ConfigKey(Objective, "Weight of the gradient penalty.", Least = 0, Most = 1e6)]
    public double GradientPenalty { get; init; } = 10;

    [ConfigKey(Objective, "Critic updates, each on a fresh batch, for one of the generators.", Least = 1, Most = 100)]
    public int CriticSteps { get; init; } = 5;

    [ConfigKey(Objective, "Weight of the zero-centred gradient penalty of the discriminators; 0 leaves it out.", Least = 0, Most = 1e6)]
    public double ZeroGradientPenalty { get; init; }

    [ConfigKey(Objective, "The zero-centred penalty is taken every so many steps, so many times as strong.", Least = 1, Most = 10_000)]
    public int ZeroGradientPenaltyInterval { get; init; } = 1;

    [ConfigKey(Objective, "Change colour, place and a part of all that the discriminators see, at random (DiffAugment); an experiment.")]
    public bool DiffAugment { get; init; }

    [ConfigKey(Objective, "Show the discriminator edge-smoothed images of domain B as fakes (CartoonGAN).")]
    public bool EdgeSmoothing { get; init; }

    [ConfigKey(Course, "Passes over the larger domain.", Least = 1, Most = 1_000_000)]
    public int Epochs { get; init; } = 20;

    [ConfigKey(Course, "How the learning rates go: Linear, constant up to DecayEpoch and then to zero, or Constant.")]
    public LearningRateSchedule Schedule { get; init; } = LearningRateSchedule.Linear;

    [ConfigKey(Course, "Epoch after which a Linear schedule falls to zero; half of Epochs if not given.")]
    public int? DecayEpoch { get; init; }

    [ConfigKey(Course, "Images of each domain a step; of each rank, where several train.", Least = 1, Most = 1024)]
    public int BatchSize { get; init; } = 1;

    [ConfigKey(Course, "Adam's learning rate before the decay.")]
    public double LearningRate { get; init; } = 2e-4;

    [ConfigKey(Course, "Learning rate of the generators, instead of LearningRate.")]
    public double? LearningRateGenerator { get; init; }

    [ConfigKey(Course, "Learning rate of the discriminators, instead of LearningRate.")]
    public double? LearningRateDiscriminator { get; init; }

    [ConfigKey(Course, "Adam's decay of the first moment.", Least = 0, Most = 0.999999)]
    public double Beta1 { get; init; } = 0.5;

    [ConfigKey(Course, "Adam's decay of the second moment.", Least = 0, Most = 0.99999999)]
    public double Beta2 { get; init; } = 0.999;

    [ConfigKey(Course, "Take running averages of the generators' weights for samples and results (EMA); giving AverageDecay does so too.")]
    public bool AverageGenerators { get; init; }

    [ConfigKey(Course, "Share of the averages that stays at an update; of the run's length if not given.", Least = 0, Most = 0.99999999)]
    public double? AverageDecay { get; init; }

    [ConfigKey(Course, "At a loss that is NaN or infinite: Stop the run, or Skip the step.")]
    public NonFiniteAction OnNonFinite { get; init; } = NonFiniteAction.Stop;

    [ConfigKey(Output, "Steps between two loss records.", Least = 1)]
    public int LogInterval { get; init; } = 10;

    [ConfigKey(Output, "Steps between two sample sheets; 0 makes none.", Least = 0)]
    public int SampleInterval { get; init; } = 100;

    [ConfigKey(Output, "Epochs between two checkpoints; the last epoch always has one.", Least = 1)]
    public int CheckpointInterval { get; init; } = 5;

    [ConfigKey(Output, "Minutes after which there is a checkpoint within an epoch too; 0 makes none.", Least = 0, Most = 1e6)]
    public double CheckpointMinutes { get; init; } = 30;

    [ConfigKey(Output, "Newest checkpoints that are kept, beside the untrained networks of epoch-0000.", Least = 1, Most = 1_000_000)]
    public int KeepCheckpoints { get; init; } = 5;

    [ConfigKey(Output, "Epochs between two evaluations of the translated test photos; 0 makes none.", Least = 0, Most = 1_000_000)]
    public int EvaluateInterval { get; init; }

    [ConfigKey(Output, "What evaluations go by: Swd, Kid or Fid (which need Inception weights), or PairedError (where testB has the truths).")]
    public EvaluationMeasure EvaluateWith { get; init; } = EvaluationMeasure.Swd;

    [ConfigKey(Output, "Inception weights for Kid and Fid, instead of the installed ones.", IsPath = true)]
    public string? EvaluateWeights { get; init; }

    [ConfigKey(Output, "Keep the checkpoint and the generators of the best evaluation beside the last.")]
    public bool KeepBest { get; init; }

    [ConfigKey(Output, "End the run after so many evaluations without gain; 0 trains all epochs.", Least = 0, Most = 1_000_000)]
    public int StopAfter { get; init; }

    [ConfigKey(Output, "Write losses, learning rate, scores and samples for TensorBoard, into the run's folder tensorboard.")]
    public bool TensorBoard { get; init; }

    [ConfigKey(Machine, "Auto, Cpu or Cuda.")]
    public DeviceKind Device { get; init; } = DeviceKind.Auto;

    [ConfigKey(Machine, "Number format of the generators' convolutions: Float32, BFloat16, or Auto, which measures once.")]
    public Precision Precision { get; init; } = Precision.Float32;

    [ConfigKey(Machine, "Threads that compute on a processor; all cores if not given. Fewer leave room for other programs.", Least = 1, Most = 1024)]
    public int? Threads { get; init; }

    [ConfigKey(Machine, "Threads that read and augment images; at most the cores of the machine are used.", Least = 1, Most = 1024)]
    public int Workers { get; init; } = 8;

    [ConfigKey(Machine, "Seed of all randomness; drawn and recorded if not given.", Least = 0)]
    public int? Seed { get; init; }
}
