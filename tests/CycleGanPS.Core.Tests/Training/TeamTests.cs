using CycleGanPS.Core.Distributed;
using CycleGanPS.Core.Models;
using CycleGanPS.Core.Models.PyTorch;
using CycleGanPS.Core.Objectives;
using CycleGanPS.Core.Options;
using CycleGanPS.Core.Runs;
using CycleGanPS.Core.Tests.Distributed;
using CycleGanPS.Core.Training;
using TorchSharp;
using Xunit;

namespace CycleGanPS.Core.Tests.Training;

/// <summary>Several ranks that train one run.</summary>
public sealed class TeamTests
{
    private static List<string> Train(int ranks, TrainingOptions options, RunFolder run, StartMode mode, int steps = int.MaxValue) =>
        ThreadRanks.Run(ranks, each => Train(each, options, run, mode, steps))[0];

    private static List<string> Train(IRanks ranks, TrainingOptions options, RunFolder run, StartMode mode, int steps)
    {
        var team = new Team(ranks);
        var plan = TrainingPlan.Create(options, ranks.Count);
        var warnings = new List<string>();
        if (!team.IsLeader)
        {
            warnings.AddRange(new Follower(plan, team).Run(CancellationToken.None));
            return warnings;
        }

        foreach (var progress in new Trainer(plan, run, team: team).Run(mode, CancellationToken.None))
        {
            warnings.AddRange(progress.Warnings);
            steps -= progress.Record is null ? 0 : 1;
            if (steps <= 0)
            {
                break;
            }
        }

        return warnings;
    }

    private static TrainingOptions Chosen(TrainingOptions tiny, string technique)
    {
        // Of five pictures a domain the last batch is filled up, too.
        tiny = tiny with { PoolSize = 0, BatchSize = 1, SampleInterval = 0 };
        return technique switch
        {
            "baseline" => tiny,
            "critics" => tiny.WithObjective(AdversarialLossKind.WassersteinGp) with { CriticSteps = 2, PoolSize = 0 },
            "penalty" => tiny with { ZeroGradientPenalty = 10, SpectralNorm = true },
            "augmentation" => tiny with { DiffAugment = true },
            "edges" => tiny with { EdgeSmoothing = true },
            _ => throw new ArgumentOutOfRangeException(nameof(technique)),
        };
    }

    // Instance norm knows no batch, and the losses are means, so all agrees to the rounding of sums in another order: measured, 2e-7 of a loss, and of
    // a moment 2e-5 of the largest of its tensor. Adam does not mind the size of a gradient, so its moments are looked at, too.
    [Theory]
    [InlineData("baseline", 2)]
    [InlineData("baseline", 3)]
    [InlineData("critics", 2)]
    [InlineData("penalty", 2)]
    [InlineData("augmentation", 2)]
    [InlineData("edges", 2)]
    public void SeveralRanksTrainAsOneProcessWithTheirBatchesTogether(string technique, int ranks)
    {
        using var tiny = new TinyRun();
        var options = Chosen(tiny.Options, technique);
        var (apart, together) = (tiny.Folder("apart"), tiny.Folder("together"));
        Train(ranks, options, apart, StartMode.New);
        TinyRun.Train(options with { BatchSize = ranks }, together, StartMode.New);

        var (found, expected) = (LossLog.Read(apart.Losses).ToList(), LossLog.Read(together.Losses).ToList());
        Assert.Equal(expected.Count, found.Count);
        Assert.Equal(TrainingPlan.Create(options, ranks).Steps, found.Count);
        foreach (var (one, other) in found.Zip(expected))
        {
            Assert.Equal(other.Step, one.Step);
            foreach (var column in LossColumn.Measured)
            {
                var (mine, theirs) = (column.Value(one), column.Value(other));
                Assert.Equal(theirs.HasValue, mine.HasValue);
                Assert.InRange(Math.Abs((mine ?? 0) - (theirs ?? 0)), 0, 1e-5 * Math.Max(1, Math.Abs(theirs ?? 0)));
            }
        }

        using var moments = Moments(apart);
        using var others = Moments(together);
        Assert.Equal(others.Keys, moments.Keys);
        foreach (var (name, moment) in moments.Where(moment => moment.Key.EndsWith(".exp_avg", StringComparison.Ordinal)))
        {
            using var scope = torch.NewDisposeScope();
            var (mine, theirs) = (moment, others[name]);
            var largest = theirs.abs().max().item<float>();
            var difference = (mine - theirs).abs().max().item<float>();
            // A bias before an instance norm has no gradient but rounding.
            Assert.InRange(difference, 0, Math.Max(1e-3 * largest, 1e-5));
        }
    }

