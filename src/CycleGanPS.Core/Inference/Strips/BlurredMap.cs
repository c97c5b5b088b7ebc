using CycleGanPS.Core.Networks;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Inference.Strips;

/// <summary>What <see cref="ColorBlur"/> makes of a map that has its margin already.</summary>
internal sealed class BlurredMap(FeatureMap padded)
    : FeatureMap(padded.Channels, padded.Height - (2 * ColorBlur.Reach), padded.Width - (2 * ColorBlur.Reach))
{
    public override Tensor Rows(int from, int to) => ColorBlur.Mean(padded.Rows(from, to + (2 * ColorBlur.Reach)));
}
