using CycleGanPS.Core.Data;
using CycleGanPS.Core.Images;
using CycleGanPS.Core.Options;
using CycleGanPS.Core.Runs;
using CycleGanPS.Core.Training;
using TorchSharp;

namespace CycleGanPS.Core.Tests.Training;

/// <summary>Runs on drawn pictures that are over in a second: 5 pictures a domain of 20 pixels, networks of two filters.</summary>
internal sealed class TinyRun : IDisposable
{
    // In memory where there is such a place: hundreds of checkpoints are flushed, and a disk takes its time for each file.
    private readonly TemporaryFolder _folder = new(Directory.Exists("/dev/shm") ? "/dev/shm" : null);

    private readonly int _threads = torch.get_num_threads();

    public TinyRun()
    {
        // On networks this small threads only wait for each other.
        torch.set_num_threads(1);
        var random = new RandomSource(3, "pictures");
        foreach (var domain in new[] { "trainA", "trainB", "testA", "testB" })
        {
            Directory.CreateDirectory(_folder.File(domain));
            for (var number = 0; number < (domain.StartsWith("test", StringComparison.Ordinal) ? 1 : 5); number++)
            {
                var pixels = Enumerable.Range(0, 20 * 20 * 3).Select(_ => (byte)random.NextInt(256)).ToArray();
                ImageFile.Write(new RgbImage(20, 20, pixels), Path.Combine(_folder.File(domain), $"{number}.png"), ImageFormat.Png);
            }
        }

        Options = new TrainingOptions
        {
            TrainA = _folder.File("trainA"),
            TrainB = _folder.File("trainB"),
            TestA = _folder.File("testA"),
            TestB = _folder.File("testB"),
            ImageSize = 16,
            Filters = 2,
            ResidualBlocks = 1,
            Epochs = 2,
            PoolSize = 2,
            LogInterval = 1,
            SampleInterval = 3,
            CheckpointInterval = 1,
            CheckpointMinutes = 0,
            Device = DeviceKind.Cpu,
            Workers = 2,
            Seed = 11,
        };
    }

    public TrainingOptions Options { get; }

    // All of one name, which the models tell.
    public RunFolder Folder(string parent) => new(Path.Combine(_folder.File(parent), "run"));

    public string DataFile(string domain, int number) => Path.Combine(_folder.File(domain), $"{number}.png");

    /// <summary>Trains up to a number of steps in one session, or to the end, and gives the warnings.</summary>
    public static List<string> Train(TrainingOptions options, RunFolder run, StartMode mode, int steps = int.MaxValue, TimeProvider? time = null)
    {
        var warnings = new List<string>();
        foreach (var progress in new Trainer(TrainingPlan.Create(options), run, time).Run(mode, CancellationToken.None))
        {
            warnings.AddRange(progress.Warnings);
            if (--steps == 0)
            {
                break;
            }
        }

        return warnings;
    }

    /// <summary>What a run is judged by: everything that it leaves but times of day and durations.</summary>
    public static SortedDictionary<string, string> Results(RunFolder run)
    {
        var results = new SortedDictionary<string, string>(StringComparer.Ordinal);
        void Add(string path) =>
            results.Add(Path.GetRelativePath(run.Path, path), Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path))));
        foreach (var model in Directory.EnumerateFiles(run.Path, "*.pt"))
        {
            Add(model);
        }

        foreach (var sheet in Directory.EnumerateFiles(run.Samples))
        {
            Add(sheet);
        }

        var last = Path.Combine(run.Checkpoints, File.ReadAllText(Path.Combine(run.Checkpoints, "latest")).Trim());
        foreach (var file in Directory.EnumerateFiles(last, "*.pt"))
        {
            Add(file);
        }

        var state = File.ReadAllLines(Path.Combine(last, "state.json"));
        results.Add("state", string.Join('\n', state.Where(line => !line.Contains("\"seconds\""))));
        results.Add("losses", string.Join('\n', LossLog.Read(run.Losses).Select(Timeless)));
        return results;
    }

    private static string Timeless(LossRecord record) => string.Join(',', LossColumn.All
        .Where(column => column.Name is not (nameof(LossRecord.Seconds) or nameof(LossRecord.ImagesPerSecond))).Select(column => column.Text(record)));

    public void Dispose()
    {
        torch.set_num_threads(_threads);
        _folder.Dispose();
    }
}
