using System.Reflection;
using CycleGanPS.Core.Configs;
using CycleGanPS.Core.Data;
using CycleGanPS.Core.Files;
using CycleGanPS.Core.Images;
using CycleGanPS.Core.Images.Edges;
using CycleGanPS.Core.Machine;
using CycleGanPS.Core.Models;
using CycleGanPS.Core.Networks;
using CycleGanPS.Core.Objectives;
using CycleGanPS.Core.Runs;
using TorchSharp;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Training;

/// <summary>One process's turn at a run: the networks in memory and where the run stands.</summary>
internal sealed class TrainingSession : IDisposable
{
    // Between two looks at what the generators paint; a look costs a twentieth of a step.
    private const int StepsBetweenLooks = 100;

    private readonly TrainingPlan _plan;
    private readonly RunFolder _run;
    private readonly Device _device;
    private readonly CycleGan _networks;
    private readonly ImagePool _poolA;
    private readonly ImagePool _poolB;
    private readonly EdgeSmoothedImages? _smoothedB;
    private readonly BatchLoader _loader;
    private readonly CheckpointStore _checkpoints;
    private readonly TrainingHealth _health;
    private readonly TimeProvider _time;
    private readonly List<string> _notices = [];
    private RunRecord _record;
    private SampleGrid? _samples;
    private RandomSource _penaltyRandom;
    private DataPosition _position;
    private long _step;
    private double _secondsBefore;
    private LossLog? _log;
    private long? _begun;
    private long _lastCheckpoint;
    private long _nextLook = StepsBetweenLooks;

    public TrainingSession(TrainingPlan plan, RunFolder run, int seed, Device device, TimeProvider time)
    {
        (_plan, _run, _device, _time) = (plan, run, device, time);
        _lastCheckpoint = time.GetTimestamp();
        _checkpoints = new CheckpointStore(run, plan.Options.KeepCheckpoints);
        _health = new TrainingHealth(plan.Options);
        var options = plan.Options;
        _networks = new CycleGan(options, seed, device);
        _poolA = new ImagePool(options.PoolSize, new RandomSource(seed, "poolA"));
        _poolB = new ImagePool(options.PoolSize, new RandomSource(seed, "poolB"));
        _penaltyRandom = new RandomSource(seed, "penalty");
        _smoothedB = options.EdgeSmoothing ? new EdgeSmoothedImages(plan.FilesB) : null;
        _loader = new BatchLoader(
            new UnpairedDataset(plan.FilesA, plan.FilesB, _smoothedB), options.ImagesPerStep, options.ResolvedLoadSize, options.ImageSize, options.Workers);
        _position = DataPosition.Start(seed);
        _record = NewRecord(seed);
    }

    // By a clock that only ever goes forward: setting the time of day changes nothing.
    private double Seconds => _secondsBefore + (_begun is { } begun ? _time.GetElapsedTime(begun).TotalSeconds : 0);

    private bool IsCheckpointDue => _plan.Options.CheckpointMinutes > 0
        && _time.GetElapsedTime(_lastCheckpoint).TotalMinutes >= _plan.Options.CheckpointMinutes;

    /// <summary>Makes the folder that of a run, before its first step.</summary>
    /// <param name="notice">Something that the user should hear with the first step.</param>
    public void Announce(string? notice)
    {
        Tell(notice);
        WriteRecord(RunStatus.Running);
    }

