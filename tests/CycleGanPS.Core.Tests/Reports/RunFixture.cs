using CycleGanPS.Core.Configs;
using CycleGanPS.Core.Images;
using CycleGanPS.Core.Options;
using CycleGanPS.Core.Reports;
using CycleGanPS.Core.Runs;
using CycleGanPS.Core.Tests.Runs;

namespace CycleGanPS.Core.Tests.Reports;

/// <summary>The folder of a run as a training leaves it, without the training.</summary>
internal sealed class RunFixture : IDisposable
{
    public const string Evil = "<img src=x onerror=alert(1)>&\"'";

    private readonly TemporaryFolder _parent = new();

    /// <param name="name">The name of its folder.</param>
    /// <param name="options">What it was trained with; the defaults but for the place of the data if not given.</param>
    public RunFixture(string name = "run", TrainingOptions? options = null)
    {
        Options = (options ?? new()) with { DataRoot = "/data" };
        Run = new RunFolder(Path.Combine(_parent.Path, name));
        Directory.CreateDirectory(Run.Path);
        Run.Write(Record);
    }

    public RunFolder Run { get; }

    public TrainingOptions Options { get; }

    public RunRecord Record => new()
    {
        Status = RunStatus.Finished, Seed = 7, Device = "cpu", Threads = 2,
        Started = new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero), Updated = new(2030, 1, 2, 4, 4, 5, TimeSpan.Zero),
        Seconds = 200, Epoch = 4, Epochs = 10, Step = 400, Steps = 1000, ImagesA = 100, ImagesB = 90, DataFingerprint = "data",
        Versions = new Dictionary<string, string> { ["CycleGanPS"] = "0.2.0", ["TorchSharp"] = "0.107.0" },
        Options = OptionsTable.Write(Options),
    };

    public RunStory Story => RunStory.Read(Run);

    public RunFixture WithLosses(int count = 40)
    {
        using var log = LossLog.Open(Run.Losses);
        for (var index = 1; index <= count; index++)
        {
            log.Append(LossColumn.Change(
                SampleLosses.At(10 * index), ("Seconds", 5.0 * index), ("Generator", 10.0 / index), ("Epoch", (10 * index - 1) / 100 + 1)));
        }

        return this;
    }

    public RunFixture WithScores(params ReadOnlySpan<ScoreRecord> scores)
    {
        using var log = ScoreLog.Open(Run.Scores);
        foreach (var score in scores)
        {
            log.Append(score);
        }

        return this;
    }

    public RunFixture WithSamples(int count, int side = 16, bool isNoise = false)
    {
        Directory.CreateDirectory(Run.Samples);
        var random = new Random(5);
        for (var index = 1; index <= count; index++)
        {
            var pixels = new byte[side * side * 3];
            if (isNoise)
            {
                random.NextBytes(pixels);
            }

            var path = Path.Combine(Run.Samples, $"{10 * index:D6}.png");
            // One picture under many names.
            if (index == 1 || isNoise)
            {
                ImageFile.Write(new RgbImage(side, side, pixels), path, ImageFormat.Png);
            }
            else
            {
                File.Copy(Path.Combine(Run.Samples, "000010.png"), path);
            }
        }

        return this;
    }

    public static ScoreRecord Score(int epoch, double kid, bool isBest) => new()
    {
        Epoch = epoch, Step = 100 * epoch, Kid = kid, Swd = 100 + epoch, Images = 50, Weights = "weights.pth", IsBest = isBest, EvaluationSeconds = 2,
    };

    public void Dispose() => _parent.Dispose();
}
