using System.Globalization;
using System.Runtime.InteropServices;
using CycleGanPS.Core.Networks;
using Google.Protobuf;
using Onnx;
using TorchSharp.Modules;
using static CycleGanPS.Core.Models.Onnx.OnnxParts;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Models.Onnx;

/// <summary>
/// Builds the ONNX graph of a network from its modules, each one after the other: every layer takes the value that the
/// layer before it gave. Weights keep their names of the state dict.
/// </summary>
internal sealed class OnnxGraphBuilder
{
    private readonly GraphProto _graph;
    private readonly bool _halfPrecision;
    private readonly Dictionary<string, string> _constants = [];
    private string _current;
    private long _channels;

    public OnnxGraphBuilder(string name, string input, long channels, bool halfPrecision)
    {
        (_current, _channels, _halfPrecision) = (input, channels, halfPrecision);
        _graph = new GraphProto { Name = name };
        _graph.Input.Add(Picture(input, channels));
    }

    /// <summary>Closes the graph; the last value is its output, of the input's size.</summary>
    public GraphProto Finish(string output)
    {
        _graph.Node[^1].Output[0] = output;
        _graph.Output.Add(Picture(output, _channels));
        return _graph;
    }

    /// <summary>Adds the layers of a generator, and joins what its skip connections hand on.</summary>
    public void AddGenerator(GeneratorNetwork generator)
    {
        var values = new List<(string Name, long Channels)> { (_current, _channels) };
        for (var position = 0; position < generator.NamedLayers.Count; position++)
        {
            var (name, layer) = generator.NamedLayers[position];
            SkipConnection[] arriving = [.. generator.Skips.Where(skip => skip.To == position)];
            if (arriving.Length > 0)
            {
                Join(name, [.. arriving.Select(skip => HandOn(skip, name, values[skip.From])), (_current, _channels)]);
            }

            Add(name, layer);
            values.Add((_current, _channels));
        }
    }

    private (string Name, long Channels) HandOn(SkipConnection skip, string name, (string Name, long Channels) value)
    {
        var before = (_current, _channels);
        (_current, _channels) = value;
        foreach (var layer in skip.Through)
        {
            Add($"{name}/skip", layer);
        }

        var handedOn = (_current, _channels);
        (_current, _channels) = before;
        return handedOn;
    }

    private void Join(string name, IReadOnlyList<(string Name, long Channels)> parts)
    {
        Append(name, "Concat", [.. parts.Select(part => part.Name)], Number("axis", 1));
        _channels = parts.Sum(part => part.Channels);
    }

    private void AddChildren(string name, nn.Module sequence)
    {
        foreach (var (child, layer) in sequence.named_children())
        {
            Add($"{name}.{child}", layer);
        }
    }

    private void Add(string name, nn.Module layer)
    {
        switch (layer)
        {
            case ResidualBlock block:
                var skipped = _current;
                foreach (var (inner, sequence) in block.named_children())
                {
                    AddChildren($"{name}.{inner}", sequence);
                }

                Append(name, "Add", [skipped, _current]);
                break;
            case ReflectionPad2d pad:
                var (left, right, top, bottom) = pad.padding is [var side]
                    ? (side, side, side, side)
                    : (pad.padding[0], pad.padding[1], pad.padding[2], pad.padding[3]);
                Append(name, "Pad", [_current, Integers([0, 0, top, left, 0, 0, bottom, right])], Text("mode", "reflect"));
                break;
            case ColorBlur:
                const int reach = ColorBlur.Reach;
                Append($"{name}/Margin", "Pad", [_current, Integers([0, 0, reach, reach, 0, 0, reach, reach])], Text("mode", "reflect"));
                Append(name, "AveragePool", [_current], Numbers("kernel_shape", [ColorBlur.Side, ColorBlur.Side]), Numbers("strides", [1, 1]));
                break;
            case Conv2d convolution:
                AddConvolution(name, "Conv", convolution);
                break;
            case ConvTranspose2d convolution:
                AddConvolution(name, "ConvTranspose", convolution, Numbers("output_padding", Pair(convolution.output_padding)));
                break;
            case GroupNorm { affine: false } norm when norm.num_groups == _channels:
                Append(
                    name,
                    "InstanceNormalization",
                    [_current, Repeated(1, _channels), Repeated(0, _channels)],
                    Real("epsilon", norm.eps));
                break;
            case BatchNorm2d { affine: true, track_running_stats: true } norm:
                Append(
                    name,
                    "BatchNormalization",
                    [
                        _current,
                        Weight($"{name}.weight", norm.weight!),
                        Weight($"{name}.bias", norm.bias!),
                        Weight($"{name}.running_mean", norm.running_mean!),
                        Weight($"{name}.running_var", norm.running_var!),
                    ],
                    Real("epsilon", norm.eps));
                break;
            case ReLU:
                Append(name, "Relu", [_current]);
                break;
            case LeakyActivation leaky:
                Append(name, "LeakyRelu", [_current], Real("alpha", leaky.NegativeSlope));
                break;
            case Upsample { mode: UpsampleMode.Nearest } upsample:
                // The index rule of PyTorch's nearest: the target's index divided by the factor, rounded down.
                Append(
                    name,
                    "Resize",
                    [_current, "", Reals([1, 1, (float)upsample.scale_factor[0], (float)upsample.scale_factor[^1]])],
                    Text("mode", "nearest"),
                    Text("coordinate_transformation_mode", "asymmetric"),
                    Text("nearest_mode", "floor"));
                break;
            case Tanh:
                Append(name, "Tanh", [_current]);
                break;
            case Dropout or Dropout2d or TorchSharp.Modules.Identity:
                // Nothing at inference.
                break;
            default:
                throw new CycleGanException(
                    FaultKind.InvalidArgument, $"The layer {name} ({layer.GetName()}) has no counterpart in an ONNX model.", name);
        }
    }

