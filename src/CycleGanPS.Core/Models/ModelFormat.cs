namespace CycleGanPS.Core.Models;

/// <summary>How a model file is written.</summary>
public enum ModelFormat
{
    /// <summary>The zip format of <c>torch.save</c>, from PyTorch 1.6 on.</summary>
    PyTorch,

    /// <summary>The format of <c>torch.save</c> before that.</summary>
    PyTorchLegacy,

    /// <summary>Tensors behind a header of JSON, as the safetensors library writes them.</summary>
    SafeTensors,

    /// <summary>A graph with its weights, which other engines run.</summary>
    Onnx,
}
