using CycleGanPS.Core.Reports.Html;

namespace CycleGanPS.Core.Reports;

/// <summary>A curve of a chart.</summary>
/// <param name="Classes">The classes that give it its looks.</param>
/// <param name="Title">What it is.</param>
/// <param name="Points">Its points, by training steps. What is not finite is left out.</param>
internal sealed record ChartCurve(string Classes, string Title, IReadOnlyList<(double Step, double Value)> Points)
{
    /// <summary>A mark at each point.</summary>
    public bool HasMarks { get; init; }
}
