using CycleGanPS.Core.Networks.Convolutions;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Inference.Strips;

/// <summary>A convolution of another map: square kernel, zeros around the map.</summary>
internal sealed class ConvolvedMap(FeatureMap source, Conv2d layer, int kernel, int stride, int padding, bool reduced)
    : FeatureMap(
        (int)layer.weight.shape[0],
        ((source.Height + (2 * padding) - kernel) / stride) + 1,
        ((source.Width + (2 * padding) - kernel) / stride) + 1)
{
    public override Tensor Rows(int from, int to)
    {
        var (first, end) = ((from * stride) - padding, ((to - 1) * stride) - padding + kernel);
        var (top, bottom) = (Math.Max(0, -first), Math.Max(0, end - source.Height));
        var rows = source.Rows(first + top, end - bottom);
        if (padding > 0)
        {
            rows = nn.functional.pad(rows, [padding, padding, top, bottom]);
        }

        return FastConvolution.OfPadded(rows, layer, reduced);
    }
}
