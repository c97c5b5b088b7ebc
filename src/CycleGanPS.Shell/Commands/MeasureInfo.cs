namespace CycleGanPS.Shell.Commands;

/// <summary>What was measured of one property.</summary>
public abstract class MeasureInfo
{
    /// <summary>The property, or nothing where the objects themselves were measured.</summary>
    public string? Property { get; set; }
}
