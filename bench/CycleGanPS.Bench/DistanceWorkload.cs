using CycleGanPS.Core.Metrics;
using CycleGanPS.Core.Metrics.Algebra;

namespace CycleGanPS.Bench;

/// <summary>What Measure-Fid does after the features: the Fréchet distance of two sets of them.</summary>
internal sealed class DistanceWorkload(int count) : Workload
{
    private const int Features = 2048;

    private readonly Matrix _first = Random(count, seed: 1);
    private readonly Matrix _second = Random(count, seed: 2);

    public override int Items => 2 * count;

    public override void Run() => FrechetDistance.OfFeatures(_first, _second);

    private static Matrix Random(int count, int seed)
    {
        var (matrix, random) = (new Matrix(count, Features), new Random(seed));
        foreach (ref var value in matrix.Values.AsSpan())
        {
            value = random.NextDouble();
        }

        return matrix;
    }
}
