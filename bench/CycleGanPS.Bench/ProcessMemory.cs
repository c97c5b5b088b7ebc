namespace CycleGanPS.Bench;

/// <summary>Resident memory of this process at its highest, as Linux counts it; 0 elsewhere.</summary>
internal static class ProcessMemory
{
    private const string Status = "/proc/self/status";
    private const string Reset = "/proc/self/clear_refs";

    public static long PeakMegabytes => File.Exists(Status)
        ? long.Parse(File.ReadLines(Status).First(line => line.StartsWith("VmHWM", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]) / 1024
        : 0;

    public static void ForgetPeak()
    {
        if (File.Exists(Reset))
        {
            File.WriteAllText(Reset, "5");
        }
    }
}
