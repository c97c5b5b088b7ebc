using System.Security.Cryptography;
using CycleGanPS.Core.Configs;
using CycleGanPS.Core.Data;
using CycleGanPS.Core.Images.Edges;
using CycleGanPS.Core.Machine;
using CycleGanPS.Core.Networks;
using CycleGanPS.Core.Objectives;
using CycleGanPS.Core.Options;
using CycleGanPS.Core.Runs;
using TorchSharp;

namespace CycleGanPS.Core.Training;

/// <summary>
/// Trains a CycleGAN as a stream of steps, and keeps the run's folder. Whoever stops reading the stream, by cancelling
/// or by leaving it, stops the run within a step, with its losses and a checkpoint on disk.
/// </summary>
/// <param name="plan">What to train.</param>
/// <param name="run">Where it goes.</param>
/// <param name="time">The clock.</param>
/// <param name="evaluator">Measures the generators between epochs, where the options want that.</param>
internal sealed class Trainer(TrainingPlan plan, RunFolder run, TimeProvider? time = null, IRunEvaluator? evaluator = null)
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private TrainingPlan _plan = plan;

    /// <summary>What the run has done since it was asked last, a sentence each: epochs, checkpoints. Not for other threads.</summary>
    public Queue<string> Remarks { get; } = new();

    /// <summary>Trains, step by step.</summary>
    /// <exception cref="CycleGanException">
    /// The folder holds another run or is in use, the device is missing, no image of a domain can be read, or the checkpoint does not fit.
    /// </exception>
    public IEnumerable<TrainingProgress> Run(StartMode mode, CancellationToken cancellation)
    {
        var device = TorchDevice.Resolve(_plan.Options.Device);
        using var held = run.Acquire();
        var resume = mode == StartMode.Resume;
        string? notice = null;
        int seed;
        if (resume)
        {
            var record = run.Read();
            seed = record.Seed;
            _plan = _plan.On(_plan.Options.Threads ?? record.Threads);
        }
        else
        {
            InitialWeights.Check(_plan.Options, run);
            run.Prepare(replace: mode == StartMode.Replace);
            seed = _plan.Options.Seed ?? RandomNumberGenerator.GetInt32(int.MaxValue);
            _plan = _plan.On(_plan.Options.Threads ?? torch.get_num_threads());
            notice = OrExplain(device, () => SettlePrecision(device));
        }

        using var state = OrExplain(device, () => new TrainingState(_plan.Options, seed, device, _time));
        using var journal = new RunJournal(_plan, run, state, seed, device, _time, evaluator) { Remarks = Remarks };
        var smoothedB = _plan.Options.EdgeSmoothing ? new EdgeSmoothedImages(_plan.FilesB) : null;
        using var loader = Loader(smoothedB);
        var board = _plan.Options.TensorBoard ? new TensorBoardLog(run.TensorBoard) : null;
        var loop = new TrainingLoop(_plan, state, loader, journal, board, device);
        loop.Tell(notice);
        if (!resume)
        {
            journal.Announce();
        }

        using var steps = Session().GetEnumerator();
        while (MoveNext(steps, device, journal))
        {
            yield return steps.Current;
        }

        IEnumerable<TrainingProgress> Session()
        {
            loop.Tell(journal.Open(resume));
            if (smoothedB is not null)
            {
                foreach (var preparation in EdgePreparation.Run(smoothedB, journal, _time, cancellation))
                {
                    yield return new StepReport(_plan, state).Progress() with { Preparation = preparation };
                }

                if (cancellation.IsCancellationRequested)
                {
                    yield break;
                }
            }

            foreach (var progress in loop.Steps(cancellation))
            {
                yield return progress;
            }
        }
    }

    private BatchLoader Loader(EdgeSmoothedImages? smoothedB)
    {
        var options = _plan.Options;
        var data = new UnpairedDataset(_plan.FilesA, _plan.FilesB, smoothedB);
        return new BatchLoader(data, options.ImagesPerStep, options.ResolvedLoadSize, options.ImageSize, options.Workers);
    }

    // Before the run's config is written, which then says what was chosen: whoever resumes goes on with that.
    private string? SettlePrecision(torch.Device device)
    {
        if (_plan.Options.Precision != Precision.Auto)
        {
            return null;
        }

        using var generator = GeneratorNetwork.For(_plan.Options.ToGeneratorOptions());
        var choice = PrecisionChoice.Measure(generator.to(device), device, _plan.Options.ImageSize, training: true);
        _plan = _plan.In(choice.Precision);
        return choice.Explanation;
    }

    private T OrExplain<T>(torch.Device device, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception fault) when (MemoryAdvice.IsOutOfMemory(fault))
        {
            throw MemoryAdvice.Explain(_plan, DeviceMemory.Available(device), fault);
        }
    }

    private bool MoveNext(IEnumerator<TrainingProgress> steps, torch.Device device, RunJournal journal)
    {
        try
        {
            return OrExplain(device, steps.MoveNext);
        }
        catch (Exception fault)
        {
            journal.Fail(fault);
            throw;
        }
    }
}
