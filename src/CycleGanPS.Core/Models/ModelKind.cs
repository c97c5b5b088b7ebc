namespace CycleGanPS.Core.Models;

/// <summary>What a network does.</summary>
public enum ModelKind
{
    /// <summary>Nothing that we recognise.</summary>
    Unknown,

    /// <summary>Turns a picture into another.</summary>
    Generator,

    /// <summary>Tells drawn pictures from translated ones, patch by patch.</summary>
    Discriminator,
}
