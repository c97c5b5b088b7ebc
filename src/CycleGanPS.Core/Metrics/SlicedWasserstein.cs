using System.Numerics.Tensors;
using CycleGanPS.Core.Data;
using CycleGanPS.Core.Metrics.Algebra;

namespace CycleGanPS.Core.Metrics;

/// <summary>
/// The sliced Wasserstein distance between two sets of patches (Rabin et al. 2011; Karras et al. 2018,
/// arXiv:1710.10196, section 5): project on random directions, sort, average the distances. Needs no network.
/// </summary>
internal static class SlicedWasserstein
{
    private const int Repeats = 4;
    private const int DirectionsPerRepeat = 128;
    private const int PatchesAtOnce = 1024;
    private const int ChannelLength = PatchDescriptors.Length / 3;

    /// <summary>The distance between two sets of N×147 descriptors, times 1000. The sets are normalised in place.</summary>
    public static double Distance(float[] first, float[] second, RandomSource random, CancellationToken cancellation = default)
    {
        Normalize(first);
        Normalize(second);
        var (projectedFirst, projectedSecond, sum) = (Projections(first, DirectionsPerRepeat), Projections(second, DirectionsPerRepeat), 0.0);
        for (var repeat = 0; repeat < Repeats; repeat++)
        {
            cancellation.ThrowIfCancellationRequested();
            var directions = Directions(random);
            Project(first, directions, projectedFirst);
            Project(second, directions, projectedSecond);
            var distances = new double[directions.Rows];
            Processors.For(distances.Length, direction =>
            {
                FloatOrder.Sort(projectedFirst[direction]);
                FloatOrder.Sort(projectedSecond[direction]);
                distances[direction] = Distance(projectedFirst[direction], projectedSecond[direction]);
            });
            sum += distances.Average();
        }

        return 1000 * sum / Repeats;
    }

    /// <summary>Brings each colour channel to mean 0 and deviation 1 over all patches.</summary>
    internal static void Normalize(float[] descriptors)
    {
        for (var channel = 0; channel < 3; channel++)
        {
            var (sum, squares, count) = (0.0, 0.0, descriptors.Length / 3);
            var starts = Enumerable.Range(0, count / ChannelLength).Select(patch => (patch * PatchDescriptors.Length) + (channel * ChannelLength)).ToList();
            foreach (var start in starts)
            {
                foreach (var value in descriptors.AsSpan(start, ChannelLength))
                {
                    sum += value;
                }
            }

            var mean = sum / count;
            foreach (var start in starts)
            {
                foreach (var value in descriptors.AsSpan(start, ChannelLength))
                {
                    squares += (value - mean) * (value - mean);
                }
            }

            // A channel of one colour has no deviation; its patches are all 0 after the mean is gone.
            var divisor = (float)Math.Max(Math.Sqrt(squares / count), 1e-12);
            foreach (var start in starts)
            {
                var values = descriptors.AsSpan(start, ChannelLength);
                TensorPrimitives.Subtract(values, (float)mean, values);
                TensorPrimitives.Divide(values, divisor, values);
            }
        }
    }

    /// <summary>Random directions of length 1, one a row.</summary>
    internal static Matrix Directions(RandomSource random)
    {
        var directions = new Matrix(DirectionsPerRepeat, PatchDescriptors.Length);
        foreach (ref var value in directions.Values.AsSpan())
        {
            // Box and Muller 1958, one of the pair.
            var radius = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
            value = (float)(radius * Math.Cos(2 * Math.PI * random.NextDouble()));
        }

        for (var row = 0; row < directions.Rows; row++)
        {
            var values = directions.Row(row);
            TensorPrimitives.Divide(values, TensorPrimitives.Norm<double>(values), values);
        }

        return directions;
    }

    /// <summary>Room for the projections of N×147 descriptors on so many directions, an array each.</summary>
    internal static float[][] Projections(float[] descriptors, int directions) =>
        [.. Enumerable.Range(0, directions).Select(_ => new float[descriptors.Length / PatchDescriptors.Length])];

    /// <summary>Projects N×147 descriptors on directions.</summary>
    internal static void Project(float[] descriptors, Matrix directions, float[][] projections)
    {
        var (patches, product) = (new Matrix(PatchesAtOnce, PatchDescriptors.Length), new Matrix(directions.Rows, PatchesAtOnce));
        for (var start = 0; start < projections[0].Length; start += PatchesAtOnce)
        {
            var count = Math.Min(PatchesAtOnce, projections[0].Length - start);
            var numbers = descriptors.AsSpan(start * PatchDescriptors.Length, count * PatchDescriptors.Length);
            TensorPrimitives.ConvertTruncating<float, double>(numbers, patches.Values);
            MatrixProduct.Of(directions.View, patches.Transposed, product);
            for (var direction = 0; direction < directions.Rows; direction++)
            {
                TensorPrimitives.ConvertTruncating<double, float>(product.Row(direction)[..count], projections[direction].AsSpan(start));
            }
        }
    }

    /// <summary>
    /// The distance between two empirical distributions on a line, ∫ |F⁻¹ − G⁻¹|: with equal counts the mean difference of the sorted
    /// values.
    /// </summary>
    private static double Distance(float[] first, float[] second)
    {
        var (sum, position) = (0.0, 0L);
        for (long i = 0, j = 0; i < first.Length && j < second.Length;)
        {
            // Both quantile functions are steps, whose ends are in units of 1 / (count · count); between two neighbouring ends both are constant.
            var (endFirst, endSecond) = ((i + 1) * second.Length, (j + 1) * first.Length);
            var end = Math.Min(endFirst, endSecond);
            sum += Math.Abs((double)first[i] - second[j]) * (end - position);
            position = end;
            i += endFirst == end ? 1 : 0;
            j += endSecond == end ? 1 : 0;
        }

        return sum / ((double)first.Length * second.Length);
    }
}
