using CycleGanPS.Core.Faces;
using CycleGanPS.Core.Images;
using CycleGanPS.Core.Images.Metadata;

namespace CycleGanPS.Core.Inference;

/// <summary>A photo as it goes through the network: whole, or its faces, each a piece.</summary>
/// <param name="Pieces">What is to be translated, at least one.</param>
internal sealed record PreparedPhoto(IReadOnlyList<FittedPicture> Pieces)
{
    /// <summary>The faces that were found.</summary>
    public IReadOnlyList<DetectedFace> Faces { get; init; } = [];

    /// <summary>The transparency of the translation, in its size; null where it has none.</summary>
    public RgbImage? Alpha { get; init; }

    /// <summary>What is told of the photo, where that is wanted.</summary>
    public PhotoMetadata? Metadata { get; init; }

    /// <summary>What is to be told of it, in sentences.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The photo that the pieces, which are faces, go back into, and where; null where the one piece is the result.</summary>
    public (RgbImage Photo, IReadOnlyList<FaceSquare> Squares)? Whole { get; init; }

    /// <summary>The time that it took to make.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>The translation, made of those of the pieces. The photo is changed by it.</summary>
    public RgbImage Join(IReadOnlyList<RgbImage> translations)
    {
        if (Whole is not (var photo, var squares))
        {
            return translations[0];
        }

        // The largest last: of people who stand close together those in front are over those behind.
        for (var index = squares.Count - 1; index >= 0; index--)
        {
            squares[index].Blend(translations[index], photo);
        }

        return photo;
    }
}