    /// <summary>Takes the steps that are left. Leaving the stream early saves what there is.</summary>
    public IEnumerable<TrainingProgress> Steps(bool resume, CancellationToken cancellation)
    {
        var options = _plan.Options;
        Sweep();
        var isFresh = !resume || !Restore();
        LossLog.TruncateAfter(_run.Losses, _step);
        using var log = _log = new LossLog(_run.Losses);
        var stepper = new CycleGanStep(_networks, options, _poolA, _poolB, DrawCoefficients);
        var pace = new Pace(_step, _secondsBefore);
        WriteRecord(RunStatus.Running);
        Tell(MemoryAdvice.Warn(_plan, DeviceMemory.Available(_device)));
        if (isFresh)
        {
            // The untrained networks: a run that is killed early can go on, and progress can be measured from them.
            SaveCheckpoint(CheckpointStore.Untrained);
        }

        if (_smoothedB is not null)
        {
            foreach (var preparation in Prepare(_smoothedB, cancellation))
            {
                yield return Progress(pace) with { Preparation = preparation };
            }

            if (cancellation.IsCancellationRequested)
            {
                yield break;
            }

            WriteRecord(RunStatus.Running);
        }

        _begun = _lastCheckpoint = _time.GetTimestamp();

        // True while the stream waits at a yield, so that the finally block knows a reader who left from an error.
        var waiting = false;
        try
        {
            while (_position.Epoch < options.Epochs)
            {
                var learningRate = LinearDecay.At(options.LearningRate, _position.Epoch, options.Epochs, options.ResolvedDecayEpoch);
                foreach (var batch in _loader.ReadEpoch(_position))
                {
                    using var losses = TakeStep(stepper, batch, learningRate);
                    var isLogged = _step == 1 || _step % options.LogInterval == 0 || _step == _plan.Steps;
                    LossRecord? record = null;
                    // A copy from a GPU waits for it, so there it is made for the records only.
                    if (isLogged || _device.type == DeviceType.CPU || stepper.UpdatesLeftOut > 0)
                    {
                        var values = losses.Read();
                        Tell(_health.Check(values, _step, stepper.UpdatesLeftOut, _checkpoints.LastGood?.Name));
                        record = isLogged ? ToRecord(values, learningRate, pace) : null;
                    }

                    if (record is not null)
                    {
                        log.Append(record);
                        Tell(_health.Note(record));
                        LookAtPictures(batch);
                    }

                    if (options.SampleInterval > 0 && _step % options.SampleInterval == 0)
                    {
                        SaveSamples();
                        WriteRecord(RunStatus.Running);
                    }

                    if (IsCheckpointDue)
                    {
                        SaveCheckpoint($"step-{_step:D6}");
                        WriteRecord(RunStatus.Running);
                    }

                    string[] warnings = [.. _notices, .. batch.Warnings];
                    _notices.Clear();
                    waiting = true;
                    yield return Progress(pace) with { Record = record, Warnings = warnings };
                    if (cancellation.IsCancellationRequested)
                    {
                        yield break;
                    }

                    waiting = false;
                }

                _position = BatchLoader.NextEpoch(_position);
                if (_position.Epoch % options.CheckpointInterval == 0 || _position.Epoch == options.Epochs)
                {
                    SaveCheckpoint($"epoch-{_position.Epoch:D4}");
                    WriteRecord(RunStatus.Running);
                }
            }

            SaveResults();
            WriteRecord(RunStatus.Finished);
        }
        finally
        {
            if (waiting)
            {
                SaveCheckpoint($"step-{_step:D6}");
                SaveResults();
                WriteRecord(RunStatus.Stopped);
            }
        }
    }

    public void Dispose()
    {
        _loader.Dispose();
        _poolA.Dispose();
        _poolB.Dispose();
        _networks.Dispose();
    }

    // Smooths the edges of domain B's images. Whoever leaves meanwhile leaves a run that can be resumed from where it was.
    private IEnumerable<PreparationProgress> Prepare(EdgeSmoothedImages images, CancellationToken cancellation)
    {
        var begun = _time.GetTimestamp();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var work = Task.Run(() => images.Prepare(stop.Token), stop.Token);
        try
        {
            while (!((IAsyncResult)work).AsyncWaitHandle.WaitOne(100))
            {
                yield return new PreparationProgress(images.Done, images.Files.Count);
            }
        }
        finally
        {
            stop.Cancel();
            ((IAsyncResult)work).AsyncWaitHandle.WaitOne();
            _record = _record with { PreparationSeconds = Math.Round(_record.PreparationSeconds + _time.GetElapsedTime(begun).TotalSeconds, 3) };
            WriteRecord(RunStatus.Stopped);
        }

        if (!work.IsCanceled)
        {
            work.GetAwaiter().GetResult();
        }

        yield return new PreparationProgress(images.Done, images.Files.Count);
    }

    private TrainingProgress Progress(Pace pace) => new()
    {
        Epoch = _position.Epoch + 1,
        Epochs = _plan.Options.Epochs,
        StepOfEpoch = _position.Step,
        StepsPerEpoch = _loader.StepsPerEpoch,
        Step = _step,
        Steps = _plan.Steps,
        SecondsRemaining = pace.SecondsFor(_plan.Steps - _step, _step, Seconds),
        Warnings = [],
    };

    /// <returns>Whether there was a checkpoint; not if the run was ended before its first.</returns>
    private bool Restore()
    {
        var before = _run.Read();
        var restored = _checkpoints.Restore(Load, _notices);
        if (!restored && before.Step > 0)
        {
            throw new CycleGanException(FaultKind.UnreadableCheckpoint, $"The run {_run.Path} has no checkpoint to go on from. Start it anew with -Force.", _run.Path);
        }

        _record = _record with { Started = before.Started, PreparationSeconds = before.PreparationSeconds };
        if (before.DataFingerprint != _record.DataFingerprint)
        {
            _notices.Add("The training images are not those that the run began with, so it goes on with other samples than it would have had.");
        }

        return restored;
    }

    private void Load(string folder)
    {
        var state = Checkpoint.Load(folder, _networks, _poolA, _poolB);
        (_step, _secondsBefore, _position) = (state.Step, state.Seconds, state.Position);
        _penaltyRandom = state.PenaltyRandom;
    }

    // What a process that was killed left half written under a name of its own.
    private void Sweep()
    {
        _checkpoints.Sweep();
        foreach (var folder in ((string[])[_run.Path, _run.Samples, _run.Checkpoints]).Where(Directory.Exists))
        {
            AtomicFile.Sweep(folder);
        }
    }

