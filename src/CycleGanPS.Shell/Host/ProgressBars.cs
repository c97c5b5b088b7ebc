using System.Diagnostics;
using System.Management.Automation;
using System.Text;

namespace CycleGanPS.Shell.Host;

/// <summary>
/// Progress of nested activities, one line each, drawn in place on a terminal's last lines. Each refresh is a single write
/// over the lines before, and any other output takes them away first, so that nothing flickers and nothing is left behind.
/// </summary>
/// <param name="gate">Held while anything is written to the terminal, by whomever.</param>
internal sealed class ProgressBars(Lock gate)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly SortedDictionary<int, ProgressRecord> _records = [];
    private Timer? _timer;
    private bool _isSuspended;
    private bool _isDue;
    private int _drawnLines;
    private long _drawnAt;

    public void Update(ProgressRecord record)
    {
        if (!Terminal.ShowsProgress)
        {
            return;
        }

        lock (gate)
        {
            if (record.RecordType == ProgressRecordType.Completed)
            {
                Remove(record.ActivityId);
            }
            else
            {
                _records[record.ActivityId] = record;
            }

            Refresh();
        }
    }

    /// <summary>Takes the lines off the screen, for something else to be written there.</summary>
    public void Suspend()
    {
        _isSuspended = true;
        if (_drawnLines > 0)
        {
            Console.Error.Write($"{Ansi.LineUp(_drawnLines)}\r{Ansi.EraseBelow}");
            _drawnLines = 0;
        }
    }

    /// <summary>Lets the lines come back, below what was written.</summary>
    public void Resume()
    {
        _isSuspended = false;
        if (_records.Count > 0)
        {
            Refresh();
        }
    }

    /// <summary>Forgets all activities, when a pipeline is done.</summary>
    public void Forget()
    {
        Suspend();
        _records.Clear();
        _isSuspended = false;
    }

    private void Remove(int activity)
    {
        _records.Remove(activity);
        foreach (var child in _records.Values.Where(record => record.ParentActivityId == activity).ToList())
        {
            Remove(child.ActivityId);
        }
    }

    // What comes too early is drawn when its time has come, so that the screen never stays behind.
    private void Refresh()
    {
        var rest = Interval - Stopwatch.GetElapsedTime(_drawnAt);
        if (rest <= TimeSpan.Zero)
        {
            Draw();
        }
        else if (!_isDue)
        {
            _isDue = true;
            _timer ??= new Timer(_ => DrawDue());
            _timer.Change(rest, Timeout.InfiniteTimeSpan);
        }
    }

    private void DrawDue()
    {
        lock (gate)
        {
            if (_isDue)
            {
                Draw();
            }
        }
    }

    private void Draw()
    {
        _isDue = false;
        if (_isSuspended)
        {
            return;
        }

        var lines = ProgressLines.Of(_records).ToList();
        var screen = new StringBuilder(Ansi.LineUp(_drawnLines)).Append('\r');
        foreach (var line in lines)
        {
            screen.Append(line).Append(Ansi.EraseRest).Append('\n');
        }

        Console.Error.Write(screen.Append(Ansi.EraseBelow).ToString());
        _drawnLines = lines.Count;
        _drawnAt = Stopwatch.GetTimestamp();
    }
}
