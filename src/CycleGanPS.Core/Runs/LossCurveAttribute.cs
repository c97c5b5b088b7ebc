namespace CycleGanPS.Core.Runs;

/// <summary>A panel of the figure of losses. Critics takes the place of Discriminators where all losses are logged that it alone has.</summary>
internal enum LossPanel
{
    Discriminators,
    Critics,
    Generators,
}

internal enum LossInk
{
    Black,
    Blue,
    Vermilion,
    Green,
}

/// <summary>A column's curve in the figure of losses.</summary>
/// <param name="panel">Where it is drawn.</param>
/// <param name="place">Curves are drawn one over another in this order.</param>
/// <param name="label">What the legend calls it.</param>
/// <param name="ink">Its colour.</param>
[AttributeUsage(AttributeTargets.Property, AllowMultiple = true)]
internal sealed class LossCurveAttribute(LossPanel panel, int place, string label, LossInk ink) : Attribute
{
    public LossPanel Panel => panel;

    public int Place => place;

    public string Label => label;

    public LossInk Ink => ink;

    /// <summary>Part of what the generators minimise, and drawn with the weight that it has there.</summary>
    public bool IsPartOfTotal { get; init; }
}
