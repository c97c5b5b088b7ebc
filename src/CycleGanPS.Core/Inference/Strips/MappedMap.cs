using static TorchSharp.torch;

namespace CycleGanPS.Core.Inference.Strips;

/// <summary>A function of each value by itself, such as an activation. The function may work in place.</summary>
internal sealed class MappedMap(FeatureMap source, Func<Tensor, Tensor> function) : FeatureMap(source.Channels, source.Height, source.Width)
{
    public override Tensor Rows(int from, int to)
    {
        var rows = source.Rows(from, to);
        return function(source is StoredMap ? rows.clone() : rows);
    }
}
