using CycleGanPS.Core.Data;
using CycleGanPS.Core.Machine;
using TorchSharp;
using static CycleGanPS.Core.Machine.Scalars;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Metrics;

/// <summary>
/// The sliced Wasserstein distance between two sets of patches (Rabin et al. 2011; Karras et al. 2018,
/// arXiv:1710.10196, section 5): project on random directions, sort, average the distances. Needs no network.
/// </summary>
internal static class SlicedWasserstein
{
    private const int Repeats = 4;
    private const int DirectionsPerRepeat = 128;

    /// <summary>The distance between two sets of N×147 descriptors, times 1000. The sets are normalised in place.</summary>
    public static double Distance(Tensor first, Tensor second, RandomSource random, CancellationToken cancellation = default)
    {
        using var noGradient = inference_mode();
        Normalize(first);
        Normalize(second);
        var sum = 0.0;
        for (var repeat = 0; repeat < Repeats; repeat++)
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var directions = Directions(random);
            sum += MeanDistance(Sorted(first, directions), Sorted(second, directions));
        }

        return 1000 * sum / Repeats;
    }

    /// <summary>Brings each colour channel to mean 0 and deviation 1 over all patches.</summary>
    internal static void Normalize(Tensor descriptors)
    {
        using var scope = NewDisposeScope();
        var channels = descriptors.view(-1, 3, PatchDescriptors.Length / 3);
        var mean = channels.to(ScalarType.Float64).mean([0, 2], keepdim: true);
        var deviation = (channels.to(ScalarType.Float64) - mean).Squared().mean([0, 2], keepdim: true).sqrt();

        // A channel of one colour has no deviation; its patches are all 0 after the mean is gone.
        var divisor = deviation.clamp_min(Held(1e-12));
        channels.sub_(mean.to(ScalarType.Float32)).div_(divisor.to(ScalarType.Float32));
    }

    internal static Tensor Directions(RandomSource random)
    {
        var values = new float[PatchDescriptors.Length * DirectionsPerRepeat];
        for (var index = 0; index < values.Length; index++)
        {
            // Box and Muller 1958, one of the pair.
            var radius = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
            values[index] = (float)(radius * Math.Cos(2 * Math.PI * random.NextDouble()));
        }

        var directions = tensor(values, [DirectionsPerRepeat, PatchDescriptors.Length]);
        return directions / directions.Squared().sum(1, keepdim: true).sqrt();
    }

    /// <summary>Directions×N projections, each row in rising order.</summary>
    private static Tensor Sorted(Tensor descriptors, Tensor directions) => directions.matmul(descriptors.t()).sort(dim: 1).Values;

    /// <summary>
    /// Mean over the rows of the distance between two empirical distributions on a line, ∫ |F⁻¹ − G⁻¹|: with equal
    /// counts the mean difference of the sorted values.
    /// </summary>
    private static double MeanDistance(Tensor first, Tensor second)
    {
        var (countFirst, countSecond) = (first.shape[1], second.shape[1]);
        if (countFirst == countSecond)
        {
            return (first - second).abs().mean([0, 1], type: ScalarType.Float64).Number();
        }

        // Both quantile functions are steps; between two neighbouring ends of steps both are constant.
        var (indexFirst, indexSecond, weights) = QuantileSteps(countFirst, countSecond);
        var difference = first.index_select(1, indexFirst).sub_(second.index_select(1, indexSecond)).abs_();
        return difference.to(ScalarType.Float64).matmul(weights).mean().Number();
    }

    private static (Tensor First, Tensor Second, Tensor Weights) QuantileSteps(long countFirst, long countSecond)
    {
        var first = new List<long>();
        var second = new List<long>();
        var weights = new List<double>();
        Int128 position = 0;
        for (long i = 0, j = 0; i < countFirst && j < countSecond;)
        {
            // Ends of steps, in units of 1 / (countFirst · countSecond).
            var (endFirst, endSecond) = ((Int128)(i + 1) * countSecond, (Int128)(j + 1) * countFirst);
            var end = endFirst < endSecond ? endFirst : endSecond;
            first.Add(i);
            second.Add(j);
            weights.Add((double)(end - position) / ((double)countFirst * countSecond));
            position = end;
            i += endFirst == end ? 1 : 0;
            j += endSecond == end ? 1 : 0;
        }

        return (tensor(first), tensor(second), tensor(weights));
    }
}
