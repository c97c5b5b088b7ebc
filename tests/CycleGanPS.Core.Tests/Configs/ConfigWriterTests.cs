using System.Globalization;
using System.Text.RegularExpressions;
using CycleGanPS.Core.Configs;
using CycleGanPS.Core.Objectives;
using CycleGanPS.Core.Options;
using Xunit;

namespace CycleGanPS.Core.Tests.Configs;

public sealed partial class ConfigWriterTests
{
    private static readonly TrainingOptions Baseline = new() { DataRoot = "data" };

    public static TheoryData<Preset[]> Combinations => [[Preset.Baseline], [Preset.Quick], [Preset.WganGp], [Preset.Quick, Preset.WganGp, Preset.LeakyReLU]];

    public static TheoryData<AdversarialLossKind> Kinds => [.. Enum.GetValues<AdversarialLossKind>()];

    [Fact]
    public void AnotherObjectiveInAGeneratedConfigBringsItsDefaults()
    {
        var written = ConfigWriter.WriteChanges(Baseline, "");
        var edited = written.Replace("    # AdversarialLoss    = 'LeastSquares'", "    AdversarialLoss    = 'WassersteinGp'", StringComparison.Ordinal);

        Assert.NotEqual(written, edited);
        Assert.Equal(Bind(ConfigWriter.WriteChanges(Presets.Apply(Baseline, [Preset.WganGp]), "")), Bind(edited));
        Assert.Equal((1e-4, 0.0, 0.9, 0), (Bind(edited).LearningRate, Bind(edited).Beta1, Bind(edited).Beta2, Bind(edited).PoolSize));
    }

    [Theory]
    [MemberData(nameof(Combinations))]
    public void BothWaysOfWritingReadBackAsTheOptions(Preset[] presets)
    {
        var options = Presets.Apply(Baseline, presets);

        Assert.Equal(Bind(ConfigWriter.Write(options, "")), Bind(ConfigWriter.WriteChanges(options, "")));
        var read = Bind(ConfigWriter.WriteChanges(options, ""));
        Assert.Equal((options.LearningRate, options.AdversarialLoss, options.ImageSize), (read.LearningRate, read.AdversarialLoss, read.ImageSize));
    }

    [Fact]
    public void OnlyWhatDiffersIsGiven()
    {
        Assert.Equal(["DataRoot"], Given(ConfigWriter.WriteChanges(Baseline, "")).Select(entry => entry.Key));
        Assert.Equal(
            ["DataRoot", "AdversarialLoss"],
            Given(ConfigWriter.WriteChanges(Presets.Apply(Baseline, [Preset.WganGp]), "")).Select(entry => entry.Key));
    }

    [Fact]
    public void ACommentHasTheDefaultOfTheObjective()
    {
        Assert.Contains("    # LearningRate       = 0.0002\n", ConfigWriter.WriteChanges(Baseline, ""));
        Assert.Contains("    # LearningRate       = 0.0001\n", ConfigWriter.WriteChanges(Presets.Apply(Baseline, [Preset.WganGp]), ""));
        Assert.Contains("With WassersteinGp 0.0001, unless given.", ConfigWriter.WriteChanges(Baseline, ""));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void EveryObjectivesOwnDefaultsArePossible(AdversarialLossKind kind) =>
        Assert.Equal(kind, Bind($"    DataRoot = 'data'\n    AdversarialLoss = '{kind}'\n").AdversarialLoss);

    private static TrainingOptions Bind(string text) => TrainingOptionsBinder.Bind(Given(text), "/project", "run.psd1");

    private static List<ConfigEntry> Given(string text) =>
        [.. Entry().Matches(text).Select(match => new ConfigEntry(match.Groups[1].Value, Value(match.Groups[2].Value)))];

    private static object Value(string literal) => literal switch
    {
        "$true" => true,
        "$false" => false,
        ['\'', .. var text, '\''] => text,
        _ => double.Parse(literal, CultureInfo.InvariantCulture),
    };

    [GeneratedRegex(@"^    (\w+) += (.+)$", RegexOptions.Multiline)]
    private static partial Regex Entry();
}
