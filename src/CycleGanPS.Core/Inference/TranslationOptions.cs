using CycleGanPS.Core.Faces;
using CycleGanPS.Core.Images;

namespace CycleGanPS.Core.Inference;

/// <summary>How pictures are translated and written.</summary>
internal sealed record TranslationOptions
{
    /// <summary>The shorter side of the translation in pixels; 0 keeps each picture's own size.</summary>
    public required int Size { get; init; }

    /// <summary>Pictures of one size that go through the network together.</summary>
    public int BatchSize { get; init; } = 4;

    /// <summary>What becomes of the faces in the pictures; null takes each whole.</summary>
    public FaceHandling? Faces { get; init; }

    public ImageFormat Format { get; init; } = ImageFormat.Png;

    /// <summary>Convert embedded colour profiles to sRGB; without, samples count as they are, as they do in training.</summary>
    public bool AppliesProfiles { get; init; }

    /// <summary>What becomes of transparency.</summary>
    public Transparency Transparency { get; init; }

    /// <summary>Carry EXIF and XMP over, and say that the colours are sRGB.</summary>
    public bool KeepsMetadata { get; init; }

    /// <summary>1 to 100, for JPEG and WebP.</summary>
    public int Quality { get; init; } = 95;
}
