using System.Runtime.ExceptionServices;
using CycleGanPS.Core.Networks.Convolutions;
using CycleGanPS.Core.Options;
using CycleGanPS.Core.Threading;
using TorchSharp;

namespace CycleGanPS.Core.Training;

/// <summary>
/// Both directions of a step at once, A → B → A and B → A → B, each with half of the threads. In small networks threads that share each layer wait
/// for each other most of the time, and beside other programs even longer.
/// </summary>
internal static class SideBySide
{
    // Filters times ImageSize: beyond that, layers are large enough to be shared.
    private const long LargestLayer = 32 * 64;

    /// <summary>
    /// Whether the directions of the generators' update are worked on apart. That decides the order of sums, so it hangs on the options alone: with one
    /// thread, the same is done one after the other.
    /// </summary>
    public static bool Suits(TrainingOptions options, torch.Device device) =>
        device.type == DeviceType.CPU
        && (long)options.Filters * options.ImageSize * options.BatchSize <= LargestLayer
        && options.Cycle == CycleKind.Full;

    /// <summary>Does two pieces of work, at once if there are more threads than one. What they leave behind must be of no dispose scope.</summary>
    public static (T First, T Second) Run<T>(Func<T> first, Func<T> second)
    {
        if (TensorThreads.Count == 1 || !TensorThreads.CanLimit)
        {
            return (first(), second());
        }

        var each = TensorThreads.Count / 2;
        T Apart(Func<T> work)
        {
            using var threads = TensorThreads.Limit(each);
            return work();
        }

        var other = Task.Factory.StartNew(
            () => Apart(second), CancellationToken.None, TaskCreationOptions.DenyChildAttach, LastingThreads.Shared);
        ExceptionDispatchInfo? fault = null;
        var own = default(T)!;
        try
        {
            own = Apart(first);
        }
        catch (Exception caught)
        {
            fault = ExceptionDispatchInfo.Capture(caught);
        }

        // Whatever became of the one, the other must have ended before its tensors are let go of.
        ((IAsyncResult)other).AsyncWaitHandle.WaitOne();
        fault?.Throw();
        return (own, other.GetAwaiter().GetResult());
    }
}
