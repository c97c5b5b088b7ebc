using System.Diagnostics;
using System.Management.Automation;
using System.Text;

namespace CycleGanPS.Shell.Host;

/// <summary>
/// Progress of nested activities, one line each, drawn in place on a terminal's last lines. Each refresh is a single write,
/// and any other output takes the lines away first, so that nothing flickers and nothing is left behind.
/// </summary>
internal sealed class ProgressBars
{
    private const int BarWidth = 24;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private static readonly bool Visible = !Console.IsErrorRedirected && !Console.IsOutputRedirected;

    private readonly SortedDictionary<int, ProgressRecord> _records = [];
    private int _drawnLines;
    private long _drawnAt;

    public void Update(ProgressRecord record)
    {
        if (!Visible)
        {
            return;
        }

        if (record.RecordType == ProgressRecordType.Completed)
        {
            Remove(record.ActivityId);
            Draw();
        }
        else
        {
            var isNew = !_records.ContainsKey(record.ActivityId);
            _records[record.ActivityId] = record;
            if (isNew || Stopwatch.GetElapsedTime(_drawnAt) > Interval)
            {
                Draw();
            }
        }
    }

    /// <summary>Takes the lines off the screen; the next update brings them back.</summary>
    public void Clear()
    {
        if (_drawnLines > 0)
        {
            Console.Error.Write(Erased());
            _drawnLines = 0;
        }
    }

    /// <summary>Forgets all activities, when a pipeline is done.</summary>
    public void Forget()
    {
        Clear();
        _records.Clear();
    }

    private void Remove(int activity)
    {
        _records.Remove(activity);
        foreach (var child in _records.Values.Where(record => record.ParentActivityId == activity).ToList())
        {
            Remove(child.ActivityId);
        }
    }

    private void Draw()
    {
        var screen = new StringBuilder(Erased());
        var lines = _records.Values.Where(record => !_records.ContainsKey(record.ParentActivityId)).SelectMany(root => Lines(root, 0)).ToList();
        screen.AppendJoin('\n', lines);
        if (lines.Count > 0)
        {
            screen.Append('\n');
        }

        Console.Error.Write(screen.ToString());
        _drawnLines = lines.Count;
        _drawnAt = Stopwatch.GetTimestamp();
    }

    // Back to the first drawn line, which with all below it is erased.
    private string Erased() => _drawnLines == 0 ? "" : $"{Ansi.LineUp(_drawnLines)}\r\e[0J";

    private IEnumerable<string> Lines(ProgressRecord record, int depth)
    {
        yield return Fit(Line(record, depth));
        foreach (var child in _records.Values.Where(other => other.ParentActivityId == record.ActivityId && other.ActivityId != record.ActivityId))
        {
            foreach (var line in Lines(child, depth + 1))
            {
                yield return line;
            }
        }
    }

    private static string Line(ProgressRecord record, int depth)
    {
        var line = new StringBuilder().Append(' ', 2 * depth).Append(record.Activity).Append("  ");
        if (record.PercentComplete >= 0)
        {
            var done = BarWidth * Math.Min(record.PercentComplete, 100) / 100;
            line.Append('[').Append('#', done).Append('.', BarWidth - done).Append("] ").Append($"{record.PercentComplete,3}%  ");
        }

        line.Append(record.StatusDescription);
        if (record.SecondsRemaining >= 0)
        {
            line.Append("  ").Append(TimeSpan.FromSeconds(record.SecondsRemaining).ToString(@"h\:mm\:ss")).Append(" left");
        }

        return line.ToString();
    }

    private static string Fit(string line)
    {
        var width = ConsoleRawUserInterface.Width - 1;
        return line.Length <= width ? line : line[..width];
    }
}
