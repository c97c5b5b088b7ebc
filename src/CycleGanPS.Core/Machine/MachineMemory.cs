using System.Globalization;

namespace CycleGanPS.Core.Machine;

/// <summary>The memory of the machine, or of the container that the process is in.</summary>
internal static class MachineMemory
{
    /// <summary>Bytes in all.</summary>
    public static long Total => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    /// <summary>Bytes that can be had without making the machine swap, as an estimate.</summary>
    public static long Free
    {
        get
        {
            const string meminfo = "/proc/meminfo";
            if (File.Exists(meminfo))
            {
                // "MemAvailable:   12345678 kB"
                var words = File.ReadLines(meminfo).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
                if (words.FirstOrDefault(line => line is ["MemAvailable:", _, ..]) is { } available
                    && long.TryParse(available[1], CultureInfo.InvariantCulture, out var kilobytes))
                {
                    return Math.Min(1024 * kilobytes, Total);
                }
            }

            return Math.Max(Total - GC.GetGCMemoryInfo().MemoryLoadBytes, Total / 4);
        }
    }
}