    private static StateDict Moments(RunFolder run) => PyTorchArchive.ReadStateDict(
        Path.Combine(run.Checkpoints, File.ReadAllText(Path.Combine(run.Checkpoints, "latest")).Trim(), "optimizers.pt"));

    [Theory]
    [InlineData(2, false)]
    [InlineData(3, true)]
    public void GoesOnBitForBit(int ranks, bool withHeads)
    {
        using var tiny = new TinyRun();
        var options = tiny.Options with { BatchHead = withHeads, AverageGenerators = withHeads, DiffAugment = withHeads };
        var (whole, parts) = (tiny.Folder("whole"), tiny.Folder("parts"));
        Train(ranks, options, whole, StartMode.New);
        Train(ranks, options, parts, StartMode.New, steps: 1);
        Train(ranks, options with { Seed = null }, parts, StartMode.Resume, steps: 2);
        Train(ranks, options with { Seed = null }, parts, StartMode.Resume);
        Assert.Equal(RunStatus.Finished, parts.Read().Status);
        Assert.Equal(ranks, parts.Read().Ranks);
        Assert.Equal(TinyRun.Results(whole), TinyRun.Results(parts));
    }

    [Fact]
    public void GoesOnWithAsManyRanksAloneAndLeavesTheRun()
    {
        using var tiny = new TinyRun();
        var run = tiny.Folder("run");
        Train(2, tiny.Options, run, StartMode.New, steps: 2);
        var before = File.ReadAllText(run.Losses);
        var byOne = Assert.Throws<CycleGanException>(() => TinyRun.Train(tiny.Options, run, StartMode.Resume));
        Assert.Contains("by 2 ranks, and cannot go on with one process", byOne.Message);
        var byThree = Assert.Throws<CycleGanException>(() => Train(3, tiny.Options, run, StartMode.Resume));
        Assert.Contains("by 2 ranks, and cannot go on with 3 ranks", byThree.Message);
        Assert.Equal(before, File.ReadAllText(run.Losses));
        Assert.Equal(RunStatus.Stopped, run.Read().Status);
    }

    [Fact]
    public void RefusesRanksWithAnotherConfigOrOtherDataBeforeAnythingIsWritten()
    {
        using var tiny = new TinyRun();
        var run = tiny.Folder("run");
        CycleGanException With(Func<IRanks, TrainingOptions> options) => Assert.Throws<CycleGanException>(
            () => ThreadRanks.Run(2, ranks => Train(ranks, options(ranks), run, StartMode.New, int.MaxValue)));

        Assert.Contains("Rank 1 has Filters 4, and rank 0 2", With(ranks => tiny.Options with { Filters = 2 + (2 * ranks.Rank) }).Message);
        TrainingOptions OtherImages(IRanks ranks) => tiny.Options with { TrainA = ranks.Rank == 0 ? tiny.Options.TrainA : tiny.Options.TestA };
        Assert.Contains("Rank 1 has other training images", With(OtherImages).Message);
        Assert.Contains("several ranks stop", With(_ => tiny.Options with { OnNonFinite = NonFiniteAction.Skip }).Message);
        Assert.Contains("takes 6 images of each domain, and there are 5 and 5", With(_ => tiny.Options with { BatchSize = 3 }).Message);
        Assert.False(Directory.Exists(run.Path));
    }

    [Fact]
    public void OneRankThatIsToEndEndsAllAfterTheStep()
    {
        using var tiny = new TinyRun();
        var run = tiny.Folder("run");
        using var ended = new CancellationTokenSource();
        ThreadRanks.Run(2, ranks =>
        {
            var (plan, team) = (TrainingPlan.Create(tiny.Options, 2), new Team(ranks));
            if (!team.IsLeader)
            {
                return new Follower(plan, team).Run(ended.Token).Count();
            }

            var steps = 0;
            foreach (var progress in new Trainer(plan, run, team: team).Run(StartMode.New, CancellationToken.None))
            {
                steps += progress.Record is null ? 0 : 1;
                ended.Cancel();
            }

            return steps;
        });
        var record = run.Read();
        Assert.Equal(RunStatus.Stopped, record.Status);
        Assert.Equal(2, record.Step);
    }
}
