using CycleGanPS.Core.Configs;
using CycleGanPS.Core.Objectives;
using CycleGanPS.Core.Options;
using Xunit;

namespace CycleGanPS.Core.Tests.Configs;

public sealed class TrainingOptionsBinderTests
{
    private static readonly ConfigEntry Data = new("DataRoot", "data", 2);

    private static TrainingOptions Bind(params ConfigEntry[] entries) =>
        TrainingOptionsBinder.Bind([Data, .. entries], "/project", "run.psd1");

    [Fact]
    public void DefaultsAreTheStudysBaseline()
    {
        var options = Bind();

        Assert.Equal((256, 286, 20, 10), (options.ImageSize, options.ResolvedLoadSize, options.Epochs, options.ResolvedDecayEpoch));
        Assert.Equal(
            (9, 64, Upsampling.Resize, DiscriminatorKind.Patch94), (options.ResidualBlocks, options.Filters, options.Upsampling, options.Discriminator));
        Assert.Equal((2e-4, 0.5, 0.999, 1), (options.LearningRate, options.Beta1, options.Beta2, options.BatchSize));
        Assert.Equal((10.0, 5.0, 50), (options.LambdaCycle, options.LambdaIdentity, options.PoolSize));
        Assert.Equal(AdversarialLossKind.LeastSquares, options.AdversarialLoss);
    }

    [Fact]
    public void FoldersAreRelativeToTheConfig()
    {
        var options = Bind(new ConfigEntry("TrainB", "../other/b", 3));

        Assert.Equal(Path.GetFullPath("/project/data/trainA"), options.TrainA);
        Assert.Equal(Path.GetFullPath("/other/b"), options.TrainB);
        Assert.Null(options.TestA);
    }

    [Fact]
    public void KeysAndChoicesAreReadInAnyCase()
    {
        var options = Bind(new ConfigEntry("activation", "leakyrelu", 3), new ConfigEntry("LEARNINGRATE", 1, 4), new ConfigEntry("epochs", 30L, 5));

        Assert.Equal((Activation.LeakyReLU, 1.0, 30), (options.Activation, options.LearningRate, options.Epochs));
    }

    [Fact]
    public void ConfigsOfEarlierVersionsMayStateTheirThreeChannels()
    {
        Assert.Null(ConfigSchema.Find("Channels"));
        Assert.Equal(Bind(), Bind(new ConfigEntry("channels", 3L, 3)));
    }

    [Theory]
    [InlineData("SkipResnet", null, SkipConnections.All)]
    [InlineData("SkipResnet", "deep, color", SkipConnections.Deep | SkipConnections.Color)]
    [InlineData("SkipResnet", "Encoder", SkipConnections.Deep | SkipConnections.Shallow)]
    [InlineData("Resnet", null, SkipConnections.None)]
    [InlineData("Unet", null, SkipConnections.None)]
    public void SkipConnectionsAreChosenByName(string generator, string? skips, SkipConnections expected)
    {
        ConfigEntry[] chosen = skips is null ? [] : [new ConfigEntry("Skips", skips, 4)];

        Assert.Equal(expected, Bind([new ConfigEntry("Generator", generator, 3), .. chosen]).ToGeneratorOptions().Skips);
    }

    [Theory]
    [InlineData(256, null, 8)]
    [InlineData(512, null, 8)]
    [InlineData(64, null, 6)]
    [InlineData(96, null, 5)]
    [InlineData(256, 7, 7)]
    public void AUnetHalvesAsOftenAsItsImagesAllow(int size, int? given, int expected)
    {
        ConfigEntry[] chosen = given is null ? [] : [new ConfigEntry("Downsamplings", given, 5)];

        var options = Bind([new ConfigEntry("Generator", "Unet", 3), new ConfigEntry("ImageSize", size, 4), .. chosen]);

        Assert.Equal((expected, 1 << expected), (options.ToGeneratorOptions().Downsamplings, options.ToGeneratorOptions().SideMultiple));
    }

    [Theory]
    [InlineData("Unet", "ImageSize", 48, "is 48, but must be a multiple of 32: a Unet halves it 5 times.")]
    [InlineData("Unet", "ResidualBlocks", 6, "is 6, but a Unet has no residual blocks: leave it out.")]
    [InlineData("Unet", "Activation", "LeakyReLU", "is LeakyReLU, but a Unet has activations of its own: leave it out.")]
    [InlineData("Unet", "Skips", "All", "is All, but only a SkipResnet has skip connections to choose: leave it out.")]
    [InlineData("Unet", "Downsamplings", 9, "is 9, but must be from 5 to 8.")]
    [InlineData("Resnet", "Skips", "Deep", "is Deep, but only a SkipResnet has skip connections to choose: leave it out.")]
    [InlineData("Resnet", "Downsamplings", 5, "is 5, but a Resnet always halves twice: leave it out.")]
    [InlineData("SkipResnet", "Skips", "None", "is None, but a SkipResnet without skip connections is a Resnet: set Generator to that.")]
    [InlineData("SkipResnet", "Skips", "Sideways", "is 'Sideways', but must be one of None, Deep, Shallow, Encoder, Input, All, Color.")]
    [InlineData("SkipResnet", "Upsampling", "Transpose", "is Transpose, but a SkipResnet needs Resize")]
    public void WhatAGeneratorHasNotIsRefused(string generator, string key, object value, string expected)
    {
        var fault = Assert.Throws<CycleGanException>(() => Bind(new ConfigEntry("Generator", generator, 3), new ConfigEntry(key, value, 7)));

        Assert.Equal(FaultKind.InvalidConfig, fault.Kind);
        Assert.Contains($"line 7: {key} {expected}", fault.Message);
    }

