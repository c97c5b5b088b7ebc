using CycleGanPS.Core.Data;
using CycleGanPS.Core.Machine;
using CycleGanPS.Core.Metrics;
using TorchSharp;
using static CycleGanPS.Core.Machine.Scalars;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Comparison;

/// <summary>
/// The sliced Wasserstein distance of two sets whose pictures count unequally often, quickly enough for a bootstrap. On
/// a line the distance is ∫ |F − G|; the order of the projected patches stays the same whatever the pictures weigh,
/// so they are sorted once. With fewer patches and directions than the measurement itself: only its spread is read off.
/// </summary>
internal sealed class SlicedWassersteinSpread : IDisposable
{
    private const int PatchesPerImage = 32;
    private const int DirectionCount = 32;

    // Of each level: which picture each patch in order belongs to, and how far it is to the next one.
    private readonly List<(Tensor Owners, Tensor Gaps)> _levels = [];

    /// <param name="real">Patches of the real pictures, an array a level each (see <see cref="PatchDescriptors"/>).</param>
    /// <param name="fake">Patches of the fakes.</param>
    public SlicedWassersteinSpread(IReadOnlyList<float[][]> real, IReadOnlyList<float[][]> fake, int seed)
    {
        using var noGradient = inference_mode();
        for (var level = 0; level < real[0].Length; level++)
        {
            using var scope = NewDisposeScope();
            var directions = SlicedWasserstein.Directions(new RandomSource(seed, $"spread/{level}")).narrow(0, 0, DirectionCount);
            var projections = directions.matmul(cat([Rows(real, level), Rows(fake, level)], 0).t());
            var (values, order) = projections.sort(dim: 1);
            var owners = order.div(Held(PatchesPerImage), RoundingMode.floor).narrow(1, 0, order.shape[1] - 1).to(ScalarType.Int32);
            _levels.Add((owners.DetachFromDisposeScope(), values.diff(dim: 1).to(ScalarType.Float64).DetachFromDisposeScope()));
        }
    }

    /// <summary>The distance, mean over the levels, times 1000.</summary>
    /// <param name="realTimes">How often each real picture counts.</param>
    /// <param name="fakeTimes">How often each fake counts.</param>
    public double Distance(Tensor realTimes, Tensor fakeTimes)
    {
        using var noGradient = inference_mode();
        using var scope = NewDisposeScope();
        var weights = cat([realTimes / (realTimes.sum() * Held(PatchesPerImage)), fakeTimes / (fakeTimes.sum() * Held(-PatchesPerImage))], 0);
        return 1000 * _levels.Average(level =>
            weights.index_select(0, level.Owners.flatten()).view(level.Owners.shape).cumsum(1).abs_().mul_(level.Gaps).sum(1).mean().Number());
    }

    public void Dispose() => _levels.ForEach(level =>
    {
        level.Owners.Dispose();
        level.Gaps.Dispose();
    });

    private static Tensor Rows(IReadOnlyList<float[][]> images, int level)
    {
        const int Length = PatchesPerImage * PatchDescriptors.Length;
        var values = new float[images.Count * Length];
        for (var index = 0; index < images.Count; index++)
        {
            images[index][level].AsSpan(0, Length).CopyTo(values.AsSpan(index * Length));
        }

        var rows = tensor(values, [images.Count * PatchesPerImage, PatchDescriptors.Length]);
        SlicedWasserstein.Normalize(rows);
        return rows;
    }
}
