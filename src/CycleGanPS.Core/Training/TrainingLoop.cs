using CycleGanPS.Core.Data;
using CycleGanPS.Core.Runs;
using TorchSharp;

namespace CycleGanPS.Core.Training;

/// <summary>The training: reads batches, takes a step with each, looks after the losses, and tells the journal what is done.</summary>
internal sealed class TrainingLoop(
    TrainingPlan plan, TrainingState state, Team team, BatchLoader loader, RunJournal journal, TensorBoardLog? board, torch.Device device)
{
    private readonly TrainingHealth _health = new(plan.Options);
    private readonly List<string> _notices = [];

    /// <summary>Keeps what the user should hear with the next step.</summary>
    public void Tell(params IEnumerable<string?> notices) => _notices.AddRange(notices.OfType<string>());

    /// <summary>Takes the steps that are left. Leaving the stream early saves what there is.</summary>
    public IEnumerable<TrainingProgress> Steps(CancellationToken cancellation)
    {
        var options = plan.Options;
        var stepper = new BatchStep(plan, state, team, device);
        var pictures = new PictureWatch(state.Networks, options, device, _health);
        var report = new StepReport(plan, state);
        state.StartClock();

        // True while the stream waits at a yield, so that the finally block knows a reader who left from an error.
        var waiting = false;
        try
        {
            while (true)
            {
                if (journal.IsEvaluationDue)
                {
                    waiting = true;
                    yield return report.Progress() with { IsEvaluating = true, Warnings = TakeNotices() };
                    if (cancellation.IsCancellationRequested)
                    {
                        yield break;
                    }

                    var score = Evaluate(cancellation);
                    if (cancellation.IsCancellationRequested)
                    {
                        yield break;
                    }

                    yield return report.Progress() with { Score = score, Warnings = TakeNotices() };
                    if (cancellation.IsCancellationRequested)
                    {
                        yield break;
                    }

                    waiting = false;
                }

                if (state.Position.Epoch >= options.Epochs || journal.IsWithoutGain)
                {
                    break;
                }

                var settings = StepSettings.At(options, state.Position.Epoch);
                foreach (var batch in loader.ReadEpoch(state.Position))
                {
                    team.Tell(Team.Order.Step);
                    using var losses = stepper.Take(batch, settings, cancellation);
                    if (losses is null)
                    {
                        waiting = true;
                        yield break;
                    }

                    LossRecord? record = null;
                    var isLogged = state.Step == 1 || state.Step % options.LogInterval == 0 || state.Step == plan.Steps;
                    // A copy from a GPU waits for it, so there it is made for the records only.
                    if (isLogged || device.type == DeviceType.CPU || team.Count > 1 || stepper.UpdatesLeftOut > 0)
                    {
                        var values = losses.Read();
                        Tell(_health.Check(values, state.Step, stepper.UpdatesLeftOut, journal.LastGood));
                        record = isLogged ? report.ToRecord(values, settings.GeneratorRate) : null;
                    }

                    if (record is not null)
                    {
                        record = journal.Append(record);
                        Tell(board?.Add(record));
                        Tell(_health.Note(record));
                        Tell(pictures.Look(batch, state.Step));
                    }

                    Tell(batch.Warnings);
                    var warnings = TakeNotices();
                    if (journal.StepDone() is { } samples)
                    {
                        Tell(board?.AddSamples(samples, state.Step));
                    }

                    waiting = true;
                    yield return report.Progress() with { Record = record, Warnings = warnings };
                    if (cancellation.IsCancellationRequested || team.IsEndWanted)
                    {
                        yield break;
                    }

                    waiting = false;
                }

                state.Position = BatchLoader.NextEpoch(state.Position);
                journal.EpochDone();
            }

            journal.Finish();
            // A run that is finished already takes no step that could carry them.
            if (TakeNotices() is { Length: > 0 } left)
            {
                yield return report.Progress() with { Warnings = left };
            }
        }
        finally
        {
            if (waiting)
            {
                journal.Stop();
            }
        }
    }

    // Its time is not the training's, and what it meets is no reason to lose the run.
    private ScoreRecord? Evaluate(CancellationToken cancellation)
    {
        state.StopClock();
        try
        {
            var score = journal.Evaluate();
            Tell(board?.Add(score));
            return score;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception fault) when (fault is CycleGanException or IOException or UnauthorizedAccessException)
        {
            Tell($"There is no evaluation after epoch {state.Position.Epoch}: {fault.Message}");
            return null;
        }
        finally
        {
            state.StartClock();
        }
    }

    private string[] TakeNotices()
    {
        string[] notices = [.. _notices];
        _notices.Clear();
        journal.Warn(notices);
        return notices;
    }
}
