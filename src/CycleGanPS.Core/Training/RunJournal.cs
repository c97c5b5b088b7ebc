using CycleGanPS.Core.Files;
using CycleGanPS.Core.Models;
using CycleGanPS.Core.Options;
using CycleGanPS.Core.Runs;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Training;

/// <summary>Keeps the folder of a run that is being trained: its record, losses, samples, checkpoints and results, each when it is due.</summary>
internal sealed class RunJournal : IDisposable
{
    private readonly TrainingOptions _options;
    private readonly RunFolder _run;
    private readonly TrainingState _state;
    private readonly Team _team;
    private readonly CheckpointStore _checkpoints;
    private readonly SampleSheets _samples;
    private readonly Evaluations _evaluations;
    private readonly RunRecordKeeper _record;
    private RecordLog<LossRecord>? _log;
    private double _secondsAtCheckpoint;

    public RunJournal(
        TrainingPlan plan, RunFolder run, TrainingState state, Team team, int seed, Device device, TimeProvider time, IRunEvaluator? evaluator = null)
    {
        _options = plan.Options with { Seed = seed };
        (_run, _state, _team) = (run, state, team);
        _samples = new SampleSheets(plan, run, state);
        _evaluations = new Evaluations(_options, run, evaluator);
        _checkpoints = new CheckpointStore(run, _options.KeepCheckpoints);
        _record = new RunRecordKeeper(run, _options, state, time, RunDescription.Of(plan, _options, device, time.GetLocalNow()));
    }

    /// <summary>What has been done, a sentence each, for who wants to know; whoever reads one takes it out.</summary>
    public required Queue<string> Remarks { get; init; }

    /// <summary>The name of the newest checkpoint that can be gone on from.</summary>
    public string? LastGood => _checkpoints.LastGood?.Name;

    /// <summary>Whether the state is to be evaluated as it is: it is between two epochs.</summary>
    public bool IsEvaluationDue => _state.Position.Step == 0 && _evaluations.IsDue(_state.Position.Epoch);

    /// <summary>Whether the evaluations say that there is no gain in going on.</summary>
    public bool IsWithoutGain => _evaluations.WithoutGain is not null;

    private bool IsCheckpointDue => _options.CheckpointMinutes > 0 && _state.Seconds - _secondsAtCheckpoint >= 60 * _options.CheckpointMinutes;

    /// <summary>Makes the folder that of a run, before its first step.</summary>
    public void Announce()
    {
        _record.Write(RunStatus.Running);
        _record.WriteConfig();
    }

    /// <summary>
    /// Opens the run for a session: puts the state back as its latest whole checkpoint has it or, where there is none yet, begins with
    /// the weights that are given, if any.
    /// </summary>
    /// <returns>What the user should hear of it.</returns>
    public IReadOnlyList<string> Open(bool resume)
    {
        var notices = new List<string>();
        Sweep();
        var isFresh = !resume || !Restore(notices);
        if (isFresh)
        {
            InitialWeights.Load(_options, _state.Networks);
        }

        LossLog.TruncateAfter(_run.Losses, _state.Step);
        _log = LossLog.Open(_run.Losses);
        _evaluations.Open(_state.Step);
        _record.Write(RunStatus.Running);
        if (isFresh)
        {
            // The untrained networks: a run that is killed early can go on, and progress can be measured from them.
            SaveCheckpoint(CheckpointStore.Untrained);
        }
        else
        {
            Remarks.Enqueue($"The run goes on from checkpoint {LastGood}, at step {_state.Step} in epoch {_state.Position.Epoch + 1}.");
        }

        _secondsAtCheckpoint = _state.Seconds;
        return notices;
    }

    /// <summary>A preparation has ended, or was left: whoever leaves then leaves a run that can be resumed from where it was.</summary>
    public void PreparationEnded(TimeSpan took)
    {
        _record.AddPreparation(took);
        _record.Write(RunStatus.Stopped);
    }

    /// <summary>The run goes on after its preparation.</summary>
    public void PreparationDone() => _record.Write(RunStatus.Running);

    /// <summary>Notes the losses of a step, and says of the record whose it is.</summary>
    public LossRecord Append(LossRecord record)
    {
        _log!.Append(record);
        return _run.Sign(record);
    }

    /// <summary>Keeps what the user is told.</summary>
    public void Warn(IReadOnlyList<string> warnings) => _record.Warn(warnings);

    /// <summary>Writes what is due after a step.</summary>
    /// <returns>The sample sheet, if one was due.</returns>
    public string? StepDone()
    {
        var samples = _samples.SaveIfDue();
        if (IsCheckpointDue)
        {
            SaveCheckpoint($"step-{_state.Step:D6}");
        }

        if (samples is not null || _checkpoints.LastGood?.Step == _state.Step)
        {
            _record.Write(RunStatus.Running);
        }

        return samples;
    }

