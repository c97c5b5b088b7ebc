namespace CycleGanPS.Help.Pages;

/// <summary>What a page says of a type that goes in or comes out.</summary>
/// <param name="Name">The name of one of the module's types, the full name of another, or None.</param>
/// <param name="Meaning">Its properties, or how it is bound.</param>
public sealed record TypeProse(string Name, Prose Meaning);