    private void Tell(string? notice)
    {
        if (notice is not null)
        {
            _notices.Add(notice);
        }
    }

    private void LookAtPictures(TrainingBatch batch)
    {
        if (_step < _nextLook)
        {
            return;
        }

        _nextLook = _step + StepsBetweenLooks;
        Tell(_health.NotePicture("generatorAB", Spread(_networks.GeneratorAB, batch.ImagesA)));
        Tell(_health.NotePicture("generatorBA", Spread(_networks.GeneratorBA, batch.ImagesB)));
    }

    private double Spread(ResnetGenerator generator, IReadOnlyList<RgbImage> images)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        return generator.call(TrainingBatch.Upload([images[0]], _device)).flatten(2).std(2).max().cpu().item<float>();
    }

    private StepLosses TakeStep(CycleGanStep stepper, TrainingBatch batch, double learningRate)
    {
        using var realA = TrainingBatch.Upload(batch.ImagesA, _device);
        using var realB = TrainingBatch.Upload(batch.ImagesB, _device);
        using var smoothedB = batch.ImagesSmoothedB is null ? null : TrainingBatch.Upload(batch.ImagesSmoothedB, _device);
        var losses = stepper.Run(realA, realB, learningRate, smoothedB: smoothedB);
        _step++;
        _position = batch.After;
        return losses;
    }

    private float[] DrawCoefficients(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)_penaltyRandom.NextDouble())];

    private LossRecord ToRecord(LossRecord losses, double learningRate, Pace pace) => losses with
    {
        Epoch = _position.Epoch + 1,
        Step = _step,
        LearningRate = learningRate,
        Seconds = Math.Round(Seconds, 3),
        ImagesPerSecond = Math.Round(_plan.Options.ImagesPerStep * pace.StepsPerSecondSinceLast(_step, Seconds), 3),
    };

    private void SaveCheckpoint(string name)
    {
        // First, so that no checkpoint is ahead of the log.
        _log?.FlushToDisk();
        _checkpoints.Save(name, _step, folder =>
            Checkpoint.Write(folder, _networks, _poolA, _poolB, _penaltyRandom, _step, Seconds, _position, Describe));
        _lastCheckpoint = _time.GetTimestamp();
    }

    private void SaveSamples()
    {
        _samples ??= new SampleGrid(
            _plan.SamplesA.Count > 0 ? _plan.SamplesA : _plan.FilesA,
            _plan.SamplesB.Count > 0 ? _plan.SamplesB : _plan.FilesB,
            _plan.Options.ImageSize);
        _samples.Save(Path.Combine(_run.Samples, $"{_step:D6}.png"), _networks.GeneratorAB, _networks.GeneratorBA);
    }

    private void SaveResults()
    {
        GeneratorFile.Save(_run.GeneratorAB, _networks.GeneratorAB, Describe("AB"));
        GeneratorFile.Save(_run.GeneratorBA, _networks.GeneratorBA, Describe("BA"));
        Disk.FlushFolder(_run.Path);
        LossPlot.Save([.. LossLog.Read(_run.Losses)], _run.LossPlot, title: _run.Name);
    }

    private GeneratorInfo Describe(string direction) => new()
    {
        Generator = _plan.Options.ToGeneratorOptions(),
        ImageSize = _plan.Options.ImageSize,
        Direction = direction,
        Epochs = _position.Epoch,
        Steps = _step,
        AdversarialLoss = _plan.Options.AdversarialLoss,
        Technique = Configs.Technique.Name(_plan.Options),
        DataFingerprint = _record.DataFingerprint,
        Writer = $"CycleGanPS {VersionOf(typeof(Trainer).Assembly)}",
    };

    private void WriteRecord(RunStatus status) => _run.Write(_record with
    {
        Status = status,
        Updated = _time.GetLocalNow(),
        Seconds = Math.Round(Seconds, 3),
        Epoch = Math.Min(_position.Epoch + 1, _plan.Options.Epochs),
        Step = _step,
    });

    private RunRecord NewRecord(int seed) => new()
    {
        Status = RunStatus.Running,
        Seed = seed,
        Device = _device.ToString(),
        Threads = get_num_threads(),
        Started = _time.GetLocalNow(),
        Updated = _time.GetLocalNow(),
        Epochs = _plan.Options.Epochs,
        Steps = _plan.Steps,
        ImagesA = _plan.FilesA.Count,
        ImagesB = _plan.FilesB.Count,
        DataFingerprint = _plan.DataFingerprint(),
        Versions = new Dictionary<string, string>
        {
            ["CycleGanPS"] = VersionOf(typeof(Trainer).Assembly),
            ["TorchSharp"] = VersionOf(typeof(torch).Assembly),
            ["DotNet"] = Environment.Version.ToString(),
        },
    };

    private static string VersionOf(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";
}
