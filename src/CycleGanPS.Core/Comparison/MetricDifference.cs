using System.Globalization;

namespace CycleGanPS.Core.Comparison;

/// <summary>A difference of two means with its 95 % interval.</summary>
public sealed class MetricDifference(double value, double low, double high, bool coversSeeds)
{
    /// <summary>The technique's mean less the reference's: below zero is better, but for the share that has crossed over.</summary>
    public double Value => value;

    /// <summary>Lower end of the interval.</summary>
    public double Low => low;

    /// <summary>Upper end of the interval.</summary>
    public double High => high;

    /// <summary>
    /// Whether the interval covers how far seeds come out apart. With one seed of a technique it cannot, and knows the test pictures only.
    /// </summary>
    public bool CoversSeeds => coversSeeds;

    /// <summary>Whether zero lies outside the interval.</summary>
    public bool ExcludesZero => Low > 0 || High < 0;

    /// <summary>Whether zero lies outside an interval that covers seeds, too: with one seed nobody can say so.</summary>
    public bool LargerThanChance => CoversSeeds && ExcludesZero;

    /// <summary>The difference with its interval in brackets, and a star where it is larger than chance.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{(Value > 0 ? "+" : "")}{Value:G3} [{Low:G3}, {High:G3}]{(LargerThanChance ? " *" : "")}");
}
