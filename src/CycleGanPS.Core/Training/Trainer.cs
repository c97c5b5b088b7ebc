using System.Security.Cryptography;
using CycleGanPS.Core.Options;
using CycleGanPS.Core.Serialization;

namespace CycleGanPS.Core.Training;

/// <summary>
/// Trains a CycleGAN as a stream of steps, and keeps the run's folder. Whoever stops reading the stream, by cancelling
/// or by leaving it, stops the run within a step, with its losses and a checkpoint on disk.
/// </summary>
public sealed class Trainer(TrainingPlan plan, RunFolder run)
{
    /// <summary>Trains, step by step.</summary>
    /// <exception cref="CycleGanException">
    /// The folder holds another run or is in use, the device is missing, no image of a domain can be read, or the checkpoint does not fit.
    /// </exception>
    public IEnumerable<TrainingProgress> Run(StartMode mode, CancellationToken cancellation)
    {
        var device = TorchDevice.Resolve(plan.Options.Device);
        using var held = run.Acquire();
        int seed;
        if (mode == StartMode.Resume)
        {
            seed = run.Read().Seed;
        }
        else
        {
            run.Prepare(replace: mode == StartMode.Replace);
            seed = plan.Options.Seed ?? RandomNumberGenerator.GetInt32(int.MaxValue);
            WriteConfig(plan.Options with { Seed = seed });
        }

        using var session = new TrainingSession(plan, run, seed, device);
        using var steps = session.Steps(mode == StartMode.Resume, cancellation).GetEnumerator();
        while (MoveNext(steps))
        {
            yield return steps.Current;
        }
    }

    private bool MoveNext(IEnumerator<TrainingProgress> steps)
    {
        try
        {
            return steps.MoveNext();
        }
        catch (Exception fault) when (run.Exists)
        {
            run.Write(run.Read() with { Status = RunStatus.Failed, Error = fault.Message, Updated = DateTimeOffset.Now });
            throw;
        }
    }

    private void WriteConfig(TrainingOptions resolved)
    {
        var text = ConfigWriter.Write(resolved, $"The run {run.Name} as it was trained: all values in force.");
        AtomicFile.Write(run.Config, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(text)));
    }
}
