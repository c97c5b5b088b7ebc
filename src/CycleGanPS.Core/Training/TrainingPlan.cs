using System.Security.Cryptography;
using System.Text;
using CycleGanPS.Core.Data;
using CycleGanPS.Core.Files;
using CycleGanPS.Core.Images.Edges;
using CycleGanPS.Core.Models;
using CycleGanPS.Core.Networks;
using CycleGanPS.Core.Objectives;
using CycleGanPS.Core.Options;

namespace CycleGanPS.Core.Training;

/// <summary>What a run will do, found out before anything is written or trained.</summary>
internal sealed record TrainingPlan
{
    private TrainingPlan(TrainingOptions options) => Options = options;

    public TrainingOptions Options { get; private init; }

    public required IReadOnlyList<string> FilesA { get; init; }

    public required IReadOnlyList<string> FilesB { get; init; }

    /// <summary>Test images for the sample sheets; empty where there are none.</summary>
    public required IReadOnlyList<string> SamplesA { get; init; }

    public required IReadOnlyList<string> SamplesB { get; init; }

    /// <summary>What the user should know of the folders, one sentence each.</summary>
    public IReadOnlyList<string> Warnings { get; private init; } = [];

    /// <summary>Processes that train together, each on batches of its own.</summary>
    public int Ranks { get; private init; } = 1;

    /// <summary>Images of each domain that a step of all ranks takes.</summary>
    public int ImagesPerStep => Options.ImagesPerStep * Ranks;

    public int StepsPerEpoch => (Math.Max(FilesA.Count, FilesB.Count) + ImagesPerStep - 1) / ImagesPerStep;

    public long Steps => (long)StepsPerEpoch * Options.Epochs;

    /// <summary>Weights of one generator.</summary>
    public long GeneratorParameters => GeneratorLayout.Weights(Options.ToGeneratorOptions()).Sum(weight => weight.Shape.Aggregate(1L, (a, b) => a * b));

    /// <summary>Weights of one discriminator.</summary>
    public long DiscriminatorParameters
    {
        get
        {
            long f = Options.Filters, c = TrainingOptions.Channels;
            var last = Options.BatchHead ? (2 * 8 * f) + (8 * f * 8 * f * 9) + (8 * f) + (8 * f * 9) + 1 : (8 * f * 16) + 1;
            return (c * f * 16) + f + (f * 2 * f * 16) + (2 * f) + (2 * f * 4 * f * 16) + (4 * f) + (4 * f * 8 * f * 16) + (8 * f) + last;
        }
    }

    /// <summary>
    /// Bytes that training will need, roughly: weights, gradients and two moments of the four networks and what a checkpoint
    /// copies of them, what the backward pass keeps of the generators' passes (six images a sample with the identity loss, four
    /// without; of a weak cycle two or one, and a small one), and the library. The factors are fitted to resident memory measured on a CPU:
    /// 0.34 GB (16 filters, 3 blocks, 64 pixels), 0.43 GB (32, 4, 64), 1.12 GB (64, 9, 64) and 3.3 GB (64, 9, 256) come out within a tenth.
    /// </summary>
    public long EstimatedBytes
    {
        get
        {
            var weights = 24L * 2 * (GeneratorParameters + DiscriminatorParameters);
            var unit = 4L * Options.Filters * Options.ImageSize * Options.ImageSize;
            var passes = Options.LambdaIdentity > 0 ? 6.0 : 4;
            if (Options.Cycle == CycleKind.Weak)
            {
                passes = (Options.LambdaIdentity > 0 ? 2 : 1) + Math.Pow(Options.ResolvedCycleReduction, -2);
            }

            var kept = (long)(unit * UnitsKept * passes * Options.BatchSize);
            var averages = Options.AverageGenerators ? 8L * 2 * GeneratorParameters : 0;
            return 300_000_000 + weights + averages + kept;
        }
    }

    // Maps of the width and the size of the first convolution's that the backward pass keeps of one image.
    private double UnitsKept => Options.Generator switch
    {
        GeneratorKind.Unet => 5,
        GeneratorKind.SkipResnet => 19 + (1.05 * Options.ResidualBlocks),
        _ => 13.5 + (1.05 * Options.ResidualBlocks),
    };

    /// <summary>The same for options without a data set.</summary>
    public static long EstimateBytes(TrainingOptions options) =>
        new TrainingPlan(options) { FilesA = [], FilesB = [], SamplesA = [], SamplesB = [] }.EstimatedBytes;

    /// <summary>The plan with the generators' number format settled.</summary>
    public TrainingPlan In(Precision precision) => this with { Options = Options with { Precision = precision } };

    /// <summary>The plan with the number of threads settled.</summary>
    public TrainingPlan On(int threads) => this with { Options = Options with { Threads = threads } };

    /// <summary>Opens the training images, as far as they are this rank's to read.</summary>
    public BatchLoader OpenLoader(Team team, EdgeSmoothedImages? smoothedB) => new(
        new UnpairedDataset(FilesA, FilesB, smoothedB),
        ImagesPerStep,
        Options.ResolvedLoadSize,
        Options.ImageSize,
        Options.Workers,
        new BatchShare(team.Rank, team.Count, Options.BatchSize));

    /// <summary>Names and sizes of all training images, hashed.</summary>
    public string DataFingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var path in FilesA.Prepend("A").Concat(FilesB.Prepend("B")))
        {
            var length = FileStatus.Of(path)?.Length ?? 0;
            hash.AppendData(Encoding.UTF8.GetBytes($"{Path.GetFileName(path)}\n{length}\n"));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Lists the images of a run, and settles what hangs on their number.</summary>
    /// <param name="options">What to train.</param>
    /// <param name="ranks">How many processes train together.</param>
    /// <exception cref="CycleGanException">A folder is missing or holds no image.</exception>
    public static TrainingPlan Create(TrainingOptions options, int ranks = 1)
    {
        var warnings = new List<string>();
        IReadOnlyList<string> List(string? folder) => folder is null ? [] : ImageFolder.List(folder, tell: warnings.Add);
        var (trainA, trainB, testA, testB) = (List(options.TrainA), List(options.TrainB), List(options.TestA), List(options.TestB));
        if (FileIdentity.AreSame(options.TrainA!, options.TrainB!))
        {
            warnings.Add($"TrainA and TrainB are the same folder, '{options.TrainB}': there is nothing to translate between.");
        }

        var plan = new TrainingPlan(options) { FilesA = trainA, FilesB = trainB, SamplesA = testA, SamplesB = testB, Warnings = warnings, Ranks = ranks };
        return options.AverageGenerators && options.AverageDecay is null
            ? plan with { Options = options with { AverageDecay = AveragedWeights.DecayFor(plan.Steps) } }
            : plan;
    }
}
