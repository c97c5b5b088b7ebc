using CycleGanPS.Core.Faces;
using CycleGanPS.Core.Images;
using CycleGanPS.Core.Inference;
using CycleGanPS.Core.Tests.Faces;
using Xunit;

namespace CycleGanPS.Core.Tests.Inference;

/// <summary>With a network that inverts pictures of 40×24, and a detector that takes green squares for faces.</summary>
public sealed class FaceTranslationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_crop_is_the_largest_face_alone_in_the_wanted_size()
    {
        var outcome = Assert.Single(Translate(FaceHandling.Crop, size: 48, SquarePhotos.With(320, 240, (10, 7, 255, 0), (3, 5, 220, 0))));

        Assert.Equal((48, 48), (outcome.Result!.Width, outcome.Result.Height));
        Assert.Equal(2, outcome.Result.Faces.Count);
        // 108 pixels of the photo: its dark surroundings became light, the green square in the middle magenta.
        var crop = ImageFile.Read(outcome.Job.Destination);
        Assert.InRange(crop.Pixels[0], 230, 240);
        var square = crop.Pixels.Chunk(3).Min(pixel => pixel[1]);
        Assert.InRange(square, 0, 60);
    }

    [Fact]
    public void Of_size_0_a_face_keeps_its_own()
    {
        var outcome = Assert.Single(Translate(FaceHandling.Crop, size: 0, SquarePhotos.With(320, 240, (10, 7, 255, 0))));
        Assert.Equal((109, 109), (outcome.Result!.Width, outcome.Result.Height));
    }

    [Fact]
    public void Blended_faces_change_their_places_and_nothing_else()
    {
        var photo = SquarePhotos.With(480, 240, (6, 7, 255, 0), (22, 7, 240, 100));

        var outcome = Assert.Single(Translate(FaceHandling.Blend, size: 40, photo));

        Assert.Equal((480, 240), (outcome.Result!.Width, outcome.Result.Height));
        var blended = ImageFile.Read(outcome.Job.Destination);
        byte Red(RgbImage image, int x, int y) => image.Pixels[3 * ((y * image.Width) + x)];
        Assert.InRange(Red(blended, 104, 150), 230, 240);
        Assert.InRange(Red(blended, 360, 150), 230, 240);
        Assert.Equal(20, Red(blended, 232, 120));
        Assert.Equal(photo.Pixels[..(3 * 480 * 40)], blended.Pixels[..(3 * 480 * 40)]);
    }

    [Fact]
    public void Photos_with_many_faces_with_one_and_with_none_come_in_order_whatever_the_batch()
    {
        RgbImage[] photos =
        [
            SquarePhotos.With(480, 240, (4, 4, 255, 0), (12, 4, 255, 0), (20, 4, 255, 0), (4, 10, 255, 0), (12, 10, 255, 0)),
            SquarePhotos.With(100, 60),
            SquarePhotos.With(160, 160, (4, 4, 255, 0)),
            SquarePhotos.With(480, 240, (4, 4, 255, 0), (20, 4, 255, 0)),
        ];

        var outcomes = Translate(FaceHandling.Blend, size: 24, photos);

        Assert.Equal([5, 0, 1, 2], outcomes.Select(outcome => outcome.Result!.Faces.Count));
        Assert.Equal([480, 40, 160, 480], outcomes.Select(outcome => outcome.Result!.Width));
        Assert.Equal(outcomes.Select(outcome => outcome.Job.Source).Order(), outcomes.Select(outcome => outcome.Job.Source));
    }

    [Theory]
    [InlineData(FaceHandling.Blend, 320, 240)]
    [InlineData(FaceHandling.Crop, 48, 48)]
    public void A_cut_out_stays_one(FaceHandling handling, int width, int height)
    {
        // Opaque on its left half.
        var photo = SquarePhotos.With(320, 240, (9, 7, 255, 0));
        var alpha = new RgbImage(320, 240);
        for (var row = 0; row < 240; row++)
        {
            alpha.Pixels.AsSpan(3 * 320 * row, 3 * 160).Fill(255);
        }

        File.WriteAllBytes(_folder.File("0.png"), ImageFile.Encode(photo, ImageFormat.Png, alpha: alpha));

        var outcome = Assert.Single(Translate(handling, size: 48, Transparency.Keep, [_folder.File("0.png")]));

        var kept = PhotoFile.Read(outcome.Result!.Destination, Transparency.Keep, withMetadata: false, read => read);
        Assert.Equal((width, height), (kept.Image.Width, kept.Image.Height));
        var middle = 3 * width * (height / 2);
        Assert.Equal(255, kept.Alpha!.Pixels[middle]);
        Assert.Equal(0, kept.Alpha.Pixels[middle + (3 * width) - 1]);
        Assert.Single(outcome.Result.Faces);
    }

    [Fact]
    public void A_photo_without_a_face_is_told()
    {
        var outcome = Assert.Single(Translate(FaceHandling.Blend, size: 24, SquarePhotos.With(100, 60)));
        Assert.Contains(outcome.Job.Source, Assert.Single(outcome.Warnings));
    }

    [Fact]
    public void Without_a_face_there_is_no_crop_and_the_next_photo_goes_on()
    {
        var outcomes = Translate(FaceHandling.Crop, size: 24, SquarePhotos.With(100, 60), SquarePhotos.With(160, 160, (4, 4, 255, 0)));

        var fault = Assert.IsType<CycleGanException>(outcomes[0].Fault);
        Assert.Equal(FaultKind.NoFace, fault.Kind);
        Assert.Contains(outcomes[0].Job.Source, fault.Message);
        Assert.False(File.Exists(outcomes[0].Job.Destination));
        Assert.NotNull(outcomes[1].Result);
    }

    private List<TranslationOutcome> Translate(FaceHandling handling, int size, params RgbImage[] photos) => Translate(
        handling,
        size,
        Transparency.White,
        [
            .. photos.Select((photo, index) =>
            {
                ImageFile.Write(photo, _folder.File($"{index}.png"), ImageFormat.Png);
                return _folder.File($"{index}.png");
            }),
        ]);

    private static List<TranslationOutcome> Translate(FaceHandling handling, int size, Transparency transparency, string[] sources)
    {
        using var translator = AnimeTranslator.Open(
            Fixtures.Path("onnx", "fixed-unit.onnx"),
            new EngineOptions { ValueRange = ValueRange.Unit },
            _ => new TranslationOptions { Size = size, Faces = handling, Transparency = transparency },
            SquarePhotos.Detector);
        var outcomes = new List<TranslationOutcome>();
        foreach (var source in sources)
        {
            outcomes.AddRange(translator.Add(new TranslationJob(source, Path.ChangeExtension(source, ".anime.png"))));
        }

        return [.. outcomes, .. translator.Finish()];
    }
}
