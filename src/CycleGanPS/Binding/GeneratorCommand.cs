using System.Management.Automation;
using CycleGanPS.Binding.Completion;
using CycleGanPS.Core.Inference;
using CycleGanPS.Core.Models;
using CycleGanPS.Core.Options;

namespace CycleGanPS.Binding;

/// <summary>A cmdlet that sends pictures through a generator: which one, and what runs it how.</summary>
public abstract class GeneratorCommand : PathCommand
{
    /// <summary>A generator file, an .onnx model that turns pictures into pictures, or a run's folder for its generatorAB.pt.</summary>
    [Parameter(Mandatory = true)]
    [ItemPath]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ModelCompleter))]
    public string Model { get; set; } = null!;

    /// <summary>Where the network runs.</summary>
    [Parameter]
    public DeviceKind Device { get; set; } = DeviceKind.Auto;

    /// <summary>What runs the network.</summary>
    [Parameter]
    public InferenceEngine Engine { get; set; } = InferenceEngine.Auto;

    /// <summary>The number format of the network's convolutions; Auto measures which is faster.</summary>
    [Parameter]
    public Precision Precision { get; set; } = Precision.Float32;

    /// <summary>Bytes that the network may take up; larger pictures go through in strips. Half of what is free by default.</summary>
    [Parameter]
    [ValidateRange(100_000_000, long.MaxValue)]
    public long? MaxMemory { get; set; }

    /// <summary>The order of an .onnx model's dimensions.</summary>
    [Parameter]
    public TensorLayout Layout { get; set; } = TensorLayout.Auto;

    /// <summary>What black and white are to an .onnx model.</summary>
    [Parameter]
    public ValueRange ValueRange { get; set; } = ValueRange.Auto;

    /// <summary>The order of an .onnx model's colours.</summary>
    [Parameter]
    public ChannelOrder ChannelOrder { get; set; } = ChannelOrder.Auto;

    /// <summary>The generator's activation, where its file does not record it; ReLU, as the public code bases have it, if not given.</summary>
    [Parameter]
    public Activation? Activation { get; set; }

    /// <summary>The slope of LeakyReLU below zero, where the file does not record it.</summary>
    [Parameter]
    [ValidateRange(0.0, 1.0)]
    public double? NegativeSlope { get; set; }

    /// <summary>Which generator, where the file holds several.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Part { get; set; }

    private protected EngineOptions ToEngineOptions() => new()
    {
        Engine = Engine, Device = Device, Precision = Precision, MaxMemory = MaxMemory, Layout = Layout,
        Choice = new GeneratorChoice { Activation = Activation, NegativeSlope = NegativeSlope, Part = Part },
        ValueRange = ValueRange, ChannelOrder = ChannelOrder,
    };
}
