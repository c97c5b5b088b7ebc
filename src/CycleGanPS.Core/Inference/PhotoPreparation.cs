using System.Diagnostics;
using System.Globalization;
using CycleGanPS.Core.Data;
using CycleGanPS.Core.Faces;
using CycleGanPS.Core.Images;

namespace CycleGanPS.Core.Inference;

/// <summary>Makes of photos what a network takes: the whole in a size that fits, or its faces. For several threads at once.</summary>
internal sealed class PhotoPreparation(IImageGenerator generator, TranslationOptions options, FaceDetector? detector)
{
    /// <summary>Reads a photo, and makes of it what goes through the network.</summary>
    /// <exception cref="CycleGanException">It cannot be read, is too large for the network, or lacks the face that is wanted.</exception>
    public PreparedPhoto Prepare(string source)
    {
        var watch = Stopwatch.StartNew();
        PreparedPhoto Make(Photo photo)
        {
            var prepared = OfFaces(source, photo) ?? OfAll(source, photo);
            return prepared with
            {
                Metadata = photo.Metadata,
                Warnings = photo.Warning is null ? prepared.Warnings : [photo.Warning, .. prepared.Warnings],
                Elapsed = watch.Elapsed,
            };
        }

        return PhotoFile.Read(source, options.Transparency, options.KeepsMetadata, Make, options.AppliesProfiles);
    }

    /// <summary>A picture as the network takes it; one that takes one size only sees the whole in that size, out of proportion if need be.</summary>
    public FittedPicture Fit(RgbImage image)
    {
        var sizes = generator.Sizes;
        var resized = PillowResampler.Resize(image, sizes.Width ?? image.Width, sizes.Height ?? image.Height, Resampling.Bicubic);
        var (width, height) = Padded(resized.Width, resized.Height);
        return new FittedPicture(ReflectionPadding.Pad(resized, width, height), resized.Width, resized.Height, image.Width, image.Height);
    }

    private PreparedPhoto OfAll(string source, Photo photo)
    {
        var image = photo.Image;
        var (width, height) = options.Size == 0
            ? (image.Width, image.Height)
            : Augmentation.ShorterSideTo(image.Width, image.Height, options.Size);
        CheckMemory(source, width, height);
        ImageFormats.CheckHolds(options.Format, width, height, source);
        return new PreparedPhoto([Fit(PillowResampler.Resize(image, width, height, Resampling.Bicubic))])
        {
            Alpha = photo.Alpha is null ? null : PillowResampler.Resize(photo.Alpha, width, height, Resampling.Bicubic),
            Warnings = options.Faces is null ? [] : [$"No face was found in '{source}'; the whole picture was translated."],
        };
    }

    // The faces of a photo; null where none are wanted, or none are there and the whole will do.
    private PreparedPhoto? OfFaces(string source, Photo photo)
    {
        if (detector is null || options.Faces is not { } handling)
        {
            return null;
        }

        var faces = detector.Find(photo.Image);
        if (faces.Count == 0)
        {
            return handling == FaceHandling.Blend ? null : throw new CycleGanException(FaultKind.NoFace, $"No face was found in '{source}'.", source);
        }

        var squares = faces.Take(handling == FaceHandling.Crop ? 1 : faces.Count).Select(face => new FaceSquare(face)).ToList();
        var pieces = squares.ConvertAll(square =>
        {
            var side = Side(square);
            CheckMemory(source, side, side);
            return Fit(square.Cut(photo.Image, side));
        });
        if (handling == FaceHandling.Crop)
        {
            return new PreparedPhoto(pieces) { Faces = faces, Alpha = photo.Alpha is null ? null : squares[0].Cut(photo.Alpha, Side(squares[0])) };
        }

        ImageFormats.CheckHolds(options.Format, photo.Image.Width, photo.Image.Height, source);
        return new PreparedPhoto(pieces) { Faces = faces, Alpha = photo.Alpha, Whole = (photo.Image, squares) };

        int Side(FaceSquare square) => options.Size == 0 ? square.OwnSize : options.Size;
    }

    // The size that the network sees.
    private (int Width, int Height) Padded(int width, int height)
    {
        var sizes = generator.Sizes;
        int Fitting(int length, int? only) => only ?? ReflectionPadding.PaddedLength(length, sizes.Multiple, sizes.Smallest);
        return (Fitting(width, sizes.Width), Fitting(height, sizes.Height));
    }

    private void CheckMemory(string source, int width, int height)
    {
        var padded = Padded(width, height);
        var (needed, allowed) = (generator.LeastBytes(padded.Width, padded.Height), generator.MemoryLimit);
        if ((long)width * height > ImageFile.MaximumPixels || needed > allowed)
        {
            throw new CycleGanException(
                FaultKind.ImageTooLarge,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Translating '{source}' at {width}×{height} pixels would need about {needed / 1e9:0.0} GB of memory at least; "
                    + $"{allowed / 1e9:0.0} GB are allowed."),
                source) { Remedy = Remedy.UseLessMemory };
        }
    }
}
