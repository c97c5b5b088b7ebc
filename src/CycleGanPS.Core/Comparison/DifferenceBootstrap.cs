using CycleGanPS.Core.Data;
using CycleGanPS.Core.Metrics;

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
    /// <param name="real">The real pictures' features, if there are weights.</param>
    /// <param name="realCount">How many real pictures there are.</param>
    /// <param name="fakeCount">How many pictures each run translated.</param>
    /// <param name="draws">How often to draw.</param>
    /// <param name="random">Where the draws come from.</param>
    /// <param name="progress">Told how many are done.</param>
    /// <returns>For each technique after the first and each of <see cref="Measures.Drawn"/>, the drawn differences.</returns>
    public static IReadOnlyList<double[][]> Differences(
        IReadOnlyList<IReadOnlyList<MeasuredRun>> techniques, ResampledFeatures? real, int realCount, int fakeCount, int draws, RandomSource random,
        Action<int>? progress, CancellationToken cancellation)
    {
        var differences = techniques.Skip(1).Select(_ => Measures.Drawn.Select(_ => new double[draws]).ToArray()).ToList();
        for (var draw = 0; draw < draws; draw++)
        {
            cancellation.ThrowIfCancellationRequested();
            var (realTimes, fakeTimes) = (Bootstrap.Draw(realCount, random), Bootstrap.Draw(fakeCount, random));
            var drawn = new TestDraw(realTimes, fakeTimes, real?.Draw(realTimes));
            var means = techniques.Select(runs => Mean(runs, drawn, random)).ToList();
            for (var technique = 1; technique < means.Count; technique++)
            {
                for (var measure = 0; measure < Measures.Drawn.Count; measure++)
                {
                    differences[technique - 1][measure][draw] = means[technique][measure] - means[0][measure];
                }
            }

            progress?.Invoke(draw + 1);
        }

        return differences;
    }

    /// <summary>The measured difference with the interval of the drawn ones around it.</summary>
    public static MetricDifference Around(double value, double[] drawn, bool coversSeeds)
    {
        var interval = Interval.Around(value, drawn, Tail);
        return new MetricDifference(value, interval.Low, interval.High, coversSeeds);
    }

    // NaN for what was not measured.
    private static double[] Mean(IReadOnlyList<MeasuredRun> runs, TestDraw draw, RandomSource random)
    {
        var measured = new double[]?[runs.Count];
        var sums = new double[Measures.Drawn.Count];
        foreach (var _ in runs)
        {
            var chosen = random.NextInt(runs.Count);
            var scores = measured[chosen] ??= [.. Measures.Drawn.Select(measure => measure.Drawn!(runs[chosen], draw) ?? double.NaN)];
            for (var measure = 0; measure < sums.Length; measure++)
            {
                sums[measure] += scores[measure] / runs.Count;
            }
        }

        return sums;
    }
}
