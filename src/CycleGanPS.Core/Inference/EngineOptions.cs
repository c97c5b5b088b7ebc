using CycleGanPS.Core.Models;
using CycleGanPS.Core.Options;

namespace CycleGanPS.Core.Inference;

/// <summary>What runs a network, and for a model of unknown origin how pictures go into it.</summary>
internal sealed record EngineOptions
{
    public InferenceEngine Engine { get; init; } = InferenceEngine.Auto;

    public DeviceKind Device { get; init; } = DeviceKind.Auto;

    /// <summary>The number format of the convolutions, with libtorch.</summary>
    public Precision Precision { get; init; } = Precision.Float32;

    /// <summary>Bytes that the network may take up for its work; half of what is free if not given.</summary>
    public long? MaxMemory { get; init; }

    /// <summary>What a PyTorch or safetensors file leaves open.</summary>
    public GeneratorChoice Choice { get; init; } = new();

    public TensorLayout Layout { get; init; } = TensorLayout.Auto;

    public ValueRange ValueRange { get; init; } = ValueRange.Auto;

    public ChannelOrder ChannelOrder { get; init; } = ChannelOrder.Auto;
}
