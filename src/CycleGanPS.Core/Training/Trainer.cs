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
/// <param name="team">The ranks that train it, which this one leads; one process by default. Each other has a <see cref="Follower"/>.</param>
internal sealed class Trainer(TrainingPlan plan, RunFolder run, TimeProvider? time = null, IRunEvaluator? evaluator = null, Team? team = null)
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly Team _team = team ?? Team.Alone;
    private TrainingPlan _plan = plan;

    /// <summary>What the run has done since it was asked last, a sentence each: epochs, checkpoints. Not for other threads.</summary>
    public Queue<string> Remarks { get; } = new();

    /// <summary>Trains, step by step.</summary>
    /// <exception cref="CycleGanException">
    /// The folder holds another run or is in use, the device is missing, no image of a domain can be read, or the checkpoint does not fit.
    /// </exception>
    public IEnumerable<TrainingProgress> Run(StartMode mode, CancellationToken cancellation)
    {
        var device = TorchDevice.Resolve(_plan.Options.Device, _team.LocalRank);
        _team.Agree(_plan);
        using var held = run.Acquire();
        var resume = mode == StartMode.Resume;
        string? notice = null;
        int seed;
        if (resume)
        {
            var record = run.Read();
            seed = record.Seed;
            EnsureSameRanks(record);
            _plan = _plan.On(_plan.Options.Threads ?? record.Threads);
        }
        else
        {
            InitialWeights.Check(_plan.Options, run);
            run.Prepare(replace: mode == StartMode.Replace);
            seed = _plan.Options.Seed ?? RandomNumberGenerator.GetInt32(int.MaxValue);
            _plan = _plan.On(_plan.Options.Threads ?? _team.DefaultThreads(torch.get_num_threads()));
            notice = OrExplain(device, () => SettlePrecision(device));
        }

        _team.Share(new Settlement(seed, _plan.Options.Precision, _plan.Options.Threads!.Value));
        using var state = OrExplain(device, () => new TrainingState(_plan.Options, seed, device, _time, _team));
        using var journal = new RunJournal(_plan, run, state, _team, seed, device, _time, evaluator) { Remarks = Remarks };
        var smoothedB = _plan.Options.EdgeSmoothing ? new EdgeSmoothedImages(_plan.FilesB) : null;
        using var loader = _plan.OpenLoader(_team, smoothedB);
        var board = _plan.Options.TensorBoard ? new TensorBoardLog(run.TensorBoard) : null;
        var loop = new TrainingLoop(_plan, state, _team, loader, journal, board, device);
        loop.Tell(notice);
        if (!resume)
        {
            journal.Announce();
        }

        var steps = Session().GetEnumerator();
        var begun = 0L;
        // After a fault the others may wait for something else, and whoever catches it ends them.
        var isWhole = false;
        try
        {
            while (MoveNext(steps, device, journal))
            {
                isWhole = true;
                yield return steps.Current;
                isWhole = false;
            }

            isWhole = true;
        }
        finally
        {
            steps.Dispose();
            if (isWhole)
            {
                _team.Tell(Team.Order.End);
                if (_team.Count > 1 && state.Step > begun)
                {
                    Remarks.Enqueue(_team.Cost(state.Step - begun));
                }
            }
        }

        IEnumerable<TrainingProgress> Session()
        {
            loop.Tell(journal.Open(resume));
            begun = state.Step;
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

    private void EnsureSameRanks(RunRecord record)
    {
        var before = record.Ranks ?? 1;
        if (before != _team.Count)
        {
            throw new CycleGanException(
                FaultKind.InvalidArgument,
                $"The run in {run.Path} is trained by {Ranks(before)}, and cannot go on with {Ranks(_team.Count)}: a step takes the images of all of them, "
                + "and each has pools of its own.",
                run.Path);
        }

        static string Ranks(int count) => count == 1 ? "one process" : $"{count} ranks";
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
