using CycleGanPS.Core.Runs;
using CycleGanPS.Core.Training;
using Xunit;

namespace CycleGanPS.Core.Tests.Training;

public sealed class CheckpointStoreTests
{
    private static string[] Checkpoints(RunFolder run) =>
        [.. Directory.EnumerateDirectories(run.Checkpoints).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    [Theory]
    [InlineData(1, "epoch-0000 epoch-0004")]
    [InlineData(2, "epoch-0000 epoch-0003 epoch-0004")]
    [InlineData(9, "epoch-0000 epoch-0001 epoch-0002 epoch-0003 epoch-0004")]
    public void TheNewestStayAndTheUntrainedNetworks(int keep, string expected)
    {
        using var tiny = new TinyRun();
        var run = tiny.Folder("run");

        TinyRun.Train(tiny.Options with { Epochs = 4, KeepCheckpoints = keep }, run, StartMode.New);

        Assert.Equal(expected.Split(' '), Checkpoints(run));
        Assert.Equal("epoch-0004\n", File.ReadAllText(Path.Combine(run.Checkpoints, "latest")));
    }

    public static TheoryData<string> Files =>
        ["state.json", "manifest.json", "generatorAB.pt", "generatorBA.pt", "discriminatorA.pt", "discriminatorB.pt", "optimizers.pt", "pools.pt"];

    [Theory]
    [MemberData(nameof(Files))]
    public void ADamagedLatestFallsBackToTheOneBefore(string file)
    {
        using var tiny = new TinyRun();
        var whole = tiny.Folder("whole");
        TinyRun.Train(tiny.Options, whole, StartMode.New);
        var run = tiny.Folder("run");
        TinyRun.Train(tiny.Options, run, StartMode.New, 7);
        var damaged = Path.Combine(run.Checkpoints, "step-000007", file);
        var bytes = File.ReadAllBytes(damaged);
        bytes[bytes.Length / 2] ^= 4;
        File.WriteAllBytes(damaged, bytes);

        var warnings = TinyRun.Train(tiny.Options, run, StartMode.Resume);

        var warning = Assert.Single(warnings);
        // A damaged manifest may show as a file that does not agree with it.
        Assert.Contains(file == "manifest.json" ? Path.GetDirectoryName(damaged)! : damaged, warning);
        Assert.Contains("epoch-0001", warning);
        Assert.Equal(TinyRun.Results(whole), TinyRun.Results(run));
        Assert.DoesNotContain("step-000007", Checkpoints(run));
    }

    [Theory]
    [InlineData("state.json")]
    [InlineData("manifest.json")]
    [InlineData("optimizers.pt")]
    public void AMissingFileCountsAsDamage(string file)
    {
        using var tiny = new TinyRun();
        var run = tiny.Folder("run");
        TinyRun.Train(tiny.Options, run, StartMode.New, 7);
        File.Delete(Path.Combine(run.Checkpoints, "step-000007", file));

        Assert.Contains(file, Assert.Single(TinyRun.Train(tiny.Options, run, StartMode.Resume)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("../../elsewhere\n")]
    [InlineData("epoch-0099\n")]
    public void APointerThatIsNoUseIsNotNeeded(string? content)
    {
        using var tiny = new TinyRun();
        var run = tiny.Folder("run");
        TinyRun.Train(tiny.Options, run, StartMode.New, 7);
        var pointer = Path.Combine(run.Checkpoints, "latest");
        File.Delete(pointer);
        if (content is not null)
        {
            File.WriteAllText(pointer, content);
        }

        Assert.Empty(TinyRun.Train(tiny.Options, run, StartMode.Resume, 1));
        Assert.Equal(8, run.Read().Step);
    }

    [Fact]
    public void WithoutAnyWholeCheckpointTheRunIsRefusedAndLeftAlone()
    {
        using var tiny = new TinyRun();
        var run = tiny.Folder("run");
        TinyRun.Train(tiny.Options, run, StartMode.New, 2);
        foreach (var state in Directory.EnumerateFiles(run.Checkpoints, "state.json", SearchOption.AllDirectories))
        {
            File.WriteAllText(state, "{");
        }

        var fault = Assert.Throws<CycleGanException>(() => TinyRun.Train(tiny.Options, run, StartMode.Resume));

        Assert.Equal(FaultKind.UnreadableCheckpoint, fault.Kind);
        Assert.Contains("state.json", fault.Message);
        Assert.Equal(["epoch-0000", "step-000002"], Checkpoints(run));
    }

    [Theory]
    [InlineData("Filters", "its generators have Filters 2 instead of 4.")]
    [InlineData("Activation", "its generators have Activation ReLU instead of LeakyReLU.")]
    [InlineData("Discriminator", "discriminatorA.pt do not fit the network")]
    public void ACheckpointOfOtherNetworksIsNoDamage(string key, string expected)
    {
        using var tiny = new TinyRun();
        var run = tiny.Folder("run");
        var options = tiny.Options with { ImageSize = 32 };
        TinyRun.Train(options, run, StartMode.New, 7);
        var before = Checkpoints(run);
        var edited = key switch
        {
            "Filters" => options with { Filters = 4 },
            "Activation" => options with { Activation = Core.Options.Activation.LeakyReLU },
            _ => options with { Discriminator = Core.Options.DiscriminatorKind.Patch70 },
        };

        var fault = Assert.Throws<CycleGanException>(() => TinyRun.Train(edited, run, StartMode.Resume));

        Assert.Equal((FaultKind.InvalidConfig, Remedy.RestoreOptions), (fault.Kind, fault.Remedy));
        Assert.Contains(expected, fault.Message);
        Assert.Equal(before, Checkpoints(run));
        Assert.Empty(TinyRun.Train(options, run, StartMode.Resume));
    }

    [Fact]
    public void ARunKilledBeforeItsFirstCheckpointBeginsAnewWithItsSeed()
    {
        using var tiny = new TinyRun();
        var whole = tiny.Folder("whole");
        TinyRun.Train(tiny.Options, whole, StartMode.New);
        var run = tiny.Folder("run");
        TinyRun.Train(tiny.Options, run, StartMode.New, 1);
        Directory.Delete(run.Checkpoints, recursive: true);
        run.Write(run.Read() with { Step = 0 });

        TinyRun.Train(tiny.Options, run, StartMode.Resume);

        Assert.Equal(TinyRun.Results(whole), TinyRun.Results(run));
    }

    [Fact]
    public void LeftoversOfAKilledProcessAreSweptAway()
    {
        using var tiny = new TinyRun();
        var run = tiny.Folder("run");
        TinyRun.Train(tiny.Options, run, StartMode.New, 3);
        Directory.CreateDirectory(Path.Combine(run.Checkpoints, "epoch-0001.partial"));
        Directory.Move(Path.Combine(run.Checkpoints, "epoch-0000"), Path.Combine(run.Checkpoints, "epoch-0000.old"));
        File.WriteAllText(Path.Combine(run.Samples, "000003.png.0123abcd.tmp"), "half");
        File.WriteAllText(run.Record + ".89abcdef.tmp", "half");
        File.WriteAllText(Path.Combine(run.Path, "mine.tmp"), "the user's");

        TinyRun.Train(tiny.Options, run, StartMode.Resume);

        var names = Directory.EnumerateFileSystemEntries(run.Path, "*", SearchOption.AllDirectories).Select(path => Path.GetFileName(path)!);
        Assert.Equal(["mine.tmp"], names.Where(name => name.Contains("tmp") || name.Contains("partial") || name.EndsWith(".old", StringComparison.Ordinal)));
    }

    /// <summary>A clock of which both hands are set by the test.</summary>
    private sealed class SetClock : TimeProvider
    {
        public TimeSpan Monotonic { get; set; }

        public DateTimeOffset TimeOfDay { get; set; } = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

        public override long GetTimestamp() => Monotonic.Ticks;

        public override DateTimeOffset GetUtcNow() => TimeOfDay;
    }

    [Fact]
    public void CheckpointMinutesFollowAClockThatCannotBeSet()
    {
        using var tiny = new TinyRun();
        var run = tiny.Folder("run");
        var clock = new SetClock();
        var options = tiny.Options with { CheckpointMinutes = 10, CheckpointInterval = 100, KeepCheckpoints = 100, Epochs = 3 };
        foreach (var progress in new Trainer(TrainingPlan.Create(options), run, clock).Run(StartMode.New, CancellationToken.None))
        {
            // Four minutes a step, while the time of day is set back and forth by years.
            clock.Monotonic += TimeSpan.FromMinutes(4);
            clock.TimeOfDay = clock.TimeOfDay.AddYears(progress.Step % 2 == 0 ? 7 : -9);
        }

        Assert.Equal(["epoch-0000", "epoch-0003", "step-000004", "step-000007", "step-000010", "step-000013"], Checkpoints(run));
        Assert.Equal(4 * 15 * 60, run.Read().Seconds);
        Assert.Equal(Enumerable.Range(0, 15).Select(step => step * 240.0), CycleGanPS.Core.Runs.LossLog.Read(run.Losses).Select(record => record.Seconds));
    }
}
