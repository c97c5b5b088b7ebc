namespace CycleGanPS.Core.Training;

/// <summary>How fast a session trains.</summary>
internal sealed class Pace
{
    private readonly long _firstStep;
    private readonly double _firstSeconds;
    private long _lastStep;
    private double _lastSeconds;

    /// <param name="step">Steps done before the session.</param>
    /// <param name="seconds">Seconds of training before the session.</param>
    public Pace(long step, double seconds)
    {
        (_firstStep, _firstSeconds) = (step, seconds);
        (_lastStep, _lastSeconds) = (step, seconds);
    }

    /// <summary>The rate since this was last asked.</summary>
    public double StepsPerSecondSinceLast(long step, double seconds)
    {
        var rate = (step - _lastStep) / Math.Max(seconds - _lastSeconds, 1e-6);
        (_lastStep, _lastSeconds) = (step, seconds);
        return rate;
    }

    /// <summary>Seconds that so many more steps will take at the session's mean pace.</summary>
    public double SecondsFor(long steps, long step, double seconds) =>
        steps * (seconds - _firstSeconds) / Math.Max(step - _firstStep, 1);
}
