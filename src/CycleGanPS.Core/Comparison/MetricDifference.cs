using System.Globalization;

namespace CycleGanPS.Core.Comparison;

/// <summary>A difference of two means with its 95 % interval.</summary>
/// <param name="Value">The technique's mean less the reference's: below zero is better.</param>
/// <param name="Low">Lower end of the interval.</param>
/// <param name="High">Upper end of the interval.</param>
/// <param name="CoversSeeds">
/// Whether the interval covers how far seeds come out apart. With one seed of a technique it cannot, and knows the test pictures only.
/// </param>
public sealed record MetricDifference(double Value, double Low, double High, bool CoversSeeds)
{
    /// <summary>Whether zero lies outside the interval.</summary>
    public bool ExcludesZero => Low > 0 || High < 0;

    /// <summary>Whether zero lies outside an interval that covers seeds, too: with one seed nobody can say so.</summary>
    public bool LargerThanChance => CoversSeeds && ExcludesZero;

    /// <summary>The difference with its interval in brackets, and a star where it is larger than chance.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{(Value > 0 ? "+" : "")}{Value:G3} [{Low:G3}, {High:G3}]{(LargerThanChance ? " *" : "")}");
}
