using CycleGanPS.Core.Configs;
using CycleGanPS.Core.Options;
using Xunit;

namespace CycleGanPS.Core.Tests.Configs;

public sealed class PresetMatchTests
{
    public static TheoryData<Preset[]> Presets =>
    [
        [], [Preset.LeakyReLU], [Preset.EdgeSmoothing], [Preset.WganGp], [Preset.SkipResnet], [Preset.Modern], [Preset.Quick],
        [Preset.SkipResnet, Preset.Quick], [Preset.LeakyReLU, Preset.EdgeSmoothing],
    ];

    [Theory]
    [MemberData(nameof(Presets))]
    public void OptionsOfPresetsAreFoundToBe(Preset[] presets)
    {
        var options = Core.Configs.Presets.Apply(new TrainingOptions(), presets) with { DataRoot = "/data", Threads = 3, Seed = 4, Device = DeviceKind.Cpu };
        var match = PresetMatch.Of(options);
        Assert.Equal(presets, match.Presets);
        Assert.Empty(match.Differing);
    }

    [Fact]
    public void WhatDiffersIsNamed()
    {
        var options = Core.Configs.Presets.Apply(new TrainingOptions(), [Preset.Modern]) with { Epochs = 40, Filters = 32, AverageDecay = 0.99 };
        var match = PresetMatch.Of(options);
        Assert.Equal([Preset.Modern], match.Presets);
        // The decay of a run follows from its length.
        Assert.Equal(["Filters", "Epochs"], match.Differing.Select(key => key.Name));
    }

    [Fact]
    public void WhatFollowsFromAnObjectiveIsNoDifference()
    {
        var match = PresetMatch.Of(new TrainingOptions { AdversarialLoss = AdversarialLossKind.Hinge });
        Assert.Equal(["AdversarialLoss"], match.Differing.Select(key => key.Name));
    }
}
