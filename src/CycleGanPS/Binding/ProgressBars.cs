using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;

namespace CycleGanPS.Binding;

/// <summary>
/// The progress bars of one cmdlet. Each that was shown is taken away when the cmdlet ends, however it ends: a bar that nobody takes
/// away stays on the screen until the script is over.
/// </summary>
internal sealed class ProgressBars(PSCmdlet cmdlet)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    // Before this much is known of the pace the time left would jump about.
    private static readonly TimeSpan EnoughToJudge = TimeSpan.FromSeconds(2);

    // A host tells bars apart by who shows them and by their number. PowerShell counts the former from 1.
    private static long _sources = 1L << 40;

    private readonly long _source = Interlocked.Increment(ref _sources);
    private readonly List<Bar> _shown = [];
    private bool _isSilent;

    /// <summary>Shows how far something is, at most five times a second.</summary>
    /// <param name="activity">What is being done.</param>
    /// <param name="status">How far it is, in words.</param>
    /// <param name="share">How much of it is done, 0 to 1; null where nobody knows.</param>
    /// <param name="secondsLeft">How long it will take; if null, as the pace so far has it.</param>
    /// <param name="id">Tells the bars of a cmdlet apart.</param>
    /// <param name="parent">The bar below which this one is shown.</param>
    public void Show(string activity, string status, double? share = null, double? secondsLeft = null, int id = 0, int parent = -1)
    {
        var bar = _shown.Find(one => one.Id == id);
        if (bar is null)
        {
            _shown.Add(bar = new Bar(id, parent));
            _isSilent = Preferences.AreSilent(cmdlet, "Progress");
        }
        else if (Stopwatch.GetElapsedTime(bar.Told) < Interval)
        {
            return;
        }

        if (bar.Activity != activity)
        {
            (bar.Activity, bar.Began) = (activity, Stopwatch.GetTimestamp());
        }

        bar.Told = Stopwatch.GetTimestamp();
        var left = secondsLeft ?? SecondsLeft(bar, share);
        // In words, since hosts show a number of seconds as such: "7500s".
        cmdlet.CommandRuntime.WriteProgress(_source, new ProgressRecord(id, activity, left is null ? status : $"{status}, {InWords(left.Value)} left")
        {
            ParentActivityId = parent,
            PercentComplete = share is null ? -1 : (int)(100 * Math.Clamp(share.Value, 0, 1)),
        });
    }

    /// <summary>Takes a bar away.</summary>
    public void Complete(int id = 0)
    {
        if (_shown.Find(one => one.Id == id) is { } bar)
        {
            _shown.Remove(bar);
            // Asked of the host itself: PowerShell takes no record of a cmdlet that has been stopped.
            if (!_isSilent)
            {
                cmdlet.Host.UI.WriteProgress(
                    _source, new ProgressRecord(id, bar.Activity, "Done") { ParentActivityId = bar.Parent, RecordType = ProgressRecordType.Completed });
            }
        }
    }

    /// <summary>Takes all bars away, the inner ones first.</summary>
    public void Complete()
    {
        while (_shown.Count > 0)
        {
            Complete(_shown[^1].Id);
        }
    }

    private static double? SecondsLeft(Bar bar, double? share) =>
        share is > 0 and <= 1 && Stopwatch.GetElapsedTime(bar.Began) is var elapsed && elapsed > EnoughToJudge
            ? elapsed.TotalSeconds * (1 - share) / share
            : null;

    private static string InWords(double seconds)
    {
        // Longer than anybody waits, and no more than a TimeSpan can hold.
        var time = TimeSpan.FromSeconds(Math.Clamp(double.IsFinite(seconds) ? seconds : 0, 0, 1e10));
        return time switch
        {
            { TotalDays: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{time.Days} d {time.Hours:00} h"),
            { TotalHours: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{time.Hours} h {time.Minutes:00} min"),
            { TotalMinutes: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{time.Minutes} min"),
            _ => "less than a minute",
        };
    }

    private sealed class Bar(int id, int parent)
    {
        public int Id => id;

        public int Parent => parent;

        public string Activity { get; set; } = "";

        public long Began { get; set; }

        public long Told { get; set; }
    }
}
