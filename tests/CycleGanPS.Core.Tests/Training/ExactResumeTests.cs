using CycleGanPS.Core.Configs;
using CycleGanPS.Core.Objectives;
using CycleGanPS.Core.Options;
using CycleGanPS.Core.Runs;
using CycleGanPS.Core.Training;
using Xunit;

namespace CycleGanPS.Core.Tests.Training;

/// <summary>A run that was stopped and went on leaves the bytes of one that was not, whatever it trains.</summary>
public sealed class ExactResumeTests
{
    // The residual blocks have four times as many channels, a multiple of 32.
    private const int WinogradFilters = 8;

    public static TheoryData<Preset, AdversarialLossKind> Trainings()
    {
        var all = new TheoryData<Preset, AdversarialLossKind>();
        foreach (var preset in Enum.GetValues<Preset>())
        {
            foreach (var loss in Enum.GetValues<AdversarialLossKind>())
            {
                using var run = new TinyRun();
                if (!TrainingOptionsValidator.Validate(Variant(run.Options, preset, loss)).Any())
                {
                    all.Add(preset, loss);
                }
            }
        }

        return all;
    }

    // The preset's and the loss's choices at the size of a test.
    private static TrainingOptions Variant(TrainingOptions tiny, Preset preset, AdversarialLossKind loss)
    {
        var options = Presets.Apply(tiny, [preset]);
        options = options.AdversarialLoss == loss ? options : options.WithObjective(loss);
        return options with
        {
            ImageSize = tiny.ImageSize,
            LoadSize = null,
            Filters = tiny.Filters,
            ResidualBlocks = tiny.ResidualBlocks,
            Epochs = tiny.Epochs,
            DecayEpoch = null,
            CriticSteps = 2,
        };
    }

    [Theory]
    [MemberData(nameof(Trainings))]
    public void GoesOnBitForBit(Preset preset, AdversarialLossKind loss)
    {
        using var tiny = new TinyRun();
        AssertGoesOnBitForBit(tiny, Variant(tiny.Options, preset, loss));
    }

    /// <summary>Networks wide enough for Winograd's convolutions, and for bfloat16.</summary>
    [Theory]
    [InlineData(Precision.Float32)]
    [InlineData(Precision.BFloat16)]
    public void WiderNetworksGoOnBitForBit(Precision precision)
    {
        using var tiny = new TinyRun();
        AssertGoesOnBitForBit(tiny, tiny.Options with { Filters = WinogradFilters, Precision = precision });
    }

    /// <summary>What later work adds to the baseline, each by itself.</summary>
    [Theory]
    [InlineData("averages")]
    [InlineData("identity")]
    [InlineData("penalty")]
    [InlineData("augmentation")]
    [InlineData("batch head")]
    [InlineData("weak cycle")]
    [InlineData("weak cycle of critics")]
    [InlineData("spectral norm")]
    [InlineData("spectral norm of critics")]
    public void TechniquesGoOnBitForBit(string technique)
    {
        using var tiny = new TinyRun();
        AssertGoesOnBitForBit(tiny, technique switch
        {
            "spectral norm" => tiny.Options with { SpectralNorm = true, Discriminator = DiscriminatorKind.Patch70, ImageSize = 32 },
            "spectral norm of critics" => tiny.Options.WithObjective(AdversarialLossKind.WassersteinGp) with { SpectralNorm = true, CriticSteps = 2 },
            "batch head" => tiny.Options with { BatchHead = true, EdgeSmoothing = true, Discriminator = DiscriminatorKind.Patch70, ImageSize = 32 },
            "weak cycle" => tiny.Options with { Cycle = CycleKind.Weak, CycleReduction = 2, AverageGenerators = true, EdgeSmoothing = true },
            "weak cycle of critics" =>
                tiny.Options.WithObjective(AdversarialLossKind.WassersteinGp) with { Cycle = CycleKind.Weak, CycleReduction = 2, CriticSteps = 2 },
            "augmentation" => tiny.Options with { DiffAugment = true, EdgeSmoothing = true },
            "penalty" => tiny.Options with { ZeroGradientPenalty = 0.1, ZeroGradientPenaltyInterval = 3 },
            "identity" => tiny.Options with { IdentityEpochs = 1 },
            "averages" => tiny.Options with { AverageGenerators = true },
            _ => throw new ArgumentOutOfRangeException(nameof(technique)),
        });
    }

    [Theory]
    [InlineData(GeneratorKind.SkipResnet, SkipConnections.All)]
    [InlineData(GeneratorKind.SkipResnet, SkipConnections.Deep | SkipConnections.Color)]
    [InlineData(GeneratorKind.Unet, null)]
    public void GeneratorsWithSkipConnectionsGoOnBitForBit(GeneratorKind kind, SkipConnections? skips)
    {
        using var tiny = new TinyRun();
        var options = tiny.Options with { Generator = kind, Skips = skips };
        AssertGoesOnBitForBit(
            tiny, kind == GeneratorKind.Unet ? options with { ImageSize = 32, ResidualBlocks = new TrainingOptions().ResidualBlocks } : options);
    }

    private static void AssertGoesOnBitForBit(TinyRun tiny, TrainingOptions options)
    {
        var whole = tiny.Folder("whole");
        TinyRun.Train(options, whole, StartMode.New);
        var expected = TinyRun.Results(whole);
        var stepsOfEpoch = TrainingPlan.Create(options).StepsPerEpoch;

        // In the middle of an epoch, at its end, and after the first step of the next.
        var stopped = tiny.Folder("stopped");
        TinyRun.Train(options, stopped, StartMode.New, 2);
        TinyRun.Train(options, stopped, StartMode.Resume, stepsOfEpoch - 2);
        TinyRun.Train(options, stopped, StartMode.Resume, 1);
        TinyRun.Train(options, stopped, StartMode.Resume);

        Assert.Equal(expected, TinyRun.Results(stopped));
    }

    [Fact]
    public void EveryPresetAndEveryLossIsAmongThem()
    {
        var trainings = Trainings().Select(row => ((Preset)row[0], (AdversarialLossKind)row[1])).ToList();

        Assert.All(Enum.GetValues<AdversarialLossKind>(), loss => Assert.Contains(trainings, training => training.Item2 == loss));
        Assert.Contains(trainings, training => training.Item1 == Preset.LeakyReLU);
    }

    [Fact]
    public void TimeOfTrainingGoesOn()
    {
        using var tiny = new TinyRun();
        var run = tiny.Folder("run");
        TinyRun.Train(tiny.Options, run, StartMode.New, 3);
        var before = run.Read().Seconds;

        TinyRun.Train(tiny.Options, run, StartMode.Resume);

        Assert.True(run.Read().Seconds > before);
        var seconds = LossLog.Read(run.Losses).Select(record => record.Seconds).ToList();
        Assert.Equal(seconds.Order(), seconds);
    }
}
