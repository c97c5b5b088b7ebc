using System.Globalization;
using CycleGanPS.Core.Faces;
using CycleGanPS.Core.Images;
using CycleGanPS.Core.Metrics;
using CycleGanPS.Core.Models;
using CycleGanPS.Core.Models.Onnx;
using CycleGanPS.Core.Models.PyTorch;
using CycleGanPS.Core.Networks;
using CycleGanPS.Core.Options;
using CycleGanPS.Core.Runs;
using CycleGanPS.Core.Tests.Runs;
using CycleGanPS.Core.Tests.Training;
using CycleGanPS.Core.Training;
using Xunit;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Tests.Hostile;

/// <summary>
/// Every reader of the project against damaged files: it reads them, or says in a <see cref="CycleGanException"/> that names the
/// file what is wrong. Nothing else is thrown, no allocation is out of proportion, and nothing appears beside the file. The damage
/// is the same in every run; CYCLEGAN_DAMAGE_ROUNDS sets how much of it (200 to a file unless set).
/// </summary>
public sealed class DamagedFileTests : IDisposable
{
    private const long MostBytes = 64 << 20;

    private static readonly int Rounds =
        int.Parse(Environment.GetEnvironmentVariable("CYCLEGAN_DAMAGE_ROUNDS") ?? "200", CultureInfo.InvariantCulture);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, string> Files => new()
    {
        { "generator", "generator.pt" },
        { "state dict", "generator.pt" },
        { "generator", "generator.safetensors" },
        { "state dict", "pytorch/plain-legacy.pt" },
        { "safetensors", "generator.safetensors" },
        { "numbers", "generator.pt" },
        { "numbers", "generator.safetensors" },
        { "npz", "metrics/statistics-pytorch-fid.npz" },
        { "statistics", "metrics/statistics-pytorch-fid.npz" },
        { "onnx", "onnx/fixed-unit.onnx" },
        { "faces", "faces/squares.onnx" },
        { "image", "images/noise.png" },
        { "image", "images/cmyk.jpg" },
        { "image", "images/orientation-6.jpg" },
        { "image", "images/lossy.webp" },
        { "image", "images/lossless.webp" },
        { "image", "images/animated.gif" },
        { "image", "photos/formats/tiled-lzw.tif" },
        { "image", "photos/formats/planes-deflate.tif" },
        { "image", "photos/formats/packbits-grey.tif" },
        { "image", "photos/formats/tiled-jpeg.tif" },
        { "image", "photos/formats/palette.tif" },
        { "image", "photos/formats/palette-rle.tga" },
        { "image", "photos/formats/plain.ppm" },
        { "photo", "photos/colours/cmyk16.jpg" },
        { "photo", "photos/colours/cmyk16.tif" },
        { "photo", "photos/colours/table.png" },
        { "photo", "photos/colours/display-p3.webp" },
        { "photo", "photos/metadata/photo.jpg" },
        { "photo", "photos/metadata/photo.tif" },
        { "photo", "photos/cutouts/disc.png" },
        { "identity", "photos/formats/rgb16.tif" },
        { "identity", "images/grey16.png" },
        { "losses", "losses.csv" },
        { "run", "run.json" },
        { "checkpoint", "state.json" },
        { "manifest", "manifest.json" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void AreReadOrRefusedByName(string reader, string file)
    {
        var good = Good(file);
        var name = file.Replace('/', '-');
        var damaged = Directory.CreateDirectory(_folder.File("damaged")).FullName;
        var path = Path.Combine(damaged, name);
        var tensors = -1L;
        for (var round = 0; round < Rounds; round++)
        {
            var bytes = Mutations.Apply(good, round);
            File.WriteAllBytes(path, bytes);
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                Read(reader, path);
            }
            catch (CycleGanException fault)
            {
                Assert.True(
                    fault.Message.Contains(name, StringComparison.Ordinal) || fault.Message.Contains(damaged, StringComparison.Ordinal),
                    $"round {round}: {fault.Message}");
            }
            catch (Exception fault)
            {
                Assert.Fail($"{reader}, round {round}: {fault}");
            }

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostBytes);
            Assert.Equal([path], Directory.GetFileSystemEntries(damaged));
            if (round == 20)
            {
                tensors = LiveTensors.Count();
            }
        }

        // TorchSharp counts a parameter twice and its end once, so networks that are built and disposed would seem to leak.
        if (reader != "generator")
        {
            Assert.InRange(LiveTensors.Count(), 0, tensors);
        }
    }

