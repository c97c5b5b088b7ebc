namespace CycleGanPS.Core.Models;

/// <summary>The number formats that weights are written in.</summary>
public enum WeightPrecision
{
    /// <summary>As they were trained.</summary>
    Float32,

    /// <summary>Half the file, and three decimal digits less.</summary>
    Float16,
}
