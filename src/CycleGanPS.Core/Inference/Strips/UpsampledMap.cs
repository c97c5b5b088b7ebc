using static TorchSharp.torch;

namespace CycleGanPS.Core.Inference.Strips;

/// <summary>Every value four times: nearest neighbour at twice the size.</summary>
internal sealed class UpsampledMap(FeatureMap source) : FeatureMap(source.Channels, 2 * source.Height, 2 * source.Width)
{
    public override Tensor Rows(int from, int to)
    {
        var (first, end) = (from / 2, (to + 1) / 2);
        var rows = nn.functional.interpolate(source.Rows(first, end), scale_factor: [2, 2], mode: InterpolationMode.Nearest);
        return rows.narrow(2, from - (2 * first), to - from);
    }
}
