using System.Management.Automation;
using System.Text;

namespace CycleGanPS.Shell.Host;

/// <summary>Progress as text: one line an activity, what it consists of indented below it.</summary>
internal static class ProgressLines
{
    private const int BarWidth = 24;

    /// <summary>As many lines as the screen has room for, none wider than it.</summary>
    public static IEnumerable<string> Of(IReadOnlyDictionary<int, ProgressRecord> records) =>
        records.Values
            .Where(record => !records.ContainsKey(record.ParentActivityId))
            .SelectMany(root => Tree(root, records, depth: 0))
            .Take(Math.Max(ConsoleRawUserInterface.Height - 1, 1))
            .Select(line => CharacterCells.Fit(line, ConsoleRawUserInterface.Width - 1));

    private static IEnumerable<string> Tree(ProgressRecord record, IReadOnlyDictionary<int, ProgressRecord> records, int depth)
    {
        var children = records.Values.Where(other => other.ParentActivityId == record.ActivityId);
        return children.SelectMany(child => Tree(child, records, depth + 1)).Prepend(Line(record, depth));
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
        if (!string.IsNullOrEmpty(record.CurrentOperation))
        {
            line.Append("  ").Append(record.CurrentOperation);
        }

        if (record.SecondsRemaining >= 0)
        {
            line.Append("  ").Append(Time(record.SecondsRemaining)).Append(" left");
        }

        return string.Concat(line.ToString().Select(letter => char.IsControl(letter) ? ' ' : letter));
    }

    private static string Time(int seconds)
    {
        var time = TimeSpan.FromSeconds(seconds);
        return $"{(int)time.TotalHours}:{time:mm\\:ss}";
    }
}
