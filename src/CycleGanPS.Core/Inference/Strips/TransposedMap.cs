using TorchSharp.Modules;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Inference.Strips;

/// <summary>A transposed convolution 3×3 of stride 2, padding 1 and output padding 1: twice the size of its source.</summary>
internal sealed class TransposedMap(FeatureMap source, ConvTranspose2d layer)
    : FeatureMap((int)layer.weight.shape[1], 2 * source.Height, 2 * source.Width)
{
    public override Tensor Rows(int from, int to)
    {
        // Row y gets its part from the rows i with y = 2i − 1 + k, k = 0 … 2.
        var (first, end) = (from / 2, Math.Min((to / 2) + 1, source.Height));
        var rows = nn.functional.conv_transpose2d(
            source.Rows(first, end), layer.weight, layer.bias, strides: [2, 2], padding: [0, 1], output_padding: [0, 1]);
        // At the lower end the output padding is a row that the last row of the source does not reach by itself.
        return rows.narrow(2, from - (2 * first) + 1, to - from);
    }
}
