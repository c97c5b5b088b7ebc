namespace CycleGanPS.Core.Options;

/// <summary>What kind of network the generators are.</summary>
public enum GeneratorKind
{
    /// <summary>The residual generator of CycleGAN.</summary>
    Resnet,

    /// <summary>The same with skip connections past its residual blocks.</summary>
    SkipResnet,

    /// <summary>The U-Net of pytorch-CycleGAN-and-pix2pix: skip connections at every level.</summary>
    Unet,
}

/// <summary>What the skip connections of a <see cref="GeneratorKind.SkipResnet"/> hand on, of which it may have several.</summary>
[Flags]
public enum SkipConnections
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The encoder's features at half the resolution, to the convolution after the first doubling.</summary>
    Deep = 1,

    /// <summary>The encoder's features at full resolution, to the convolution after the second doubling.</summary>
    Shallow = 2,

    /// <summary>Both levels of the encoder.</summary>
    Encoder = Deep | Shallow,

    /// <summary>The picture itself, to the last convolution.</summary>
    Input = 4,

    /// <summary>Both levels of the encoder, and the picture itself.</summary>
    All = Encoder | Input,

    /// <summary>The picture blurred, to the last convolution: its colours without its lines.</summary>
    Color = 8,
}

/// <summary>How the generator doubles the resolution: nearest ×2 and a convolution, or a transposed convolution.</summary>
public enum Upsampling
{
    /// <summary>Nearest neighbour to twice the size, then a convolution.</summary>
    Resize,

    /// <summary>A transposed convolution of stride 2.</summary>
    Transpose,
}

/// <summary>The generator's activation after every normalised convolution; the output is always tanh.</summary>
public enum Activation
{
    /// <summary>Nothing below zero, as the public code bases have it.</summary>
    ReLU,

    /// <summary>A slope below zero, which the options name.</summary>
    LeakyReLU,
}

/// <summary>What the generator normalises its feature maps by.</summary>
public enum Normalization
{
    /// <summary>Each channel of each image by its own mean and variance.</summary>
    Instance,

    /// <summary>Each channel by the mean and variance that were gathered in training; of models from elsewhere.</summary>
    Batch,
}

/// <summary>The patch discriminator, named for the side of its receptive field in pixels.</summary>
public enum DiscriminatorKind
{
    /// <summary>Four halvings, as in PyTorch-GAN.</summary>
    Patch94,

    /// <summary>Three halvings, as in the CycleGAN paper and its reference code.</summary>
    Patch70,
}

/// <summary>What the inner blocks of a discriminator normalise by.</summary>
public enum DiscriminatorNormalization
{
    /// <summary>Each channel of each image by its own mean and variance.</summary>
    Instance,

    /// <summary>Nothing, as a Wasserstein critic wants it.</summary>
    None,
}

/// <summary>The adversarial objective.</summary>
public enum AdversarialLossKind
{
    /// <summary>Squared distance to the labels 0 and 1 (LSGAN), as the CycleGAN paper takes it.</summary>
    LeastSquares,

    /// <summary>Cross-entropy of the logits, as the first GAN took it.</summary>
    Vanilla,

    /// <summary>Hinge loss at −1 and 1.</summary>
    Hinge,

    /// <summary>A Wasserstein critic with a gradient penalty.</summary>
    WassersteinGp,
}

/// <summary>What of the cycle A → B → A and B → A → B a step takes.</summary>
public enum CycleKind
{
    /// <summary>Both ways, at full resolution, as the CycleGAN paper has it.</summary>
    Full,

    /// <summary>A → B → A alone, the way back at a lower resolution, as SPatchGAN has it.</summary>
    Weak,
}

/// <summary>How the learning rate goes over the run.</summary>
public enum LearningRateSchedule
{
    /// <summary>Constant at first, then linearly towards zero, as the CycleGAN paper has it.</summary>
    Linear,

    /// <summary>The same from the first step to the last.</summary>
    Constant,
}

/// <summary>What to do about a step whose losses are not finite.</summary>
public enum NonFiniteAction
{
    /// <summary>End the run, with the last good checkpoint.</summary>
    Stop,

    /// <summary>Leave out the updates that are not finite, and go on.</summary>
    Skip,
}

/// <summary>The measure by which one evaluation of a run is better than another. Of all of them less is better.</summary>
public enum EvaluationMeasure
{
    /// <summary>Sliced Wasserstein distance, which needs no weights and is measured in any case.</summary>
    Swd,

    /// <summary>Kernel Inception distance; FID is measured with it.</summary>
    Kid,

    /// <summary>Fréchet Inception distance; KID is measured with it.</summary>
    Fid,

    /// <summary>Mean absolute error against the drawings of the same names.</summary>
    PairedError,
}

/// <summary>Where the networks run. Auto takes CUDA where there is one.</summary>
public enum DeviceKind
{
    /// <summary>CUDA where there is one, else the CPU.</summary>
    Auto,

    /// <summary>The CPU, on all its cores.</summary>
    Cpu,

    /// <summary>The first CUDA device.</summary>
    Cuda,
}

/// <summary>The number format of the generators' convolutions. Auto measures which is faster.</summary>
public enum Precision
{
    /// <summary>Full precision.</summary>
    Float32,

    /// <summary>Eight bits of mantissa: faster where the hardware has it.</summary>
    BFloat16,

    /// <summary>Whichever a measurement finds faster.</summary>
    Auto,
}
