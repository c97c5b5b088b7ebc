using CycleGanPS.Core.Metrics;
using static TorchSharp.torch;

namespace CycleGanPS.Bench;

/// <summary>What Measure-Fid does after the features: the Fréchet distance of two sets of them.</summary>
internal sealed class DistanceWorkload(int count) : Workload
{
    private const int Features = 2048;

    private readonly Tensor _first = rand(count, Features);
    private readonly Tensor _second = rand(count, Features);

    public override int Items => 2 * count;

    public override void Run() => FrechetDistance.OfFeatures(_first, _second);

    public override void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
    }
}
