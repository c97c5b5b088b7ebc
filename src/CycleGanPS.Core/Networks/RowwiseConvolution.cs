using TorchSharp;
using TorchSharp.Modules;
using static CycleGanPS.Core.Machine.Scalars;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace CycleGanPS.Core.Networks;

/// <summary>
/// A convolution with a large kernel and few outputs, which would leave a processor's vectors nearly empty, as one with a kernel of one
/// row and an output for each row of the large one; those are then shifted and summed. The same products in another order.
/// </summary>
internal static class RowwiseConvolution
{
    private const int MostOutputs = 8;
    private const int SmallestKernel = 5;

    // Below that little is gained, and the last digit stays that of a plain convolution.
    private const long FewestPixels = 96 * 96;

    /// <summary>Whether a layer can be done so: a convolution of stride 1 and without padding.</summary>
    public static bool Matches(Module<Tensor, Tensor> layer) =>
        layer is Conv2d { stride: null or [1, ..], padding: null or [0, ..] } convolution
        && convolution.weight.shape is [<= MostOutputs, _, >= SmallestKernel, _];

    /// <summary>Whether that is faster: on a processor, for maps that are not small.</summary>
    public static bool IsFaster(Tensor input) => input.device_type == DeviceType.CPU && input.shape[2] * input.shape[3] >= FewestPixels;

    /// <summary>The convolution of N×C×H×W.</summary>
    public static Tensor Call(Tensor input, Conv2d convolution)
    {
        using var scope = NewDisposeScope();
        var weight = convolution.weight;
        var (outputs, channels, kernelRows) = (weight.shape[0], weight.shape[1], weight.shape[2]);
        var rows = functional.conv2d(input, weight.permute(0, 2, 1, 3).reshape(outputs * kernelRows, channels, 1, weight.shape[3]));
        var parts = rows.view(rows.shape[0], outputs, kernelRows, rows.shape[2], rows.shape[3]);
        var height = input.shape[2] - kernelRows + 1;
        Tensor Shifted(long row) => parts.select(2, row).narrow(2, row, height);
        var sum = convolution.bias is { } bias ? Shifted(0).add(bias.view(1, -1, 1, 1), alpha: Held(1)) : Shifted(0).clone();
        for (var row = 1; row < kernelRows; row++)
        {
            sum = sum.add_(Shifted(row), alpha: Held(1));
        }

        return sum.MoveToOuterDisposeScope();
    }
}
