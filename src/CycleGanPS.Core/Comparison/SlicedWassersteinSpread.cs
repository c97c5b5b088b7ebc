using CycleGanPS.Core.Data;
using CycleGanPS.Core.Metrics;
using CycleGanPS.Core.Metrics.Algebra;

namespace CycleGanPS.Core.Comparison;

/// <summary>
/// The sliced Wasserstein distance of two sets whose pictures count unequally often, quickly enough for a bootstrap. On
/// a line the distance is ∫ |F − G|; the order of the projected patches stays the same whatever the pictures weigh,
/// so they are sorted once. With fewer patches and directions than the measurement itself: only its spread is read off.
/// </summary>
internal sealed class SlicedWassersteinSpread
{
    private const int PatchesPerImage = 32;
    private const int DirectionCount = 32;

    // Of each level and direction: which picture each patch in order belongs to, and where it lies.
    private readonly List<(float[] Values, int[] Owners)[]> _levels = [];

    /// <param name="real">Patches of the real pictures, an array a level each (see <see cref="PatchDescriptors"/>).</param>
    /// <param name="fake">Patches of the fakes.</param>
    public SlicedWassersteinSpread(IReadOnlyList<float[][]> real, IReadOnlyList<float[][]> fake, int seed)
    {
        for (var level = 0; level < real[0].Length; level++)
        {
            var directions = SlicedWasserstein.Directions(new RandomSource(seed, $"spread/{level}")).First(DirectionCount);
            float[] rows = [.. Rows(real, level), .. Rows(fake, level)];
            var projections = SlicedWasserstein.Projections(rows, DirectionCount);
            SlicedWasserstein.Project(rows, directions, projections);
            _levels.Add(Array.ConvertAll(projections, values =>
            {
                var places = new int[values.Length];
                FloatOrder.Sort(values, places);
                return (values, Array.ConvertAll(places, place => place / PatchesPerImage));
            }));
        }
    }

    /// <summary>The distance, mean over the levels, times 1000.</summary>
    /// <param name="realTimes">How often each real picture counts.</param>
    /// <param name="fakeTimes">How often each fake counts.</param>
    public double Distance(double[] realTimes, double[] fakeTimes)
    {
        var (realPatches, fakePatches) = (realTimes.Sum() * PatchesPerImage, fakeTimes.Sum() * PatchesPerImage);
        double[] weights = [.. realTimes.Select(times => times / realPatches), .. fakeTimes.Select(times => -times / fakePatches)];
        var distances = new double[_levels.Count * DirectionCount];
        Processors.For(distances.Length, index => distances[index] = Distance(_levels[index / DirectionCount][index % DirectionCount], weights));
        return 1000 * distances.Average();
    }

    private static double Distance((float[] Values, int[] Owners) projections, double[] weights)
    {
        var (values, owners) = projections;
        var (sum, height) = (0.0, 0.0);
        for (var index = 0; index + 1 < values.Length; index++)
        {
            height += weights[owners[index]];
            sum += Math.Abs(height) * (values[index + 1] - values[index]);
        }

        return sum;
    }

    private static float[] Rows(IReadOnlyList<float[][]> images, int level)
    {
        const int Length = PatchesPerImage * PatchDescriptors.Length;
        var values = new float[images.Count * Length];
        for (var index = 0; index < images.Count; index++)
        {
            images[index][level].AsSpan(0, Length).CopyTo(values.AsSpan(index * Length));
        }

        SlicedWasserstein.Normalize(values);
        return values;
    }
}