    /// <summary>Writes what is due after an epoch.</summary>
    public void EpochDone()
    {
        var epoch = _state.Position.Epoch;
        Remarks.Enqueue($"Epoch {epoch} of {_options.Epochs} is done, at step {_state.Step} after {Math.Floor(_state.Seconds / 60)} min of training.");
        if (epoch % _options.CheckpointInterval == 0 || epoch == _options.Epochs)
        {
            SaveCheckpoint($"epoch-{epoch:D4}");
            _record.Write(RunStatus.Running);
        }
    }

    /// <summary>Measures the networks between two epochs.</summary>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    /// <exception cref="CycleGanException">A picture or the disk refuses; training can go on.</exception>
    public ScoreRecord Evaluate()
    {
        void Save(string path) => GeneratorFile.Save(path, _state.Networks.ResultAB, Describe("AB"));
        void Keep()
        {
            EnsureCheckpoint($"epoch-{_state.Position.Epoch:D4}");
            Save(_run.BestAB);
            GeneratorFile.Save(_run.BestBA, _state.Networks.ResultBA, Describe("BA"));
            _checkpoints.KeepAsBest();
        }

        var record = _evaluations.Evaluate(_state.Position.Epoch, _state.Step, Save, Keep);
        _record.Write(RunStatus.Running);
        return record;
    }

    /// <summary>All epochs are done, or there is no gain in more.</summary>
    public void Finish()
    {
        if (_evaluations.WithoutGain is { } times)
        {
            EnsureCheckpoint($"epoch-{_state.Position.Epoch:D4}");
            Remarks.Enqueue($"The run ends after epoch {_state.Position.Epoch} of {_options.Epochs}: {times} evaluations have brought nothing.");
        }

        SaveResults();
        _record.Write(RunStatus.Finished);
    }

    /// <summary>The training was left between two steps, to go on another time.</summary>
    public void Stop()
    {
        EnsureCheckpoint($"step-{_state.Step:D6}");
        if (_state.Step > 0)
        {
            SaveResults();
        }

        _record.Write(RunStatus.Stopped);
    }

    /// <summary>The training has ended with a fault.</summary>
    public void Fail(Exception fault) => _record.Fail(fault);

    public void Dispose()
    {
        _log?.Dispose();
        _evaluations.Dispose();
    }

    // What a process that was killed left half written under a name of its own.
    private void Sweep()
    {
        _checkpoints.Sweep();
        ((string[])[_run.Path, _run.Samples, _run.Checkpoints]).Where(Directory.Exists).ToList().ForEach(AtomicFile.Sweep);
    }

    /// <returns>Whether there was a checkpoint; not if the run was ended before its first.</returns>
    private bool Restore(List<string> notices)
    {
        var before = _run.Read();
        var restored = _checkpoints.Restore(folder => Checkpoint.Load(folder, _state), notices);
        if (!restored && before.Step > 0)
        {
            throw new CycleGanException(
                FaultKind.UnreadableCheckpoint,
                $"The run {_run.Path} has no checkpoint to go on from.",
                _run.Path) { Remedy = Remedy.StartAnew };
        }

        if (restored)
        {
            _team.ShareState(_state);
            _team.GiveParts(rank => Checkpoint.PartOf(Path.Combine(_run.Checkpoints, LastGood!), rank));
        }

        notices.AddRange(_record.GoOnFrom(before));
        return restored;
    }

    private void EnsureCheckpoint(string name)
    {
        if (_checkpoints.LastGood?.Step != _state.Step)
        {
            SaveCheckpoint(name);
        }
    }

    private void SaveCheckpoint(string name)
    {
        // First, so that no checkpoint is ahead of the log.
        _log?.FlushToDisk();
        _team.ShareState(_state);
        _checkpoints.Save(name, _state.Step, folder => Checkpoint.Write(folder, _state, Describe, _team));
        Remarks.Enqueue($"Checkpoint {name} is written and read back, at step {_state.Step}.");
        _secondsAtCheckpoint = _state.Seconds;
    }

    private void SaveResults()
    {
        Checkpoint.WriteGenerators(_run.Path, _state.Networks, Describe);
        Disk.FlushFolder(_run.Path);
        LossPlot.Save([.. LossLog.Read(_run.Losses)], _run.LossPlot, title: _run.Name);
    }

    private GeneratorInfo Describe(string direction) => RunDescription.Of(direction, _options, _state, _record.Current.DataFingerprint);
}
