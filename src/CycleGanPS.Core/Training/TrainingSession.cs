using System.Diagnostics;
using System.Reflection;
using CycleGanPS.Core.Data;
using CycleGanPS.Core.Data.Edges;
using CycleGanPS.Core.Losses;
using CycleGanPS.Core.Reports;
using CycleGanPS.Core.Serialization;
using TorchSharp;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Training;

/// <summary>One process's turn at a run: the networks in memory and where the run stands.</summary>
internal sealed class TrainingSession : IDisposable
{
    private readonly TrainingPlan _plan;
    private readonly RunFolder _run;
    private readonly Device _device;
    private readonly CycleGan _networks;
    private readonly ImagePool _poolA;
    private readonly ImagePool _poolB;
    private readonly EdgeSmoothedImages? _smoothedB;
    private readonly BatchLoader _loader;
    private readonly Stopwatch _clock = new();
    private RunRecord _record;
    private SampleGrid? _samples;
    private RandomSource _penaltyRandom;
    private DataPosition _position;
    private long _step;
    private double _secondsBefore;
    private string? _notice;

    public TrainingSession(TrainingPlan plan, RunFolder run, int seed, Device device)
    {
        (_plan, _run, _device) = (plan, run, device);
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

    private double Seconds => _secondsBefore + _clock.Elapsed.TotalSeconds;

    /// <summary>Takes the steps that are left. Leaving the stream early saves what there is.</summary>
    public IEnumerable<TrainingProgress> Steps(bool resume, CancellationToken cancellation)
    {
        var options = _plan.Options;
        if (resume)
        {
            Restore();
        }

        LossLog.TruncateAfter(_run.Losses, _step);
        using var log = new LossLog(_run.Losses);
        var stepper = new CycleGanStep(_networks, options, _poolA, _poolB, DrawCoefficients);
        var pace = new Pace(_step, _secondsBefore);
        WriteRecord(RunStatus.Running);
        if (!resume)
        {
            // The untrained networks: a run that is killed early can go on, and progress can be measured from them.
            SaveCheckpoint("epoch-0000");
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

        _clock.Start();

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
                    LossRecord? record = null;
                    if (_step == 1 || _step % options.LogInterval == 0 || _step == _plan.Steps)
                    {
                        record = ToRecord(losses.Read(), learningRate, pace);
                        log.Append(record);
                    }

                    if (options.SampleInterval > 0 && _step % options.SampleInterval == 0)
                    {
                        SaveSamples();
                        WriteRecord(RunStatus.Running);
                    }

                    var warnings = _notice is null ? batch.Warnings : [_notice, .. batch.Warnings];
                    _notice = null;
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
        var clock = Stopwatch.StartNew();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var work = Task.Run(() => images.Prepare(stop.Token), CancellationToken.None);
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
            _record = _record with { PreparationSeconds = Math.Round(_record.PreparationSeconds + clock.Elapsed.TotalSeconds, 3) };
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

    private void Restore()
    {
        var state = Checkpoint.Load(Checkpoint.Latest(_run), _networks, _poolA, _poolB);
        (_step, _secondsBefore, _position) = (state.Step, state.Seconds, state.Position);
        _penaltyRandom = state.PenaltyRandom;
        var before = _run.Read();
        _record = _record with { Started = before.Started, PreparationSeconds = before.PreparationSeconds };
        if (before.DataFingerprint != _record.DataFingerprint)
        {
            _notice = "The training images are not those that the run began with, so it goes on with other samples than it would have had.";
        }
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

    private LossRecord ToRecord(StepLosses.Values losses, double learningRate, Pace pace) => new()
    {
        Epoch = _position.Epoch + 1,
        Step = _step,
        Discriminator = losses.Discriminator,
        DiscriminatorA = losses.DiscriminatorA,
        DiscriminatorB = losses.DiscriminatorB,
        Generator = losses.Generator,
        Adversarial = losses.Adversarial,
        Cycle = losses.Cycle,
        Identity = losses.Identity,
        Wasserstein = losses.Wasserstein,
        GradientPenalty = losses.GradientPenalty,
        LearningRate = learningRate,
        Seconds = Math.Round(Seconds, 3),
        ImagesPerSecond = Math.Round(_plan.Options.ImagesPerStep * pace.StepsPerSecondSinceLast(_step, Seconds), 3),
    };

    private void SaveCheckpoint(string name) =>
        Checkpoint.Save(_run, name, _networks, _poolA, _poolB, _penaltyRandom, _step, Seconds, _position, Describe);

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
        Run = _run.Name,
        Technique = Options.Technique.Name(_plan.Options),
        DataFingerprint = _record.DataFingerprint,
        Writer = $"CycleGanPS {VersionOf(typeof(Trainer).Assembly)}",
    };

    private void WriteRecord(RunStatus status) => _run.Write(_record with
    {
        Status = status,
        Updated = DateTimeOffset.Now,
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
        Started = DateTimeOffset.Now,
        Updated = DateTimeOffset.Now,
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
