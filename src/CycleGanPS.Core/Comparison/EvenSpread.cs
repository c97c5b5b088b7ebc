namespace CycleGanPS.Core.Comparison;

/// <summary>A few of many, evenly spread.</summary>
internal static class EvenSpread
{
    /// <summary>So many places of a list of <paramref name="total"/>, each in the middle of an equal part of it.</summary>
    public static IEnumerable<int> Places(int total, int count) =>
        Enumerable.Range(0, count).Select(place => (int)((place + 0.5) * total / count));
}
