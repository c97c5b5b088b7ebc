using System.Runtime.InteropServices;

namespace CycleGanPS.Core.Machine;

/// <summary>Settings of the C library's allocator and of libtorch's threads, for long trainings on a machine that also does other things.</summary>
internal static partial class NativeSettings
{
    // Names of mallopt's parameters in glibc's malloc.h.
    private const int TrimThreshold = -1;
    private const int TopPad = -2;
    private const int MmapThreshold = -3;
    private const int MmapMax = -4;
    private const int ArenaMax = -8;

    // What the C library begins with; and the largest threshold that it accepts.
    private const int ManyMaps = 65536;
    private const int LargestThreshold = 32 << 20;

    private static bool IsGnu => OperatingSystem.IsLinux() && !RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal);

    private static int _configured;

    /// <summary>
    /// Takes effect for what is loaded and allocated from now on, so it must come before the first tensor; once a process. Nothing but Linux
    /// with glibc has it.
    /// </summary>
    public static void Configure()
    {
        if (!IsGnu || Interlocked.Exchange(ref _configured, 1) != 0)
        {
            return;
        }

        ConfigureThreads();

        // With the allocator's defaults resident memory grows by some 16 MB a step, since large aligned blocks fragment the heap
        // and are handed back and asked for again and again. Huge pages for tensors; read by libtorch with getenv, which .NET's
        // own environment does not reach.
        _ = SetEnvironment("THP_MEM_ALLOC_ENABLE", "1", 1);
        _ = SetOption(MmapMax, 0);
        // With a heap of its own for each thread, what one has freed is of no use to the others: measuring features took 3 GB, not 1.
        _ = SetOption(ArenaMax, 1);
        _ = SetOption(TrimThreshold, int.MaxValue);
        _ = SetOption(TopPad, 64 << 20);
    }

    /// <summary>
    /// From now on the largest blocks get pages of their own, which go back to the system with them. A large picture then takes half the
    /// memory; trainings and small pictures, which ask for the same blocks again and again, would lose some hundredths of their time.
    /// </summary>
    public static void ReturnLargeBlocks()
    {
        if (IsGnu)
        {
            _ = SetOption(MmapThreshold, LargestThreshold);
            _ = SetOption(MmapMax, ManyMaps);
        }
    }

    /// <summary>
    /// Gives memory that is free back to the system. What a thread has freed stays with the heap that it came from, and the limit to the number of
    /// heaps comes too late where a process has had many threads before: then each piece of work leaves its peak behind, in another heap.
    /// </summary>
    public static void ReturnFreeMemory()
    {
        if (IsGnu)
        {
            _ = Trim(0);
        }
    }

    // A thread that waits for the others turns on the spot for some milliseconds before it sleeps. Where other programs want the
    // cores, that keeps from working just those it waits for: a training beside two busy programs took twice as long.
    private static void ConfigureThreads()
    {
        string[] choices = ["OMP_WAIT_POLICY", "GOMP_SPINCOUNT"];
        if (Array.TrueForAll(choices, name => string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name))))
        {
            _ = SetEnvironment("GOMP_SPINCOUNT", "20000", 1);
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int Trim(nuint keep);

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int SetOption(int parameter, int value);
}
