using CycleGanPS.Core.Models;

namespace CycleGanPS.Core.Metrics;

/// <summary>The numbers of a weights file under torchvision's names, checked and folded as layers ask for them.</summary>
internal sealed class InceptionWeights(IReadOnlyDictionary<string, StoredNumbers> numbers, string path)
{
    private const double NormalizationEpsilon = 1e-3;

    /// <summary>
    /// A convolution whose batch normalisation is folded into its weights, w·γ/√(σ² + ε) and β − μ·γ/√(σ² + ε).
    /// </summary>
    /// <param name="name">The layer.</param>
    /// <param name="shape">The shape of its weights: channels given, channels taken, height and width.</param>
    /// <exception cref="CycleGanException"><see cref="FaultKind.WeightsRejected"/>: a key is missing or has another shape.</exception>
    public (float[] Weight, float[] Bias) Folded(string name, params long[] shape)
    {
        var output = shape[0];
        var weight = Read($"{name}.conv.weight", shape);
        var (mean, variance) = (Read($"{name}.bn.running_mean", output), Read($"{name}.bn.running_var", output));
        var (gamma, beta) = (Read($"{name}.bn.weight", output), Read($"{name}.bn.bias", output));
        var (folded, bias) = (new float[weight.Length], new float[output]);
        for (var channel = 0; channel < bias.Length; channel++)
        {
            var scale = gamma[channel] / Math.Sqrt(variance[channel] + NormalizationEpsilon);
            bias[channel] = (float)(beta[channel] - (mean[channel] * scale));
            var size = weight.Length / bias.Length;
            for (var index = channel * size; index < (channel + 1) * size; index++)
            {
                folded[index] = (float)(weight[index] * scale);
            }
        }

        return (folded, bias);
    }

    private float[] Read(string key, params long[] shape)
    {
        if (!numbers.TryGetValue(key, out var read))
        {
            throw Rejected($"it has no '{key}'");
        }

        return read.Shape.SequenceEqual(shape)
            ? read.ToArray()
            : throw Rejected($"its '{key}' is {string.Join('×', read.Shape)}, where {string.Join('×', shape)} is needed");
    }

    private CycleGanException Rejected(string what) => new(
        FaultKind.WeightsRejected, $"The weights in '{path}' are not those of the Inception-v3 that FID is measured with: {what}.", path);
}
