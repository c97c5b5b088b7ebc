using TorchSharp;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Metrics;

/// <summary>
/// A convolution whose batch normalisation is folded into its weights, w·γ/√(σ² + ε) and β − μ·γ/√(σ² + ε), and the
/// ReLU behind it.
/// </summary>
internal sealed class InceptionLayer(Tensor weight, Tensor bias, long stride, long padHeight, long padWidth) : IDisposable
{
    public Tensor Forward(Tensor input) => Linear(input).relu_();

    /// <summary>Without the ReLU, for an average that comes in between.</summary>
    public Tensor Linear(Tensor input) => nn.functional.conv2d(input, weight, bias, [stride, stride], [padHeight, padWidth]);

    public void Dispose()
    {
        weight.Dispose();
        bias.Dispose();
    }
}
