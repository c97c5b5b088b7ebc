namespace CycleGanPS.Help.Pages;

/// <summary>What a page says of a parameter.</summary>
/// <param name="Name">Without the dash.</param>
/// <param name="Meaning">What the parameter does.</param>
/// <param name="Default">The default in words, where the compiled cmdlet does not tell it.</param>
public sealed record ParameterProse(string Name, Prose Meaning, string? Default);
