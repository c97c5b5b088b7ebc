namespace CycleGanPS.Core.Options;

/// <summary>Marks a property of <see cref="TrainingOptions"/> as a key of the config file.</summary>
/// <param name="section">The heading under which a written config lists it.</param>
/// <param name="description">One line that says what the key does.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ConfigKeyAttribute(string section, string description) : Attribute
{
    public string Section { get; } = section;

    public string Description { get; } = description;

    /// <summary>The value is the path of a folder or a file; a relative one is relative to the config file.</summary>
    public bool IsPath { get; init; }

    /// <summary>The smallest number that the key may have.</summary>
    public double Least { get; init; } = double.NegativeInfinity;

    /// <summary>The largest number that the key may have.</summary>
    public double Most { get; init; } = double.PositiveInfinity;
}
