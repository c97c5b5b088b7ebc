using CycleGanPS.Core.Images;
using CycleGanPS.Core.Images.Metadata;

namespace CycleGanPS.Core.Inference;

/// <summary>A picture as the network takes it, the part of it that is the picture, and the size that the translation is to have.</summary>
internal sealed record Prepared(RgbImage Padded, int FittedWidth, int FittedHeight, int Width, int Height)
{
    /// <summary>The transparency of the translation, in its size; null for none.</summary>
    public RgbImage? Alpha { get; init; }

    /// <summary>What is carried over to the translation; null for nothing.</summary>
    public PhotoMetadata? Metadata { get; init; }

    /// <summary>What is to be told of the picture; null for nothing.</summary>
    public string? Warning { get; init; }

    /// <summary>The time that it took to read.</summary>
    public TimeSpan Elapsed { get; init; }

    public bool SameSize(Prepared other) => (Padded.Width, Padded.Height) == (other.Padded.Width, other.Padded.Height);

    /// <summary>The translation in its size, without what was added for the network.</summary>
    public RgbImage Restore(RgbImage translation) =>
        PillowResampler.Resize(ReflectionPadding.Crop(translation, FittedWidth, FittedHeight), Width, Height, Resampling.Bicubic);
}
