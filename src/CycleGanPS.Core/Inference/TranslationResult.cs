using CycleGanPS.Core.Faces;

namespace CycleGanPS.Core.Inference;

/// <summary>A picture that has been translated and written.</summary>
public sealed class TranslationResult
{
    /// <summary>The absolute path of the picture.</summary>
    public required string Source { get; init; }

    /// <summary>The absolute path of its translation.</summary>
    public required string Destination { get; init; }

    /// <summary>Width of the translation in pixels.</summary>
    public required int Width { get; init; }

    /// <summary>Height of the translation in pixels.</summary>
    public required int Height { get; init; }

    /// <summary>The faces that were found, the largest first; empty where none were looked for.</summary>
    public IReadOnlyList<DetectedFace> Faces { get; init; } = [];

    /// <summary>Time spent on this picture: reading, its share of the network's time, writing. Steps of different pictures overlap.</summary>
    public required TimeSpan Elapsed { get; init; }
}