    private void AddConvolution(string name, string operation, Convolution convolution, params AttributeProto[] more)
    {
        var around = Pair(convolution.padding!);
        List<string> inputs = [_current, Weight($"{name}.weight", convolution.weight)];
        if (convolution.bias is { } bias)
        {
            inputs.Add(Weight($"{name}.bias", bias));
        }

        Append(
            name,
            operation,
            inputs,
            [
                Numbers("kernel_shape", convolution.weight.shape[2..]),
                Numbers("strides", Pair(convolution.stride)),
                Numbers("pads", [around[0], around[1], around[0], around[1]]),
                Numbers("dilations", Pair(convolution.dilation)),
                Number("group", convolution.groups),
                .. more,
            ]);
        _channels = convolution.out_channels;
    }

    private void Append(string name, string operation, IReadOnlyList<string> inputs, params AttributeProto[] attributes)
    {
        _current = $"{name}/{operation}";
        var node = new NodeProto { Name = _current, OpType = operation };
        node.Input.Add(inputs);
        node.Output.Add(_current);
        node.Attribute.Add(attributes);
        _graph.Node.Add(node);
    }

    // Half-precision weights are widened where they are used, which a runtime does once, when it loads the model.
    private string Weight(string name, Tensor value)
    {
        var stored = _halfPrecision ? $"{name}.half" : name;
        var values = value.detach().to(_halfPrecision ? ScalarType.Float16 : ScalarType.Float32).cpu().contiguous();
        AddInitializer(
            stored,
            _halfPrecision ? TensorProto.Types.DataType.Float16 : TensorProto.Types.DataType.Float,
            value.shape,
            values.bytes.ToArray());
        if (_halfPrecision)
        {
            _graph.Node.Add(new NodeProto
            {
                Name = $"{name}/Cast",
                OpType = "Cast",
                Input = { stored },
                Output = { name },
                Attribute = { Number("to", (long)TensorProto.Types.DataType.Float) },
            });
        }

        return name;
    }

    private string Integers(long[] values) =>
        Constant($"integers[{string.Join(',', values)}]", TensorProto.Types.DataType.Int64, values);

    private string Reals(float[] values) =>
        Constant(string.Create(CultureInfo.InvariantCulture, $"reals[{string.Join(',', values)}]"), TensorProto.Types.DataType.Float, values);

    private string Repeated(float value, long count) =>
        Constant(
            string.Create(CultureInfo.InvariantCulture, $"{value}x{count}"), TensorProto.Types.DataType.Float, Enumerable.Repeat(value, (int)count).ToArray());

    private string Constant<T>(string name, TensorProto.Types.DataType type, T[] values)
        where T : unmanaged
    {
        if (_constants.TryAdd(name, name))
        {
            AddInitializer(name, type, [values.Length], MemoryMarshal.AsBytes(values.AsSpan()).ToArray());
        }

        return name;
    }

    private void AddInitializer(string name, TensorProto.Types.DataType type, long[] shape, byte[] bytes) =>
        _graph.Initializer.Add(Initializer(name, type, shape, bytes));
}
