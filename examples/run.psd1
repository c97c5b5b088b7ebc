# CycleGAN training: Baseline.
# Relative folders are relative to this file. Train with: Start-CycleGanTraining -Config run.psd1
@{

    # --- Data ---
    # Folder with trainA, trainB and, if you have them, testA and testB.
    DataRoot           = 'data'
    # Training images of domain A, instead of DataRoot/trainA.
    # TrainA             = ''
    # Training images of domain B, instead of DataRoot/trainB.
    # TrainB             = ''
    # Test images of domain A for the sample sheets, instead of DataRoot/testA.
    # TestA              = ''
    # Test images of domain B for the sample sheets, instead of DataRoot/testB.
    # TestB              = ''
    # Side of the square crop the networks see, in pixels; a multiple of 4.
    # ImageSize          = 256
    # The shorter side is resized to this before the random crop; 1.12 × ImageSize if not given.
    # LoadSize           = 286

    # --- Networks ---
    # Resnet, SkipResnet (with skip connections) or Unet (as in pytorch-CycleGAN-and-pix2pix).
    # Generator          = 'Resnet'
    # What a SkipResnet hands on: Deep, Shallow, both (Encoder), Input, these three (All), Color; or such as 'Deep, Color'.
    # Skips              = 'All'
    # Halvings of a Unet; as many as ImageSize allows if not given.
    # Downsamplings      = 8
    # Residual blocks of each generator: 9 for 256 pixels, 6 for 128 and below.
    # ResidualBlocks     = 9
    # Width of the first convolution of generators and discriminators.
    # Filters            = 64
    # Resize (nearest ×2, then convolution) or Transpose (transposed convolution).
    # Upsampling         = 'Resize'
    # Activation of the generators: ReLU or LeakyReLU.
    # Activation         = 'ReLU'
    # Slope of LeakyReLU below zero.
    # NegativeSlope      = 0.2
    # Patch94 or Patch70: the receptive field of the patch discriminator.
    # Discriminator      = 'Patch94'
    # What the inner blocks of a discriminator normalise by: Instance or None. With WassersteinGp None, unless given.
    # DiscriminatorNormalization = 'Instance'
    # Spectral norm of the discriminators' convolutions, beside their other normalisation.
    # SpectralNorm       = $false
    # Let the discriminators compare each picture with the three before, reals and fakes apart (batch head, UVCGAN2).
    # BatchHead          = $false
    # Folder with generatorAB.pt and generatorBA.pt, as a run has them, whose weights the generators begin with.
    # InitialWeights     = ''
    # Model file that generator AB begins with, instead of InitialWeights/generatorAB.pt.
    # InitialWeightsAB   = ''
    # Model file that generator BA begins with, instead of InitialWeights/generatorBA.pt.
    # InitialWeightsBA   = ''

    # --- Objective ---
    # The adversarial loss. LeastSquares, Vanilla (cross-entropy), Hinge or WassersteinGp (WGAN-GP).
    # AdversarialLoss    = 'LeastSquares'
    # Weight of the adversarial loss. With WassersteinGp what balances it with the cycle loss, unless given.
    # LambdaAdversarial  = 1
    # Weight of the cycle-consistency loss.
    # LambdaCycle        = 10
    # Full, or Weak (SPatchGAN): A to B and back alone, the way back on small pictures; only generator AB is of use then.
    # Cycle              = 'Full'
    # How many times smaller the pictures of a Weak cycle's way back are; 8 if not given.
    # CycleReduction     = 8
    # Weight of the identity loss; 0 leaves it out.
    # LambdaIdentity     = 5
    # Epochs with the identity loss, from the first; all if not given. Later steps take 4 generator passes, not 6.
    # IdentityEpochs     = 20
    # Earlier fakes kept for each discriminator; 0 shows it the newest only. With WassersteinGp 0, unless given.
    # PoolSize           = 50
    # Weight of the gradient penalty. Only WassersteinGp has it.
    # GradientPenalty    = 10
    # Critic updates, each on a fresh batch, for one of the generators. Only WassersteinGp has it.
    # CriticSteps        = 5
    # Weight of the zero-centred gradient penalty of the discriminators; 0 leaves it out.
    # ZeroGradientPenalty = 0
    # The zero-centred penalty is taken every so many steps, so many times as strong.
    # ZeroGradientPenaltyInterval = 1
    # Change colour, place and a part of all that the discriminators see, at random (DiffAugment); an experiment.
    # DiffAugment        = $false
    # Show the discriminator edge-smoothed images of domain B as fakes (CartoonGAN).
    # EdgeSmoothing      = $false

    # --- Schedule ---
    # Passes over the larger domain.
    # Epochs             = 20
    # How the learning rates go: Linear, constant up to DecayEpoch and then to zero, or Constant.
    # Schedule           = 'Linear'
    # Epoch after which a Linear schedule falls to zero; half of Epochs if not given.
    # DecayEpoch         = 10
    # Images of each domain a step; of each rank, where several train.
    # BatchSize          = 1
    # Adam's learning rate before the decay. With WassersteinGp 0.0001, unless given.
    # LearningRate       = 0.0002
    # Learning rate of the generators, instead of LearningRate.
    # LearningRateGenerator = 0.0002
    # Learning rate of the discriminators, instead of LearningRate.
    # LearningRateDiscriminator = 0.0002
    # Adam's decay of the first moment. With WassersteinGp 0, unless given.
    # Beta1              = 0.5
    # Adam's decay of the second moment. With WassersteinGp 0.9, unless given.
    # Beta2              = 0.999
    # Take running averages of the generators' weights for samples and results (EMA); giving AverageDecay does so too.
    # AverageGenerators  = $false
    # Share of the averages that stays at an update; of the run's length if not given.
    # AverageDecay       = 0.999
    # At a loss that is NaN or infinite: Stop the run, or Skip the step.
    # OnNonFinite        = 'Stop'

    # --- Output ---
    # Steps between two loss records.
    # LogInterval        = 10
    # Steps between two sample sheets; 0 makes none.
    # SampleInterval     = 100
    # Epochs between two checkpoints; the last epoch always has one.
    # CheckpointInterval = 5
    # Minutes after which there is a checkpoint within an epoch too; 0 makes none.
    # CheckpointMinutes  = 30
    # Newest checkpoints that are kept, beside the untrained networks of epoch-0000.
    # KeepCheckpoints    = 5
    # Epochs between two evaluations of the translated test photos; 0 makes none.
    # EvaluateInterval   = 0
    # What evaluations go by: Swd, Kid or Fid (which need Inception weights), or PairedError (where testB has the truths).
    # EvaluateWith       = 'Swd'
    # Inception weights for Kid and Fid, instead of the installed ones.
    # EvaluateWeights    = ''
    # Keep the checkpoint and the generators of the best evaluation beside the last.
    # KeepBest           = $false
    # End the run after so many evaluations without gain; 0 trains all epochs.
    # StopAfter          = 0
    # Write losses, learning rate, scores and samples for TensorBoard, into the run's folder tensorboard.
    # TensorBoard        = $false

    # --- Machine ---
    # Auto, Cpu or Cuda.
    # Device             = 'Auto'
    # Number format of the generators' convolutions: Float32, BFloat16, or Auto, which measures once.
    # Precision          = 'Float32'
    # Threads that compute on a processor; all cores if not given. Fewer leave room for other programs.
    # Threads            = 0
    # Threads that read and augment images; at most the cores of the machine are used.
    # Workers            = 8
    # Seed of all randomness; drawn and recorded if not given.
    # Seed               = 0
}
