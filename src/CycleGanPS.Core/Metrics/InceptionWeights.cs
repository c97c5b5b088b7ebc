using CycleGanPS.Core.Models;
using static CycleGanPS.Core.Machine.Scalars;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Metrics;

/// <summary>The tensors of a weights file under torchvision's names, checked and folded as layers ask for them.</summary>
internal sealed class InceptionWeights(StateDict tensors, string path)
{
    private const double NormalizationEpsilon = 1e-3;

    /// <summary>One convolution with its normalisation.</summary>
    /// <exception cref="CycleGanException"><see cref="FaultKind.WeightsRejected"/>: a key is missing or has another shape.</exception>
    public InceptionLayer Layer(string name, int input, int output, int kernelHeight, int kernelWidth, int stride = 1, int padHeight = 0, int padWidth = 0)
    {
        var (weight, bias) = Folded(name, input, output, kernelHeight, kernelWidth);
        return new InceptionLayer(weight, bias, stride, padHeight, padWidth);
    }

    /// <summary>Several 1×1 convolutions of one input as one, their outputs in order: fewer and larger products.</summary>
    public InceptionLayer Merged(string block, int input, params (string Name, int Output)[] parts)
    {
        var folded = parts.Select(part => Folded($"{block}.{part.Name}", input, part.Output, 1, 1)).ToArray();
        try
        {
            return new InceptionLayer(
                cat([.. folded.Select(part => part.Weight)], 0).DetachFromDisposeScope(),
                cat([.. folded.Select(part => part.Bias)], 0).DetachFromDisposeScope(),
                1, 0, 0);
        }
        finally
        {
            foreach (var (weight, bias) in folded)
            {
                weight.Dispose();
                bias.Dispose();
            }
        }
    }

    private (Tensor Weight, Tensor Bias) Folded(string name, int input, int output, int kernelHeight, int kernelWidth)
    {
        using var scope = NewDisposeScope();
        var weight = Read($"{name}.conv.weight", output, input, kernelHeight, kernelWidth);
        var mean = Read($"{name}.bn.running_mean", output);
        var variance = Read($"{name}.bn.running_var", output);
        var scale = Read($"{name}.bn.weight", output) / variance.add(Held(NormalizationEpsilon), Held(1)).sqrt();
        var bias = Read($"{name}.bn.bias", output) - mean * scale;
        return (
            InceptionLayer.ChannelsLast((weight * scale.view(-1, 1, 1, 1)).to(ScalarType.Float32)).DetachFromDisposeScope(),
            bias.to(ScalarType.Float32).DetachFromDisposeScope());
    }

    private Tensor Read(string key, params long[] shape)
    {
        if (!tensors.TryGetValue(key, out var tensor))
        {
            throw Rejected($"it has no '{key}'");
        }

        return tensor.shape.SequenceEqual(shape)
            ? tensor.to(ScalarType.Float64)
            : throw Rejected($"its '{key}' is {string.Join('×', tensor.shape)}, where {string.Join('×', shape)} is needed");
    }

    private CycleGanException Rejected(string what) => new(
        FaultKind.WeightsRejected, $"The weights in '{path}' are not those of the Inception-v3 that FID is measured with: {what}.", path);
}
