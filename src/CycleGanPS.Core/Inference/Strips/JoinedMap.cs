using static TorchSharp.torch;

namespace CycleGanPS.Core.Inference.Strips;

/// <summary>The channels of several maps of one size, one map after the other, as a skip connection joins them.</summary>
internal sealed class JoinedMap(IReadOnlyList<FeatureMap> sources) : FeatureMap(sources.Sum(source => source.Channels), sources[0].Height, sources[0].Width)
{
    public override Tensor Rows(int from, int to) => cat([.. sources.Select(source => source.Rows(from, to))], 1);
}
