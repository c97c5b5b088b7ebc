using CycleGanPS.Core.Configs;
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
    private readonly TrainingPlan _plan;
    private readonly RunFolder _run;
    private readonly TrainingState _state;
    private readonly TimeProvider _time;
    private readonly CheckpointStore _checkpoints;
    private RunRecord _record;
    private SampleGrid? _samples;
    private RecordLog<LossRecord>? _log;
    private double _secondsAtCheckpoint;

    public RunJournal(TrainingPlan plan, RunFolder run, TrainingState state, int seed, Device device, TimeProvider time)
    {
        _options = plan.Options with { Seed = seed };
        (_plan, _run, _state, _time) = (plan, run, state, time);
        _checkpoints = new CheckpointStore(run, _options.KeepCheckpoints);
        _record = RunDescription.Of(plan, _options, device, time.GetLocalNow());
    }

    /// <summary>What has been done, a sentence each, for who wants to know; whoever reads one takes it out.</summary>
    public required Queue<string> Remarks { get; init; }

    /// <summary>The name of the newest checkpoint that can be gone on from.</summary>
    public string? LastGood => _checkpoints.LastGood?.Name;

    private bool IsCheckpointDue => _options.CheckpointMinutes > 0 && _state.Seconds - _secondsAtCheckpoint >= 60 * _options.CheckpointMinutes;

    /// <summary>Makes the folder that of a run, before its first step.</summary>
    public void Announce()
    {
        WriteRecord(RunStatus.Running);
        WriteConfig();
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
        WriteRecord(RunStatus.Running);
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
        _record = _record with { PreparationSeconds = Math.Round(_record.PreparationSeconds + took.TotalSeconds, 3) };
        WriteRecord(RunStatus.Stopped);
    }

    /// <summary>The run goes on after its preparation.</summary>
    public void PreparationDone() => WriteRecord(RunStatus.Running);

    /// <summary>Notes the losses of a step, and says of the record whose it is.</summary>
    public LossRecord Append(LossRecord record)
    {
        _log!.Append(record);
        return _run.Sign(record);
    }

    /// <summary>Keeps what the user is told.</summary>
    public void Warn(IReadOnlyList<string> warnings) => _record = _record.Warned(_state.Step, warnings);

    /// <summary>Writes what is due after a step.</summary>
    public void StepDone()
    {
        if (_options.SampleInterval > 0 && _state.Step % _options.SampleInterval == 0)
        {
            SaveSamples();
            WriteRecord(RunStatus.Running);
        }

        if (IsCheckpointDue)
        {
            SaveCheckpoint($"step-{_state.Step:D6}");
            WriteRecord(RunStatus.Running);
        }
    }

    /// <summary>Writes what is due after an epoch.</summary>
    public void EpochDone()
    {
        var epoch = _state.Position.Epoch;
        var took = TimeSpan.FromSeconds(Math.Floor(_state.Seconds));
        Remarks.Enqueue($"Epoch {epoch} of {_options.Epochs} is done, at step {_state.Step} after {took:c} of training.");
        if (epoch % _options.CheckpointInterval == 0 || epoch == _options.Epochs)
        {
            SaveCheckpoint($"epoch-{epoch:D4}");
            WriteRecord(RunStatus.Running);
        }
    }

    /// <summary>All epochs are done.</summary>
    public void Finish()
    {
        SaveResults();
        WriteRecord(RunStatus.Finished);
    }

    /// <summary>The training was left between two steps, to go on another time.</summary>
    public void Stop()
    {
        if (_checkpoints.LastGood?.Step != _state.Step)
        {
            SaveCheckpoint($"step-{_state.Step:D6}");
        }

        if (_state.Step > 0)
        {
            SaveResults();
        }

        WriteRecord(RunStatus.Stopped);
    }

    /// <summary>The training has ended with a fault.</summary>
    public void Fail(Exception fault)
    {
        try
        {
            _run.Write(_run.Read() with { Status = RunStatus.Failed, Error = fault.Message, Warnings = _record.Warnings, Updated = _time.GetLocalNow() });
        }
        catch (Exception other) when (other is CycleGanException or IOException or UnauthorizedAccessException)
        {
            // Where the disk is the trouble the record cannot be written either; the first fault is the one to tell.
        }
    }

    public void Dispose() => _log?.Dispose();

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

        var extension = before.Epochs == _options.Epochs ? null : new RunExtension(_state.Step, before.Epochs, _options.Epochs);
        if (!File.Exists(_run.Config) || extension is not null)
        {
            WriteConfig();
        }

        if (before.DataFingerprint != _record.DataFingerprint)
        {
            notices.Add("The training images are not those that the run began with, so it goes on with other samples than it would have had.");
        }

        _record = _record with
        {
            Started = before.Started,
            PreparationSeconds = before.PreparationSeconds,
            Options = before.Options is null ? _record.Options : ResumeRules.Rescheduled(before.Options, _record.Options!),
            Warnings = before.Warnings ?? _record.Warnings,
            Extensions = extension is null ? before.Extensions : [.. before.Extensions ?? [], extension],
        };
        return restored;
    }

    private void SaveCheckpoint(string name)
    {
        // First, so that no checkpoint is ahead of the log.
        _log?.FlushToDisk();
        _checkpoints.Save(name, _state.Step, folder => Checkpoint.Write(folder, _state, Describe));
        Remarks.Enqueue($"Checkpoint {name} is written and read back, at step {_state.Step}.");
        _secondsAtCheckpoint = _state.Seconds;
    }

    private void SaveSamples()
    {
        _samples ??= new SampleGrid(
            _plan.SamplesA.Count > 0 ? _plan.SamplesA : _plan.FilesA,
            _plan.SamplesB.Count > 0 ? _plan.SamplesB : _plan.FilesB,
            _options.ImageSize, _options.ToGeneratorOptions().SideMultiple);
        var wayBack = _options.Cycle == CycleKind.Weak ? null : _state.Networks.ResultBA;
        _samples.Save(Path.Combine(_run.Samples, $"{_state.Step:D6}.png"), _state.Networks.ResultAB, wayBack);
    }

    private void SaveResults()
    {
        Checkpoint.WriteGenerators(_run.Path, _state.Networks, Describe);
        Disk.FlushFolder(_run.Path);
        LossPlot.Save([.. LossLog.Read(_run.Losses)], _run.LossPlot, title: _run.Name);
    }

    private GeneratorInfo Describe(string direction) => RunDescription.Of(direction, _options, _state, _record.DataFingerprint);

    private void WriteRecord(RunStatus status) => _run.Write(_record with
    {
        Status = status,
        Updated = _time.GetLocalNow(),
        Seconds = Math.Round(_state.Seconds, 3),
        Epoch = Math.Min(_state.Position.Epoch + 1, _options.Epochs),
        Step = _state.Step,
    });

    private void WriteConfig() =>
        AtomicFile.WriteText(_run.Config, ConfigWriter.Write(_options, $"The run {_run.Name} as it was trained: all values in force."));
}
