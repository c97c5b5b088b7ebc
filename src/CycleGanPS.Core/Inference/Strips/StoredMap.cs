using static TorchSharp.torch;

namespace CycleGanPS.Core.Inference.Strips;

/// <summary>A feature map that is in memory as a whole, 1×C×H×W.</summary>
internal sealed class StoredMap(Tensor tensor) : FeatureMap((int)tensor.shape[1], (int)tensor.shape[2], (int)tensor.shape[3]), IDisposable
{
    /// <summary>Room for a map of the given shape, not filled, that outlives the current dispose scope.</summary>
    public static StoredMap Allocate(int channels, int height, int width, Device device) =>
        new(empty([1, channels, height, width], ScalarType.Float32, device).DetachFromDisposeScope());

    public override Tensor Rows(int from, int to) => tensor.narrow(2, from, to - from);

    public void Write(int from, Tensor rows) => tensor.narrow(2, from, rows.shape[2]).copy_(rows);

    public void Dispose() => tensor.Dispose();
}
