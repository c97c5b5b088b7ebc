using CycleGanPS.Core.Data;
using CycleGanPS.Core.Metrics;
using static CycleGanPS.Core.Machine.Scalars;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Comparison;

/// <summary>
/// Whether techniques differ by more than chance (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapters 8
/// and 13). Each draw takes the test photos anew with replacement, the same ones for every run, since the same photos went
/// through all of them; the real pictures anew, again the same for all; and the runs of each technique anew, since another
/// seed is another sample of the technique. The middle 95 % of the differences so found, laid around the measured
/// difference, is the interval: drawing with replacement raises FID itself, which a difference mostly cancels and the shift
/// takes the rest of. With two or three seeds the interval is too narrow, since so few hardly show how far seeds scatter.
/// </summary>
internal static class DifferenceBootstrap
{
    private const double Tail = 0.025;

    /// <param name="techniques">The runs of each technique; the first is the reference.</param>
    /// <param name="real">Features of the real pictures, if there are weights.</param>
    /// <returns>For each technique after the first and each measure, the drawn differences.</returns>
    public static IReadOnlyList<double[][]> Differences(
        IReadOnlyList<IReadOnlyList<MeasuredRun>> techniques, Tensor? real, int realCount, int fakeCount, int draws, RandomSource random,
        Action<int>? progress, CancellationToken cancellation)
    {
        using var noGradient = inference_mode();
        using var scope = NewDisposeScope();
        real = real?.to(ScalarType.Float64);
        var realKernel = real is null ? null : KernelDistance.Kernel(real, real);
        realKernel?.diagonal().fill_(Held(0));
        var differences = techniques.Skip(1).Select(_ => Enumerable.Range(0, MeasuredRun.Scores.Count).Select(_ => new double[draws]).ToArray()).ToList();
        for (var draw = 0; draw < draws; draw++)
        {
            cancellation.ThrowIfCancellationRequested();
            using var inner = NewDisposeScope();
            var (realTimes, fakeTimes) = (Bootstrap.Draw(realCount, random), Bootstrap.Draw(fakeCount, random));
            var (mean, factor) = real is null ? (null, null) : Factor(real, realTimes);
            var drawn = new MeasuredRun.DrawnReal(realTimes, mean, factor, realKernel is null ? double.NaN : Bootstrap.Within(realKernel, realTimes));
            var means = techniques.Select(runs => Mean(runs, drawn, fakeTimes, random)).ToList();
            for (var technique = 1; technique < means.Count; technique++)
            {
                for (var measure = 0; measure < MeasuredRun.Scores.Count; measure++)
                {
                    differences[technique - 1][measure][draw] = means[technique][measure] - means[0][measure];
                }
            }

            progress?.Invoke(draw + 1);
        }

        return differences;
    }

    /// <summary>The measured difference with the interval of the drawn ones around it.</summary>
    public static MetricDifference Around(double value, double[] drawn)
    {
        var interval = Interval.Around(value, drawn, Tail);
        return new MetricDifference(value, interval.Low, interval.High);
    }

    private static (Tensor? Mean, Tensor? Factor) Factor(Tensor real, Tensor times) =>
        FrechetDistance.Factor(real.index_select(0, Bootstrap.Repeated(times)));

    private static double[] Mean(IReadOnlyList<MeasuredRun> runs, MeasuredRun.DrawnReal real, Tensor times, RandomSource random)
    {
        var measured = new MeasuredRun.Scores?[runs.Count];
        var sums = new double[MeasuredRun.Scores.Count];
        foreach (var _ in runs)
        {
            var chosen = random.NextInt(runs.Count);
            var scores = measured[chosen] ??= runs[chosen].Distances(real, times);
            for (var measure = 0; measure < sums.Length; measure++)
            {
                sums[measure] += scores[measure] / runs.Count;
            }
        }

        return sums;
    }
}
