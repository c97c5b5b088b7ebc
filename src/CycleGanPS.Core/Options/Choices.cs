namespace CycleGanPS.Core.Options;

/// <summary>How the generator doubles the resolution: nearest ×2 and a convolution, or a transposed convolution.</summary>
public enum Upsampling
{
    Resize,
    Transpose,
}

/// <summary>The generator's activation after every normalised convolution; the output is always tanh.</summary>
public enum Activation
{
    ReLU,
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
    Patch94,
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
    LeastSquares,
    Vanilla,
    Hinge,
    WassersteinGp,
}

/// <summary>What to do about a step whose losses are not finite.</summary>
public enum NonFiniteAction
{
    /// <summary>End the run, with the last good checkpoint.</summary>
    Stop,

    /// <summary>Leave out the updates that are not finite, and go on.</summary>
    Skip,
}

/// <summary>Where the networks run. Auto takes CUDA where there is one.</summary>
public enum DeviceKind
{
    Auto,
    Cpu,
    Cuda,
}

/// <summary>The number format of the generators' convolutions. Auto measures which is faster.</summary>
public enum Precision
{
    Float32,
    BFloat16,
    Auto,
}
