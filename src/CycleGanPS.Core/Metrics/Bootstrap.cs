using CycleGanPS.Core.Data;
using CycleGanPS.Core.Machine;
using TorchSharp;
using static TorchSharp.torch;

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
        Tensor real, Tensor fake, double fid, double kid, int draws, RandomSource random, Action<int>? progress, CancellationToken cancellation)
    {
        using var noGradient = inference_mode();
        using var realSide = new ResampledFeatures(real);
        using var distances = new ResampledDistances(realSide, fake);
        var (fids, kids) = (new double[draws], new double[draws]);
        for (var draw = 0; draw < draws; draw++)
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var drawn = realSide.Draw(Draw(real.shape[0], random));
            var fakeTimes = Draw(fake.shape[0], random);
            fids[draw] = distances.Fid(drawn, fakeTimes);
            kids[draw] = distances.Kid(drawn, fakeTimes);
            progress?.Invoke(draw + 1);
        }

        var fidInterval = Interval.Around(fid, fids, Tail);
        return (fidInterval with { Low = Math.Max(0, fidInterval.Low) }, Interval.Around(kid, kids, Tail));
    }

    /// <summary>How often each of N elements was drawn in N draws.</summary>
    internal static Tensor Draw(long count, RandomSource random)
    {
        var times = new double[count];
        for (var draw = 0; draw < count; draw++)
        {
            times[random.NextInt((int)count)]++;
        }

        return tensor(times);
    }

    /// <summary>The places of elements, each as often as it was drawn.</summary>
    internal static Tensor Repeated(Tensor times)
    {
        using var first = 0L.ToScalar();
        using var count = times.shape[0].ToScalar();
        using var step = 1L.ToScalar();
        return arange(first, count, step).repeat_interleave(times.to(ScalarType.Int64));
    }

    /// <summary>Mean kernel over pairs of different elements, each as often as both were drawn together.</summary>
    internal static double Within(Tensor kernel, Tensor times) =>
        (times.matmul(kernel).dot(times) / (times.sum().Squared() - times.Squared().sum())).Number();
}
