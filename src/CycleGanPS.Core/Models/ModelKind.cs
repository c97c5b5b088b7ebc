namespace CycleGanPS.Core.Models;

/// <summary>What a network does.</summary>
public enum ModelKind
{
    /// <summary>Nothing that we recognise.</summary>
    Unknown,

    Generator,

    Discriminator,
}
