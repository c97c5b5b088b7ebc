using System.Security.Cryptography;
using CycleGanPS.Core.Configs;
using CycleGanPS.Core.Files;
using CycleGanPS.Core.Machine;
using CycleGanPS.Core.Networks;
using CycleGanPS.Core.Options;
using CycleGanPS.Core.Runs;
using TorchSharp;

namespace CycleGanPS.Core.Training;

/// <summary>
/// Trains a CycleGAN as a stream of steps, and keeps the run's folder. Whoever stops reading the stream, by cancelling
/// or by leaving it, stops the run within a step, with its losses and a checkpoint on disk.
/// </summary>
public sealed class Trainer(TrainingPlan plan, RunFolder run, TimeProvider? time = null)
{
    private TrainingPlan _plan = plan;

    /// <summary>Trains, step by step.</summary>
    /// <exception cref="CycleGanException">
    /// The folder holds another run or is in use, the device is missing, no image of a domain can be read, or the checkpoint does not fit.
    /// </exception>
    public IEnumerable<TrainingProgress> Run(StartMode mode, CancellationToken cancellation)
    {
        var device = TorchDevice.Resolve(_plan.Options.Device);
        using var held = run.Acquire();
        string? notice = null;
        int seed;
        if (mode == StartMode.Resume)
        {
            seed = run.Read().Seed;
        }
        else
        {
            run.Prepare(replace: mode == StartMode.Replace);
            seed = _plan.Options.Seed ?? RandomNumberGenerator.GetInt32(int.MaxValue);
            notice = OrExplain(device, () => SettlePrecision(device));
        }

        using var session = OrExplain(device, () => new TrainingSession(_plan, run, seed, device, time ?? TimeProvider.System));
        if (mode != StartMode.Resume)
        {
            session.Announce(notice);
            WriteConfig(_plan.Options with { Seed = seed });
        }

        using var steps = session.Steps(mode == StartMode.Resume, cancellation).GetEnumerator();
        while (MoveNext(steps))
        {
            yield return steps.Current;
        }
    }

    // Before the run's config is written, which then says what was chosen: whoever resumes goes on with that.
    private string? SettlePrecision(torch.Device device)
    {
        if (_plan.Options.Precision != Precision.Auto)
        {
            return null;
        }

        using var generator = new ResnetGenerator(_plan.Options.ToGeneratorOptions());
        var choice = PrecisionChoice.Measure(generator.to(device), device, _plan.Options.ImageSize, training: true);
        _plan = _plan.In(choice.Precision);
        return choice.Explanation;
    }

    // What takes memory before the first step.
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

    private bool MoveNext(IEnumerator<TrainingProgress> steps)
    {
        try
        {
            return steps.MoveNext();
        }
        catch (Exception fault) when (MemoryAdvice.IsOutOfMemory(fault))
        {
            var explained = MemoryAdvice.Explain(_plan, DeviceMemory.Available(TorchDevice.Resolve(_plan.Options.Device)), fault);
            Fail(explained);
            throw explained;
        }
        catch (Exception fault)
        {
            Fail(fault);
            throw;
        }
    }

    private void Fail(Exception fault)
    {
        try
        {
            run.Write(run.Read() with { Status = RunStatus.Failed, Error = fault.Message, Updated = (time ?? TimeProvider.System).GetLocalNow() });
        }
        catch (Exception other) when (other is CycleGanException or IOException or UnauthorizedAccessException)
        {
            // Where the disk is the trouble the record cannot be written either; the first fault is the one to tell.
        }
    }

    private void WriteConfig(TrainingOptions resolved)
    {
        var text = ConfigWriter.Write(resolved, $"The run {run.Name} as it was trained: all values in force.");
        AtomicFile.WriteText(run.Config, text);
    }
}
