using CycleGanPS.Core.Data;
using CycleGanPS.Core.Metrics.Algebra;

namespace CycleGanPS.Core.Metrics;

/// <summary>
/// How far FID and KID may be off because the sets are samples: both sets are drawn again with replacement, and the
/// middle 95 % of the distances so found are the interval. Drawing with replacement leaves fewer different pictures,
/// which raises FID; so the spread is laid around the measured value, not around the drawn ones.
/// </summary>
internal static class Bootstrap
{
    private const double Tail = 0.025;

    /// <summary>95 % intervals of FID and KID around the measured values.</summary>
    public static (Interval Fid, Interval Kid) Intervals(
        Matrix real, Matrix fake, double fid, double kid, int draws, RandomSource random, Action<int>? progress, CancellationToken cancellation)
    {
        var realSide = new ResampledFeatures(real);
        var distances = new ResampledDistances(realSide, fake);
        var (fids, kids) = (new double[draws], new double[draws]);
        for (var draw = 0; draw < draws; draw++)
        {
            cancellation.ThrowIfCancellationRequested();
            var drawn = realSide.Draw(Draw(real.Rows, random));
            var fakeTimes = Draw(fake.Rows, random);
            fids[draw] = distances.Fid(drawn, fakeTimes);
            kids[draw] = distances.Kid(drawn, fakeTimes);
            progress?.Invoke(draw + 1);
        }

        var fidInterval = Interval.Around(fid, fids, Tail);
        return (fidInterval with { Low = Math.Max(0, fidInterval.Low) }, Interval.Around(kid, kids, Tail));
    }

    /// <summary>How often each of N elements was drawn in N draws.</summary>
    internal static double[] Draw(int count, RandomSource random)
    {
        var times = new double[count];
        for (var draw = 0; draw < count; draw++)
        {
            times[random.NextInt(count)]++;
        }

        return times;
    }
}
