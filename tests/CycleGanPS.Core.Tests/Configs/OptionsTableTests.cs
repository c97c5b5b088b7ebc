using System.Text.Json;
using CycleGanPS.Core.Configs;
using CycleGanPS.Core.Objectives;
using CycleGanPS.Core.Options;
using Xunit;

namespace CycleGanPS.Core.Tests.Configs;

public sealed class OptionsTableTests
{
    private static readonly TrainingOptions Folders = new() { TrainA = "/data/trainA", TrainB = "/data/trainB" };

    // A value that is legal, and not the default.
    private static object Other(string key, object? value, Type type) => key switch
    {
        nameof(TrainingOptions.DataRoot) => "/elsewhere",
        nameof(TrainingOptions.Channels) => 3,
        nameof(TrainingOptions.DecayEpoch) => 7,
        nameof(TrainingOptions.LoadSize) => 301,
        nameof(TrainingOptions.ImageSize) => 260,
        nameof(TrainingOptions.Downsamplings) => 6,
        nameof(TrainingOptions.Skips) => SkipConnections.Deep,
        nameof(TrainingOptions.CycleReduction) => 4,
        nameof(TrainingOptions.LearningRate) => 0.1 + 0.2,
        nameof(TrainingOptions.Beta1) or nameof(TrainingOptions.Beta2) => 1.0 / 3,
        _ when type == typeof(string) => $"/folders/it's [{key}]",
        _ when type == typeof(bool) => value is false,
        _ when type == typeof(int) => (int)(value ?? 41) + 1,
        _ when type == typeof(double) => (double)(value ?? 0.3) * 0.7,
        _ => Enum.GetValues(type).Cast<object>().First(choice => !choice.Equals(value)),
    };

    // As a file holds it.
    private static Dictionary<string, JsonElement> Written(TrainingOptions options) =>
        JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(JsonSerializer.Serialize(OptionsTable.Write(options)))!;

    private static TrainingOptions Read(IReadOnlyDictionary<string, JsonElement> table) => OptionsTable.Read(table, "/base", "of the test");

    public static TheoryData<string> Keys => [.. ConfigSchema.Keys.Select(key => key.Name)];

    [Theory]
    [MemberData(nameof(Keys))]
    public void EveryKeyComesBackAsItWas(string name)
    {
        var key = ConfigSchema.Find(name)!;
        // Some keys are for one kind of generator or cycle alone, or for runs that are evaluated.
        var options = name switch
        {
            nameof(TrainingOptions.Skips) => Folders with { Generator = GeneratorKind.SkipResnet },
            nameof(TrainingOptions.Downsamplings) => Folders with { Generator = GeneratorKind.Unet },
            nameof(TrainingOptions.CycleReduction) => Folders with { Cycle = CycleKind.Weak },
            nameof(TrainingOptions.EvaluateInterval) => Folders with { TestA = "/data/testA", TestB = "/data/testB" },
            nameof(TrainingOptions.KeepBest) or nameof(TrainingOptions.StopAfter) =>
                Folders with { TestA = "/data/testA", TestB = "/data/testB", EvaluateInterval = 5 },
            _ => Folders with { },
        };
        key.SetValue(options, Other(name, key.GetValue(options), Nullable.GetUnderlyingType(key.PropertyType) ?? key.PropertyType));
        if (options.AdversarialLoss == AdversarialLossKind.WassersteinGp)
        {
            options = options.WithObjective(AdversarialLossKind.WassersteinGp);
        }

        var read = Read(Written(options));

        Assert.Equal(key.GetValue(options), key.GetValue(read));
        Assert.Equal(options with { TestA = read.TestA, TestB = read.TestB }, read);
    }

    [Fact]
    public void KeysWithoutAValueAreNotWritten()
    {
        var table = Written(Folders);

        Assert.DoesNotContain(nameof(TrainingOptions.LoadSize), table.Keys);
        Assert.Equal(Folders, Read(table));
    }

    [Fact]
    public void AKeyThatIsMissingHasTheDefaultOfItsObjective()
    {
        var table = Written(Folders.WithObjective(AdversarialLossKind.WassersteinGp));
        table.Remove(nameof(TrainingOptions.Beta2));
        table.Remove(nameof(TrainingOptions.KeepCheckpoints));

        Assert.Equal(Folders.WithObjective(AdversarialLossKind.WassersteinGp), Read(table));
    }

    [Fact]
    public void AKeyOfAnotherVersionIsPassedOver()
    {
        var table = Written(Folders);
        table.Add("Weather", JsonSerializer.SerializeToElement(new[] { "fair" }));

        Assert.Equal(Folders, Read(table));
    }

    [Theory]
    [InlineData("Epochs", "\"many\"")]
    [InlineData("Epochs", "1.5")]
    [InlineData("Epochs", "1e400")]
    [InlineData("Epochs", "null")]
    [InlineData("Epochs", "[1]")]
    [InlineData("TrainA", "{}")]
    [InlineData("Activation", "\"Sigmoid\"")]
    [InlineData("ImageSize", "-4")]
    public void AValueThatCannotBeUsedIsNamed(string key, string json)
    {
        var table = Written(Folders);
        table[key] = JsonSerializer.Deserialize<JsonElement>(json);

        var fault = Assert.Throws<CycleGanException>(() => Read(table));

        Assert.Equal(FaultKind.InvalidConfig, fault.Kind);
        Assert.Contains("of the test", fault.Message);
        Assert.Contains(key, fault.Message);
    }
}
