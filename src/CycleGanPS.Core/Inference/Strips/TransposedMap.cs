using TorchSharp.Modules;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Inference.Strips;

/// <summary>
/// A transposed convolution of stride 2 and padding 1 to twice the size of its source: 3×3 with output padding 1, or 4×4 without.
/// </summary>
internal sealed class TransposedMap(FeatureMap source, ConvTranspose2d layer)
    : FeatureMap((int)layer.weight.shape[1], 2 * source.Height, 2 * source.Width)
{
    public override Tensor Rows(int from, int to)
    {
        // Row y gets its part from the rows i with y = 2i − 1 + k, k = 0 … kernel − 1.
        var kernel = (int)layer.weight.shape[2];
        var (first, end) = (Math.Max(0, from + 3 - kernel) / 2, Math.Min((to / 2) + 1, source.Height));
        var rows = nn.functional.conv_transpose2d(
            source.Rows(first, end), layer.weight, layer.bias, strides: [2, 2], padding: [0, 1], output_padding: [0, layer.output_padding[^1]]);
        // With 3×3, the output padding at the lower end is a row that the last row of the source does not reach by itself.
        return rows.narrow(2, from - (2 * first) + 1, to - from);
    }
}
