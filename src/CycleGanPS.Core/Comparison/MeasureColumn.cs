using System.Globalization;

namespace CycleGanPS.Core.Comparison;

/// <summary>How a table shows a measure.</summary>
/// <param name="Title">The head of the column.</param>
/// <param name="Format">The .NET format of a number, which says how many decimals are worth reading.</param>
/// <param name="Scale">What numbers are multiplied with, so that they can be read.</param>
internal sealed record MeasureColumn(string Title, string Format, double Scale = 1)
{
    public string Show(double? value) => Text(value, $"{Format};−{Format};{Format}");

    /// <summary>A difference, with its sign.</summary>
    public string ShowDifference(double? value) => Text(value, $"+{Format};−{Format};{Format}");

    /// <summary>A mean with its deviation, if there is one.</summary>
    public string ShowSpread(double? mean, double? deviation) => deviation is null ? Show(mean) : $"{Show(mean)} ± {Show(deviation)}";

    private string Text(double? value, string format) => (Scale * value)?.ToString(format, CultureInfo.InvariantCulture) ?? "–";
}
