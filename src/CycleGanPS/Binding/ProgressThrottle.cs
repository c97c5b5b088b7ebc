using System.Diagnostics;

namespace CycleGanPS.Binding;

/// <summary>Lets progress through at most four times a second, and always the first time.</summary>
internal sealed class ProgressThrottle
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private long? _last;

    public bool IsDue()
    {
        if (_last is { } last && Stopwatch.GetElapsedTime(last) < Interval)
        {
            return false;
        }

        _last = Stopwatch.GetTimestamp();
        return true;
    }
}
