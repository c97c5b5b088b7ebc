using System.Text.Json.Nodes;
using CycleGanPS.Core.Options;
using CycleGanPS.Core.Runs;
using CycleGanPS.Core.Tests.Training;
using CycleGanPS.Core.Training;
using Xunit;

namespace CycleGanPS.Core.Tests.Runs;

/// <summary>What a run says of the options that it was trained with.</summary>
public sealed class RunOptionsTests : IDisposable
{
    private readonly TinyRun _tiny = new();
    private readonly RunFolder _run;

    public RunOptionsTests()
    {
        _run = _tiny.Folder("run");
        TinyRun.Train(_tiny.Options with { Seed = null }, _run, StartMode.New, steps: 1);
    }

    private static TrainingOptions Refuse(string path) => throw new InvalidOperationException($"{path} was not to be read.");

    private void Edit(Action<JsonObject> edit)
    {
        var record = JsonNode.Parse(File.ReadAllText(_run.Record))!.AsObject();
        edit(record);
        File.WriteAllText(_run.Record, record.ToJsonString());
    }

    [Fact]
    public void ARunIsReadWithoutItsConfig()
    {
        File.Delete(_run.Config);

        var options = _run.ReadOptions(_run.Read(), Refuse);

        Assert.Equal(_tiny.Options with { Seed = _run.Read().Seed, Threads = _run.Read().Threads }, options);
        Assert.Equal("Baseline", RunSummary.Read(_run).Technique);
    }

    [Fact]
    public void ARunOfAnEarlyVersionIsReadThroughItsConfig()
    {
        Edit(record => Assert.True(record.Remove("options")));
        var read = new List<string>();

        var summary = RunSummary.Read(_run, path =>
        {
            read.Add(path);
            return _tiny.Options with { Activation = Activation.LeakyReLU };
        });

        Assert.Equal("LeakyReLU", summary.Technique);
        Assert.Equal([_run.Config], read);
        var fault = Assert.Throws<CycleGanException>(() => _run.ReadOptions(_run.Read()));
        Assert.Equal(FaultKind.UnreadableRun, fault.Kind);
    }

    [Fact]
    public void ARunOfAnEarlyVersionHasItsOptionsOnceItGoesOn()
    {
        Edit(record => Assert.True(record.Remove("options")));

        TinyRun.Train(_tiny.Options, _run, StartMode.Resume, steps: 1);

        Assert.Equal(_tiny.Options with { Seed = _run.Read().Seed, Threads = _run.Read().Threads }, _run.ReadOptions(_run.Read()));
    }

    [Fact]
    public void GoingOnKeepsTheOptionsThatTheRunWasBegunWith()
    {
        var config = File.ReadAllText(_run.Config);
        Edit(record => record["options"]!.AsObject().Add("Weather", "fair"));

        TinyRun.Train(_tiny.Options with { Workers = 1 }, _run, StartMode.Resume, steps: 1);

        Assert.Equal(_tiny.Options.Workers, _run.ReadOptions(_run.Read()).Workers);
        Assert.Contains("\"Weather\": \"fair\"", File.ReadAllText(_run.Record));
        Assert.Equal(config, File.ReadAllText(_run.Config));
    }

    [Fact]
    public void GoingOnWritesAConfigThatIsMissing()
    {
        var config = File.ReadAllText(_run.Config);
        File.Delete(_run.Config);

        TinyRun.Train(_run.ReadOptions(_run.Read()), _run, StartMode.Resume, steps: 1);

        Assert.Equal(config, File.ReadAllText(_run.Config));
    }

    [Fact]
    public void OptionsThatAreNoTableAreDamage()
    {
        Edit(record => record["options"] = 7);

        Assert.Equal(FaultKind.UnreadableRun, Assert.Throws<CycleGanException>(() => _run.Read()).Kind);
    }

    public void Dispose() => _tiny.Dispose();
}