    [Theory]
    [InlineData("Weak", 64, 4, null)]
    [InlineData("Weak", 64, null, null)]
    [InlineData("Full", 64, 8, "is 8, but a Full cycle takes pictures as they are: leave it out.")]
    [InlineData("Weak", 96, 16, "is 16, but ImageSize (96) divided by it must be a multiple of 4 and at least 8")]
    [InlineData("Weak", 32, null, "is 8, but ImageSize (32) divided by it must be a multiple of 4 and at least 8")]
    [InlineData("Weak", 64, 0, "is 0, but must be from 1 to 64.")]
    public void AWeakCycleNeedsSmallPicturesThatGeneratorsCanWorkOn(string cycle, int size, int? reduction, string? expected)
    {
        ConfigEntry[] given = reduction is null ? [] : [new ConfigEntry("CycleReduction", reduction, 5)];
        TrainingOptions Read() => Bind([new ConfigEntry("Cycle", cycle, 3), new ConfigEntry("ImageSize", size, 4), .. given]);
        if (expected is null)
        {
            Assert.Equal(size / (reduction ?? 8), Read().SideOfWayBack);
            return;
        }

        Assert.Contains($"CycleReduction {expected}", Assert.Throws<CycleGanException>(Read).Message);
    }

    [Theory]
    [InlineData("Epoch", 5, "did you mean Epochs?")]
    [InlineData("Epochs", "many", "is 'many', but must be a whole number")]
    [InlineData("Epochs", -3, "is -3, but must be from 1")]
    [InlineData("Epochs", 2.5, "is 2.5, but must be a whole number")]
    [InlineData("LearningRate", "2e-4", "is '2e-4', but must be a number")]
    [InlineData("LearningRate", double.NaN, "but must be a number")]
    [InlineData("Activation", "GELU", "is 'GELU', but must be one of ReLU, LeakyReLU")]
    [InlineData("Activation", "1", "must be one of")]
    [InlineData("EdgeSmoothing", 1, "is 1, but must be $true or $false")]
    [InlineData("LogInterval", 0, "is 0, but must be 1 or more.")]
    [InlineData("Seed", -1, "is -1, but must be 0 or more.")]
    [InlineData("Beta1", 1, "is 1, but must be from 0 to 0.999999.")]
    [InlineData("ZeroGradientPenaltyInterval", 0, "is 0, but must be from 1 to 10000.")]
    [InlineData("IdentityEpochs", -1, "is -1, but must be 0 or more.")]
    [InlineData("LearningRateGenerator", 0, "is 0, but must be above 0 and at most 1.")]
    [InlineData("LearningRateDiscriminator", 1.5, "is 1.5, but must be above 0 and at most 1.")]
    [InlineData("Schedule", "Cosine", "is 'Cosine', but must be one of Linear, Constant")]
    [InlineData("AverageDecay", 1, "is 1, but must be from 0 to 0.99999999.")]
    [InlineData("AverageDecay", -0.1, "is -0.1, but must be from 0 to 0.99999999.")]
    [InlineData("LambdaAdversarial", -0.5, "is -0.5, but must be from 0 to 1000000.")]
    [InlineData("ImageSize", 63, "is 63, but must be a multiple of 4")]
    [InlineData("LoadSize", 100, "must be from ImageSize (256)")]
    [InlineData("DecayEpoch", 20, "the decay has to begin before")]
    [InlineData("Channels", 1, "must be 3")]
    [InlineData("Channels", 3.5, "is 3.5, but must be a whole number")]
    [InlineData("Channels", "three", "is 'three', but must be a whole number")]
    [InlineData("TrainA", null, "is empty, but must be text")]
    [InlineData("TrainA", new[] { "a", "b" }, "is a list, but must be text")]
    public void AFaultNamesKeyValueAndLine(string key, object? value, string expected)
    {
        var fault = Assert.Throws<CycleGanException>(() => Bind(new ConfigEntry(key, value, 7)));

        Assert.Equal(FaultKind.InvalidConfig, fault.Kind);
        Assert.Contains($"line 7: {key} ", fault.Message);
        Assert.Contains(expected, fault.Message);
        Assert.Contains("run.psd1", fault.Message);
        Assert.Equal(key, fault.Target);
    }

