namespace CycleGanPS.Core.Inference;

/// <summary>What runs a network. Auto: ONNX Runtime for an .onnx file, libtorch for all others.</summary>
public enum InferenceEngine
{
    /// <summary>ONNX Runtime for an .onnx file, libtorch for all others.</summary>
    Auto,

    /// <summary>libtorch, on the CPU or on CUDA.</summary>
    Torch,

    /// <summary>ONNX Runtime, on the CPU.</summary>
    OnnxRuntime,
}

/// <summary>The order of a model's dimensions: batch, channels, height, width, or with the channels last. Auto: found by their sizes.</summary>
public enum TensorLayout
{
    /// <summary>Found by the sizes of the dimensions.</summary>
    Auto,

    /// <summary>Batch, channels, height, width.</summary>
    Nchw,

    /// <summary>Batch, height, width, channels.</summary>
    Nhwc,
}

/// <summary>
/// What black and white are to a model: −1 and 1, 0 and 1, or 0 and 255. Auto: as the model says, else SignedUnit, or Byte where it takes
/// bytes.
/// </summary>
public enum ValueRange
{
    /// <summary>As the model says, else SignedUnit, or Byte where it takes bytes.</summary>
    Auto,

    /// <summary>−1 to 1.</summary>
    SignedUnit,

    /// <summary>0 to 1.</summary>
    Unit,

    /// <summary>0 to 255.</summary>
    Byte,
}

/// <summary>The order of a model's colour channels. Auto: as the model says, else Rgb.</summary>
public enum ChannelOrder
{
    /// <summary>As the model says, else Rgb.</summary>
    Auto,

    /// <summary>Red, green, blue.</summary>
    Rgb,

    /// <summary>Blue, green, red, as OpenCV reads pictures.</summary>
    Bgr,
}
