namespace CycleGanPS.Core.Metrics;

/// <summary>An array of numbers of a NumPy file.</summary>
/// <param name="Shape">Its sizes, row after row of the last.</param>
/// <param name="Values">The numbers.</param>
/// <param name="IsInteger">Whether they are whole numbers of 64 bits in a file.</param>
internal sealed record NpzArray(int[] Shape, double[] Values, bool IsInteger = false)
{
    public string Size => string.Join('×', Shape);
}
