using System.Globalization;

namespace CycleGanPS.Core.Machine;

/// <summary>How many threads compute on a processor where the tensor library is not there to ask.</summary>
internal static class ProcessorThreads
{
    private const string SiblingsAreUsed = "/sys/devices/system/cpu/smt/active";

    /// <summary>As the tensor library counts them: what OMP_NUM_THREADS says, else one a core, of which two processors may be one.</summary>
    public static int Default =>
        int.TryParse(Environment.GetEnvironmentVariable("OMP_NUM_THREADS"), NumberStyles.None, CultureInfo.InvariantCulture, out var wanted) && wanted > 0
            ? wanted
            : Math.Max(1, Environment.ProcessorCount / (HasSiblings ? 2 : 1));

    private static bool HasSiblings => File.Exists(SiblingsAreUsed) && File.ReadAllText(SiblingsAreUsed).Trim() == "1";
}
