namespace CycleGanPS.Core.Inference;

/// <summary>The sizes of pictures that a network takes.</summary>
internal sealed record PictureSizes
{
    /// <summary>Each side must be a multiple of this.</summary>
    public int Multiple { get; init; } = 1;

    /// <summary>No side may be smaller.</summary>
    public int Smallest { get; init; } = 1;

    /// <summary>The only width it takes, or null.</summary>
    public int? Width { get; init; }

    /// <summary>The only height it takes, or null.</summary>
    public int? Height { get; init; }
}
