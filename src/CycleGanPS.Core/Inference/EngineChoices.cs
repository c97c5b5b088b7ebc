namespace CycleGanPS.Core.Inference;

/// <summary>What runs a network. Auto: ONNX Runtime for an .onnx file, libtorch for all others.</summary>
public enum InferenceEngine
{
    Auto,
    Torch,
    OnnxRuntime,
}

/// <summary>The order of a model's dimensions: batch, channels, height, width, or with the channels last. Auto: found by their sizes.</summary>
public enum TensorLayout
{
    Auto,
    Nchw,
    Nhwc,
}

/// <summary>
/// What black and white are to a model: −1 and 1, 0 and 1, or 0 and 255. Auto: as the model says, else SignedUnit, or Byte where it takes
/// bytes.
/// </summary>
public enum ValueRange
{
    Auto,
    SignedUnit,
    Unit,
    Byte,
}

/// <summary>The order of a model's colour channels. Auto: as the model says, else Rgb.</summary>
public enum ChannelOrder
{
    Auto,
    Rgb,
    Bgr,
}
