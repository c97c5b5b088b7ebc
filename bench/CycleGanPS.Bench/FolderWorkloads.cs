using CycleGanPS.Core.Data;
using CycleGanPS.Core.Images;
using CycleGanPS.Core.Images.Edges;
using CycleGanPS.Core.Inference;
using CycleGanPS.Core.Metrics;
using CycleGanPS.Core.Networks;
using CycleGanPS.Core.Options;
using CycleGanPS.Core.Threading;
using static TorchSharp.torch;

namespace CycleGanPS.Bench;

/// <summary>Pictures of a folder, from file to whatever is made of them.</summary>
internal abstract class FolderWorkload(string folder, int? most = null) : Workload
{
    private const int WarmUpFiles = 8;

    protected string[] Files { get; } = [.. Directory.GetFiles(folder).Order(StringComparer.Ordinal).Take(most ?? int.MaxValue)];

    public override int Items => Files.Length;

    public override void Run() => Run(Files);

    public override void WarmUp() => Run(Files[..Math.Min(WarmUpFiles, Files.Length)]);

    protected abstract void Run(string[] files);
}

/// <summary>What Convert-ToAnime does: decode, translate at the photos' size, encode to PNG.</summary>
internal sealed class TranslateWorkload(string folder, string target, int? most = null) : FolderWorkload(folder, most)
{
    private readonly ResnetGenerator _generator = new(new GeneratorOptions());

    public override double Operations
    {
        get
        {
            var first = ImageFile.Identify(Files[0]);
            return Files.Length * Flops.Generator(64, 9, first.Height, first.Width);
        }
    }

    public override void Dispose() => _generator.Dispose();

    protected override void Run(string[] files)
    {
        Directory.CreateDirectory(target);
        using var translator = new AnimeTranslator(new TorchGenerator(_generator, CPU), new TranslationOptions { Size = 0 });
        foreach (var file in files)
        {
            translator.Add(new TranslationJob(file, Path.Combine(target, Path.GetFileNameWithoutExtension(file) + ".png")));
        }

        foreach (var outcome in translator.Finish())
        {
            if (outcome.Fault is { } fault)
            {
                throw fault;
            }
        }
    }
}

/// <summary>What Measure-Fid does before the distance.</summary>
internal sealed class FeaturesWorkload(string folder, string weights) : FolderWorkload(folder)
{
    private const double OperationsOfAnImage = 2 * 5.71e9;

    private readonly InceptionV3 _network = InceptionV3.Load(weights);

    public override double Operations => Files.Length * OperationsOfAnImage;

    public override void Dispose() => _network.Dispose();

    protected override void Run(string[] files)
    {
        foreach (var _ in new FeatureExtractor(_network, FeatureResize.PyTorchFid).Extract(files))
        {
        }
    }
}

/// <summary>What ConvertTo-EdgeSmoothedImage does.</summary>
internal sealed class EdgesWorkload(string folder, string target) : FolderWorkload(folder)
{
    protected override void Run(string[] files)
    {
        Directory.CreateDirectory(target);
        using var underWay = new PrefetchQueue<string, EdgeSmoothingResult>(
            file => EdgeSmoothingResult.Make(file, Path.Combine(target, Path.GetFileNameWithoutExtension(file) + ".png")),
            EdgeSmoothingResult.MostUnderWay,
            lastingThreads: true);
        foreach (var file in files)
        {
            underWay.Add(file);
        }

        while (underWay.Count > 0)
        {
            _ = underWay.Take().Result;
        }
    }
}

/// <summary>An epoch of what training reads: decode, scale to 286 pixels, crop 256, flip, as a tensor.</summary>
internal sealed class DecodeWorkload(string folder) : FolderWorkload(folder)
{
    private const int LoadSize = 286;
    private const int CropSize = 256;

    // Both domains are read.
    public override int Items => 2 * Files.Length;

    protected override void Run(string[] files)
    {
        using var loader = new BatchLoader(new UnpairedDataset(files, files), 1, LoadSize, CropSize, Environment.ProcessorCount);
        foreach (var batch in loader.ReadEpoch(DataPosition.Start(1)))
        {
            using var imagesA = ImageTensor.FromImages(batch.ImagesA);
            using var imagesB = ImageTensor.FromImages(batch.ImagesB);
        }
    }
}
