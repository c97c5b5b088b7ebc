using System.Text;
using CycleGanPS.Core.Files;
using CycleGanPS.Core.Runs;

namespace CycleGanPS.Core.Reports;

/// <summary>
/// Keeps the page in a run's folder up to date while it is trained: at each change of its record, and every minute. A page is for looking
/// at: whatever is wrong with it is told once, and the training goes on.
/// </summary>
internal sealed class LivePage
{
    private static readonly TimeSpan Often = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Seldom = TimeSpan.FromMinutes(1);

    // A page of a long run takes some time: so many times as long none is made then.
    private const int ShareOfTime = 100;

    private readonly RunFolder _run;
    private readonly TimeProvider _time;
    private RunRecord? _record;
    private LossTrace _losses = new();
    private bool _isStale;
    private bool _hasWarned;
    private string? _warning;
    private long? _written;
    private TimeSpan _took;
    private TimeSpan _longest = Seldom;

    /// <param name="run">The run that is to be trained through this object.</param>
    /// <param name="time">The clock.</param>
    public LivePage(RunFolder run, TimeProvider? time = null)
    {
        (_run, _time) = (run, time ?? TimeProvider.System);
        _run.Written = Written;
    }

    /// <summary>To be called after each step, with its losses where it has any: does what is due.</summary>
    public void StepDone(LossRecord? record)
    {
        if (record is not null)
        {
            _losses.Add(record);
        }

        if (_record is not null && (_isStale ? IsDue(Often) : IsDue(Seldom)))
        {
            Write(_record);
        }
    }

    /// <summary>What the user should know, once.</summary>
    public string? TakeWarning()
    {
        var warning = _warning;
        _warning = null;
        return warning;
    }

    private void Written(RunRecord record)
    {
        if (_record is null)
        {
            // What earlier sessions have logged, as far as the run goes on from there.
            Try(() => _losses = LossTrace.Read(_run));
        }

        var isOther = _record?.Status != record.Status;
        _record = record;
        if (isOther || IsDue(Often))
        {
            Write(record);
        }
        else
        {
            _isStale = true;
        }
    }

    private bool IsDue(TimeSpan pause) =>
        _written is not { } written || _time.GetElapsedTime(written) >= (pause > ShareOfTime * _took ? pause : ShareOfTime * _took);

    private void Write(RunRecord record)
    {
        var (begun, since) = (_time.GetTimestamp(), _written is { } written ? _time.GetElapsedTime(written) : TimeSpan.Zero);
        _longest = since > _longest ? since : _longest;
        Try(() =>
        {
            var story = RunStory.Of(_run, record, _losses);
            var text = RunPage.Live(story, _time.GetLocalNow(), Life(story, since));
            // It can be made again, and a disk takes its time.
            AtomicFile.Write(_run.Page, stream => stream.Write(Encoding.UTF8.GetBytes(text)), toDisk: false);
        });
        (_written, _isStale, _took) = (_time.GetTimestamp(), false, _time.GetElapsedTime(begun));
    }

    // Nothing is written during an evaluation, nor within a step.
    private PageLife Life(RunStory story, TimeSpan since)
    {
        var evaluation = TimeSpan.FromSeconds(story.Scores.Select(score => score.EvaluationSeconds).DefaultIfEmpty(0).Max());
        return new PageLife(
            TimeSpan.FromSeconds(Math.Clamp(since.TotalSeconds, 10, Seldom.TotalSeconds)), 3 * (evaluation > _longest ? evaluation : _longest));
    }

    private void Try(Action work)
    {
        try
        {
            work();
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            _warning = _hasWarned ? _warning : $"The page of the run is not up to date: {fault.Message} The training goes on; this is told once.";
            _hasWarned = true;
        }
    }
}
