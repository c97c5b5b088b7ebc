using CycleGanPS.Core.Networks.Convolutions;
using CycleGanPS.Core.Options;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace CycleGanPS.Core.Networks;

/// <summary>The layers that all our networks are made of.</summary>
internal static class Layers
{
    /// <summary>Added to the variance by a normalisation.</summary>
    public const double InstanceNormEpsilon = 1e-5;

    /// <summary>
    /// Instance normalisation without affine parameters or running statistics, eps 1e-5, biased variance.
    /// As a group norm with one channel a group it is the same function and a tenth faster on a CPU.
    /// </summary>
    public static Module<Tensor, Tensor> InstanceNorm(int channels) => GroupNorm(channels, channels, eps: InstanceNormEpsilon, affine: false);

    /// <summary>The normalisation that a generator has.</summary>
    public static Module<Tensor, Tensor> Norm(int channels, Normalization kind) =>
        kind == Normalization.Batch ? BatchNorm2d(channels, eps: InstanceNormEpsilon) : InstanceNorm(channels);

    public static Conv2d Conv(int channelsIn, int channelsOut, int kernel, int stride = 1, int padding = 0, bool bias = true) =>
        Conv2d(channelsIn, channelsOut, kernel, stride, padding, bias: bias);

    /// <summary>Registers the layers as "0", "1", … so that parameters have the index names of the public code bases.</summary>
    public static Sequential Numbered(IEnumerable<Module<Tensor, Tensor>> layers) =>
        Sequential([.. layers.Select((layer, index) => (index.ToString(System.Globalization.CultureInfo.InvariantCulture), layer))]);

    /// <summary>
    /// Runs layers one after another and lets go of each intermediate result at once: without autograd this
    /// halves the memory of a large image, and with it autograd keeps what it needs by itself. On a processor,
    /// convolutions go by way of <see cref="ConvolutionFunction"/> where that is faster, which takes along a padding or doubling before them,
    /// normalisation and activation behind them, and whole residual blocks.
    /// </summary>
    /// <param name="layers">The layers.</param>
    /// <param name="input">N×C×H×W.</param>
    /// <param name="reduced">Whether convolutions are in bfloat16.</param>
    /// <param name="cancellation">Ends the work between two layers.</param>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public static Tensor Chain(
        IReadOnlyList<Module<Tensor, Tensor>> layers, Tensor input, bool reduced = false, CancellationToken cancellation = default)
    {
        var current = input;
        for (var index = 0; index < layers.Count;)
        {
            cancellation.ThrowIfCancellationRequested();
            var units = UnitSearch.Find(layers, index, current, reduced, out var behind);
            var next = units.Count > 0 ? ConvolutionFunction.Call(current, units, cancellation)
                : layers[index] is ResidualBlock block ? block.Run(current, cancellation)
                : CallOne(layers[index], current, reduced);
            index = Math.Max(behind, index + 1);

            if (!ReferenceEquals(current, input) && !ReferenceEquals(current, next))
            {
                current.Dispose();
            }

            current = next;
        }

        return current;
    }

    private static Tensor CallOne(Module<Tensor, Tensor> layer, Tensor input, bool reduced) =>
        reduced && ReducedConvolution.Matches(layer) ? ReducedConvolution.Call(layer, input)
        : DoublingFunction.Matches(layer, input) ? DoublingFunction.Call(input)
        : layer.call(input);
}