    /// <summary>Well-formed, and nothing of what it should hold.</summary>
    [Theory]
    [InlineData("run", "run.json")]
    [InlineData("checkpoint", "state.json")]
    [InlineData("manifest", "manifest.json")]
    public void HollowJsonIsRefused(string reader, string file)
    {
        var path = Path.Combine(Directory.CreateDirectory(_folder.File("hollow")).FullName, file);
        foreach (var text in (string[])
            ["null", "{}", "[]", "0", "{\"position\":null,\"sha256\":null}", "{\"position\":{},\"optimizerSteps\":{},\"sha256\":{}}"])
        {
            File.WriteAllText(path, text);
            var fault = Assert.Throws<CycleGanException>(() => Read(reader, path));
            Assert.Contains(file, fault.Message);
        }
    }

    private static void Read(string reader, string path)
    {
        switch (reader)
        {
            case "generator":
                GeneratorFile.Load(path, CPU).Generator.Dispose();
                break;
            case "state dict":
                PyTorchArchive.ReadStateDict(path).Dispose();
                break;
            case "safetensors":
                SafeTensors.Read(path).Dispose();
                break;
            case "numbers":
                Assert.All(StoredNumbers.ReadFile(path).Values, numbers => numbers.ToArray());
                break;
            case "npz":
                NpzFile.Read(path, "mu", "sigma");
                break;
            case "statistics":
                FidStatistics.Read(path);
                break;
            case "onnx":
                OnnxModelFile.Inspect(path);
                break;
            case "faces":
                using (var detector = FaceDetector.Open(path))
                {
                    detector.Find(new RgbImage(64, 64));
                }

                break;
            case "image":
                ImageFile.Read(path);
                break;
            case "photo":
                PhotoFile.Read(path, Transparency.Keep, withMetadata: true, photo => photo.Metadata!.Embed(
                    ImageFile.Encode(photo.Image, ImageFormat.Webp, name: path, alpha: photo.Alpha, saysSpace: true),
                    ImageFormat.Webp, photo.Image.Width, photo.Image.Height, _ => { }));
                break;
            case "identity":
                ImageFile.Identify(path);
                break;
            case "losses":
                _ = LossLog.Read(path).Count();
                break;
            case "run":
                File.Copy(path, Path.Combine(Path.GetDirectoryName(path)!, "..", "run.json"), overwrite: true);
                new RunFolder(Path.GetDirectoryName(Path.GetDirectoryName(path)!)!).Read();
                break;
            case "checkpoint":
                Checkpoint.Prove(Path.GetDirectoryName(path)!);
                break;
            case "manifest":
                CheckpointManifest.Read(Path.GetDirectoryName(path)!);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(reader));
        }
    }

    private byte[] Good(string file)
    {
        if (file.Contains('/'))
        {
            return File.ReadAllBytes(Fixtures.Path(file.Split('/')));
        }

        var path = _folder.File(file);
        switch (file)
        {
            case "generator.pt":
            case "generator.safetensors":
                var options = new GeneratorOptions { Filters = 1, ResidualBlocks = 1 };
                using (var generator = new ResnetGenerator(options))
                {
                    if (file.EndsWith(".pt", StringComparison.Ordinal))
                    {
                        GeneratorFile.Save(path, generator, new GeneratorInfo { Generator = options, ImageSize = 64, Direction = "AB", Writer = "test" });
                    }
                    else
                    {
                        SafeTensors.Write(path, generator.state_dict());
                    }
                }

                break;
            case "losses.csv":
                using (var log = LossLog.Open(path))
                {
                    for (var step = 1; step < 9; step++)
                    {
                        log.Append(SampleLosses.At(step));
                    }
                }

                break;
            case "run.json":
            case "state.json":
            case "manifest.json":
                using (var tiny = new TinyRun())
                {
                    var run = tiny.Folder("whole");
                    TinyRun.Train(tiny.Options, run, StartMode.New, steps: 1);
                    return File.ReadAllBytes(file == "run.json" ? run.Record : Path.Combine(run.Checkpoints, CheckpointStore.Untrained, file));
                }
        }

        return File.ReadAllBytes(path);
    }
}