    [Fact]
    public void AWassersteinCriticHasTheDefaultsOfItsPaper()
    {
        var options = Bind(new ConfigEntry("Beta2", 0.99, 3), new ConfigEntry("AdversarialLoss", "wassersteingp", 4));

        Assert.Equal((1e-4, 0.0, 0.99, 0), (options.LearningRate, options.Beta1, options.Beta2, options.PoolSize));
        Assert.Equal((10.0, 5, 5), (options.GradientPenalty, options.CriticSteps, options.ImagesPerStep));
        Assert.False(options.ToDiscriminatorOptions().Normalize);
    }

    [Theory]
    [InlineData("DiscriminatorNormalization", "Instance", "must be None with WassersteinGp")]
    [InlineData("PoolSize", 50, "must be 0 with WassersteinGp")]
    [InlineData("CriticSteps", 0, "must be from 1 to 100")]
    [InlineData("GradientPenalty", 0, "must be above 0 with WassersteinGp")]
    [InlineData("ZeroGradientPenalty", 0.04, "must be 0 with WassersteinGp, which has a penalty of its own")]
    [InlineData("BatchHead", true, "must be False with WassersteinGp")]
    [InlineData("BatchSize", 1000, "5,000 images a step")]
    public void WhatAWassersteinCriticCannotDoIsRefused(string key, object value, string expected)
    {
        var fault = Assert.Throws<CycleGanException>(() => Bind(new ConfigEntry("AdversarialLoss", "WassersteinGp", 3), new ConfigEntry(key, value, 4)));

        Assert.Contains($"line 4: {key} ", fault.Message);
        Assert.Contains(expected, fault.Message);
    }

    [Fact]
    public void PresetsCombine()
    {
        var options = Presets.Apply(new TrainingOptions(), [Preset.Quick, Preset.WganGp, Preset.LeakyReLU, Preset.EdgeSmoothing]);

        Assert.Equal((64, Activation.LeakyReLU, true), (options.ImageSize, options.Activation, options.EdgeSmoothing));
        Assert.Equal((AdversarialLossKind.WassersteinGp, 0, 0.0), (options.AdversarialLoss, options.PoolSize, options.Beta1));
        Assert.Equal("LeakyReLU + EdgeSmoothing + WganGp", Technique.Name(options));
    }

    [Fact]
    public void WhatTheReaderFoundOutIsAFaultOfItsKey()
    {
        var fault = Assert.Throws<CycleGanException>(
            () => Bind(new ConfigEntry("TestA", "X:/a", 7) { Fault = "is on no drive." }, new ConfigEntry("Epochs", 0, 8)));

        Assert.Contains("line 7: TestA is on no drive. line 8: Epochs is 0", fault.Message);
    }

    [Fact]
    public void ADecayAloneSwitchesAveragesOn()
    {
        var decay = new ConfigEntry("averagedecay", 0.99, 3);

        Assert.Equal((false, null), (Bind().AverageGenerators, Bind().AverageDecay));
        Assert.Equal((true, 0.99), (Bind(decay).AverageGenerators, Bind(decay).AverageDecay!.Value));
        Assert.False(Bind(decay, new ConfigEntry("AverageGenerators", false, 4)).AverageGenerators);
        Assert.Equal("Averaged", Technique.Name(Bind(decay)));
    }

    [Fact]
    public void EveryTechniqueIsInTheNameInWordsThatAColumnHolds()
    {
        var all = new TrainingOptions
        {
            AverageGenerators = true,
            SpectralNorm = true,
            BatchHead = true,
            ZeroGradientPenalty = 1,
            DiffAugment = true,
            IdentityEpochs = 1,
            Cycle = CycleKind.Weak,
            LearningRateDiscriminator = 1e-4,
            Schedule = LearningRateSchedule.Constant,
        };

        var names = Technique.Name(all).Split(" + ");

        Assert.Equal(9, names.Length);
        Assert.All(names, name => Assert.InRange(name.Length, 1, 13));
    }

    [Fact]
    public void AFolderOfInitialWeightsStandsForBothGenerators()
    {
        var options = Bind(new ConfigEntry("InitialWeights", "runs/old", 3), new ConfigEntry("InitialWeightsBA", "other.pt", 4));

        Assert.Equal(("/project/runs/old/generatorAB.pt", "/project/other.pt"), (options.ResolvedInitialWeightsAB, options.ResolvedInitialWeightsBA));
    }

    [Fact]
    public void AllFaultsAreReportedAtOnce()
    {
        var fault = Assert.Throws<CycleGanException>(() => TrainingOptionsBinder.Bind(
            [new ConfigEntry("Epochs", 0, 2), new ConfigEntry("Filters", 0, 3), new ConfigEntry("Nonsense", 1, 4)], "/project", "run.psd1"));

        foreach (var part in (string[])["line 2: Epochs", "line 3: Filters", "line 4: Nonsense", "TrainA is missing", "TrainB is missing"])
        {
            Assert.Contains(part, fault.Message);
        }
    }
}
