using static TorchSharp.torch;

namespace CycleGanPS.Core.Metrics;

/// <summary>
/// A convolution whose batch normalisation is folded into its weights, w·γ/√(σ² + ε) and β − μ·γ/√(σ² + ε), and the
/// ReLU behind it.
/// </summary>
/// <remarks>
/// Channels last in memory: every layer of this network is quicker so on a CPU, by an eighth over all.
/// </remarks>
internal sealed class InceptionLayer(Tensor weight, Tensor bias, long stride, long padHeight, long padWidth) : IDisposable
{
    public Tensor Forward(Tensor input) => Linear(input).relu_();

    /// <summary>Without the ReLU, for an average that comes in between.</summary>
    public Tensor Linear(Tensor input) => nn.functional.conv2d(input, weight, bias, [stride, stride], [padHeight, padWidth]);

    /// <summary>The same N×C×H×W values with the channels of a pixel side by side; a new tensor.</summary>
    public static Tensor ChannelsLast(Tensor x)
    {
        using var scope = NewDisposeScope();
        return x.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        weight.Dispose();
        bias.Dispose();
    }
}
