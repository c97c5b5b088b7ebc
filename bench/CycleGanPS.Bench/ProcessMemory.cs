using System.Runtime.InteropServices;

namespace CycleGanPS.Bench;

/// <summary>Resident memory of this process at its highest, as Linux counts it; 0 elsewhere.</summary>
internal static partial class ProcessMemory
{
    private const string Status = "/proc/self/status";
    private const string Peak = "VmHWM:";
    private const string Reset = "/proc/self/clear_refs";

    // As in "VmHWM:     12345 kB".
    public static long PeakMegabytes => File.Exists(Status)
        ? long.Parse(File.ReadLines(Status).First(line => line.StartsWith(Peak, StringComparison.Ordinal))[Peak.Length..^" kB".Length]) / 1024
        : 0;

    /// <summary>Gives back what a large workload has freed, or the peer's turn might find too little.</summary>
    public static void ReturnIfLarge()
    {
        const long Large = 6000;
        if (OperatingSystem.IsLinux() && PeakMegabytes > Large)
        {
            _ = Trim(0);
        }
    }

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int Trim(nuint pad);

    public static void ForgetPeak()
    {
        if (File.Exists(Reset))
        {
            File.WriteAllText(Reset, "5");
        }
    }
}
