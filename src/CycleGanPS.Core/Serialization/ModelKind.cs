namespace CycleGanPS.Core.Serialization;

/// <summary>What a network does.</summary>
public enum ModelKind
{
    /// <summary>Nothing that we recognise.</summary>
    Unknown,

    Generator,

    Discriminator,
}
