using CycleGanPS.Core.Data;
using CycleGanPS.Core.Images;
using CycleGanPS.Core.Networks;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Training;

/// <summary>
/// The sample sheet of the reference: rows real A, fake B, real B, fake A; the same five photos in every sheet of a run,
/// uncropped, so that sheets can be compared.
/// </summary>
internal sealed class SampleGrid
{
    private const int Columns = 5;

    private readonly IReadOnlyList<RgbImage> _realA;
    private readonly IReadOnlyList<RgbImage> _realB;
    private readonly int _side;

    /// <param name="filesA">Images of domain A to choose from, in order.</param>
    /// <param name="filesB">Images of domain B to choose from, in order.</param>
    /// <param name="side">The shorter side of the translated images, in pixels.</param>
    /// <param name="multiple">What both sides have to be multiples of.</param>
    public SampleGrid(IReadOnlyList<string> filesA, IReadOnlyList<string> filesB, int side, int multiple)
    {
        _side = side;
        _realA = ReadFirst(filesA, side, multiple);
        _realB = ReadFirst(filesB, side, multiple);
    }

    /// <summary>The sheet of a run: of its test images or, where there are none, of training images.</summary>
    public static SampleGrid For(TrainingPlan plan) => new(
        plan.SamplesA.Count > 0 ? plan.SamplesA : plan.FilesA,
        plan.SamplesB.Count > 0 ? plan.SamplesB : plan.FilesB,
        plan.Options.ImageSize,
        plan.Options.ToGeneratorOptions().SideMultiple);

    /// <summary>Translates the photos both ways, or from A to B alone, and writes the sheet as PNG.</summary>
    public void Save(string path, GeneratorNetwork generatorAB, GeneratorNetwork? generatorBA)
    {
        List<(string Title, IReadOnlyList<RgbImage> Images)> rows = [("real A", _realA), ("fake B", Translate(generatorAB, _realA))];
        if (generatorBA is not null)
        {
            rows.AddRange([("real B", _realB), ("fake A", Translate(generatorBA, _realB))]);
        }

        var sheet = ContactSheet.Compose([.. rows.Select(row => row.Images)], _side, rowTitles: [.. rows.Select(row => row.Title)]);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        ImageFile.Write(sheet, path, ImageFormat.Png);
    }

    private static List<RgbImage> Translate(GeneratorNetwork generator, IEnumerable<RgbImage> images) =>
        [.. images.Select(image => Translate(generator, image))];

    private static RgbImage Translate(GeneratorNetwork generator, RgbImage image)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var device = generator.parameters().First().device;
        return ImageTensor.ToImage(generator.call(ImageTensor.FromImage(image).to(device)).cpu(), 0);
    }

    // Unreadable photos are passed over: the sheet is for looking at, and the inspection of the data set names them.
    private static List<RgbImage> ReadFirst(IReadOnlyList<string> files, int side, int multiple)
    {
        var images = new List<RgbImage>();
        foreach (var file in files)
        {
            try
            {
                images.Add(ImageFile.Read(file, image => Fit(image, side, multiple)));
            }
            catch (CycleGanException)
            {
                continue;
            }

            if (images.Count == Columns)
            {
                break;
            }
        }

        return images;
    }

    // A panorama is kept to four times the side.
    private static RgbImage Fit(RgbImage image, int side, int multiple)
    {
        var (width, height) = Augmentation.ShorterSideTo(image.Width, image.Height, side);
        int Fitting(int length) => Math.Min(length, 4 * side) / multiple * multiple;
        return PillowResampler.Resize(image, Fitting(width), Fitting(height), Resampling.Bicubic);
    }
}
