using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using CycleGanPS.Core.Machine;
using TorchSharp;

namespace CycleGanPS.Core.Networks.Convolutions;

/// <summary>
/// Runs work on libtorch's own threads. They wait for their next work by spinning, so other threads beside them would have to
/// share the cores with threads that do nothing. Where libtorch's OpenMP is not GNU's, .NET's own threads do the work.
/// </summary>
internal static unsafe class TensorThreads
{
    private static readonly delegate* unmanaged<delegate* unmanaged<void*, void>, void*, uint, uint, void> Parallel = FindParallel();
    private static delegate* unmanaged<int> _threadNumber;
    private static delegate* unmanaged<int, void> _setThreads;

    /// <summary>Threads that libtorch uses.</summary>
    public static int Count => torch.get_num_threads();

    /// <summary>Whether threads can be given other numbers of helpers.</summary>
    public static bool CanLimit => Parallel is not null;

    /// <summary>Until it is disposed of, libtorch and our own loops use so many threads for what this thread asks for, and no other thread does.</summary>
    /// <param name="count">How many; null changes nothing.</param>
    public static Limited Limit(int? count) => new(count);

    /// <summary>Calls <paramref name="body"/> with parts of 0 … <paramref name="count"/> − 1 that together make up the whole, at once.</summary>
    /// <param name="count">How many pieces of work there are.</param>
    /// <param name="body">Does the pieces from the first number up to, but without, the second.</param>
    public static void For(int count, Action<int, int> body)
    {
        var threads = Math.Min(Count, count);
        if (threads <= 1)
        {
            body(0, count);
            return;
        }

        var work = new Work(count, threads, body);
        if (Parallel is null)
        {
            System.Threading.Tasks.Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, work.Run);
        }
        else
        {
            var handle = GCHandle.Alloc(work);
            try
            {
                Parallel(&RunPart, (void*)GCHandle.ToIntPtr(handle), (uint)threads, 0);
            }
            finally
            {
                handle.Free();
            }
        }

        work.Fault?.Throw();
    }

    [UnmanagedCallersOnly]
    private static void RunPart(void* work) => ((Work)GCHandle.FromIntPtr((nint)work).Target!).Run(_threadNumber());

    private static delegate* unmanaged<delegate* unmanaged<void*, void>, void*, uint, uint, void> FindParallel()
    {
        // Of the library that libtorch has loaded, wherever from: it holds the threads.
        NativeLibraries.EnsureLoadable();
        if (OperatingSystem.IsLinux()
            && NativeLibraries.Export("GOMP_parallel") is var parallel and not 0
            && NativeLibraries.Export("omp_get_thread_num") is var threadNumber and not 0
            && NativeLibraries.Export("omp_set_num_threads") is var setThreads and not 0)
        {
            _setThreads = (delegate* unmanaged<int, void>)setThreads;
            _threadNumber = (delegate* unmanaged<int>)threadNumber;
            return (delegate* unmanaged<delegate* unmanaged<void*, void>, void*, uint, uint, void>)parallel;
        }

        return null;
    }

    /// <summary>Ends at its disposal.</summary>
    internal readonly struct Limited : IDisposable
    {
        private readonly int? _before;

        // Asked first, libtorch gives this thread its own number before it gets ours; its own way to set it is for all threads to come.
        public Limited(int? count)
        {
            if (count is { } wanted && Count is var before && wanted != before && CanLimit)
            {
                _before = before;
                _setThreads(wanted);
            }
        }

        public void Dispose()
        {
            if (_before is { } before)
            {
                _setThreads(before);
            }
        }
    }

    private sealed class Work(int count, int threads, Action<int, int> body)
    {
        public ExceptionDispatchInfo? Fault { get; private set; }

        // An exception must not pass through native frames.
        public void Run(int part)
        {
            try
            {
                body((int)((long)count * part / threads), (int)((long)count * (part + 1) / threads));
            }
            catch (Exception fault)
            {
                Fault = ExceptionDispatchInfo.Capture(fault);
            }
        }
    }
}
