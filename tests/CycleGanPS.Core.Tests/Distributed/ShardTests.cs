using CycleGanPS.Core.Distributed;
using Xunit;

namespace CycleGanPS.Core.Tests.Distributed;

public sealed class ShardTests
{
    [Theory]
    [InlineData("1/1", 1, 1)]
    [InlineData("3/16", 3, 16)]
    [InlineData("16/16", 16, 16)]
    public void AShardIsWhichOfHowMany(string text, int number, int count) => Assert.Equal(new Shard(number, count), Parse(text));

    [Theory]
    [InlineData("0/0")]
    [InlineData("0/16")]
    [InlineData("17/16")]
    [InlineData("-1/16")]
    [InlineData("3")]
    [InlineData("3/16/2")]
    [InlineData("a/b")]
    [InlineData("1/99999999999")]
    [InlineData("")]
    public void WhatIsNoShardIsRefused(string text) =>
        Assert.Equal(FaultKind.InvalidArgument, Assert.Throws<CycleGanException>(() => Parse(text)).Kind);

    /// <summary>Every file belongs to just one part; the parts are about equal; and what is added moves nothing.</summary>
    [Fact]
    public void PartsShareAllFilesAndStayTheSame()
    {
        var files = Enumerable.Range(0, 10_000).Select(number => $"day {number % 31}/photo-{number:D5}.jpg").ToList();
        var shards = Enumerable.Range(1, 16).Select(number => new Shard(number, 16)).ToList();
        var counts = shards.Select(shard => files.Count(shard.Holds)).ToList();
        Assert.Equal(files.Count, counts.Sum());
        Assert.All(files, file => Assert.Single(shards, shard => shard.Holds(file)));
        // Binomial: mean 625, deviation 24.
        Assert.All(counts, count => Assert.InRange(count, 500, 750));
        Assert.True(new Shard(1, 1).Holds("anything"));
        Assert.Equal(shards[4].Holds("a/b.jpg"), shards[4].Holds(@"a\b.jpg"));
    }

    /// <summary>The rule is part of what is on disk: sha256 of the path, its first eight bytes as a big-endian number, modulo the parts.</summary>
    [Theory]
    [InlineData("a.jpg", 11)]
    [InlineData("day 1/photo.png", 6)]
    [InlineData("été/é.webp", 6)]
    public void TheRuleIsTheSameEverywhere(string path, int number) =>
        Assert.Equal([number], Enumerable.Range(1, 16).Where(shard => new Shard(shard, 16).Holds(path)));

    [Fact]
    public void TheEnvironmentTellsTheShard()
    {
        Assert.Equal(new Shard(3, 8), FromEnvironment(("SLURM_ARRAY_TASK_ID", "2"), ("SLURM_ARRAY_TASK_MIN", "0"), ("SLURM_ARRAY_TASK_COUNT", "8")));
        Assert.Equal(
            new Shard(2, 4),
            FromEnvironment(
                ("SLURM_ARRAY_TASK_ID", "13"), ("SLURM_ARRAY_TASK_MIN", "10"), ("SLURM_ARRAY_TASK_STEP", "3"), ("SLURM_ARRAY_TASK_COUNT", "4"),
                ("SLURM_NTASKS", "1"), ("SLURM_PROCID", "0")));
        Assert.Equal(new Shard(4, 4), FromEnvironment(("SLURM_NTASKS", "4"), ("SLURM_PROCID", "3")));
        Assert.Equal(new Shard(1, 5), FromEnvironment(("JOB_COMPLETION_INDEX", "0"), (Shard.CountVariable, "5")));
    }

    [Fact]
    public void WhereTheEnvironmentTellsNoneThatIsAnError()
    {
        Assert.Contains("SLURM_ARRAY_TASK_ID", Assert.Throws<CycleGanException>(() => FromEnvironment()).Message, StringComparison.Ordinal);
        Assert.Contains(
            Shard.CountVariable, Assert.Throws<CycleGanException>(() => FromEnvironment(("JOB_COMPLETION_INDEX", "0"))).Message, StringComparison.Ordinal);
        Assert.Throws<CycleGanException>(() => FromEnvironment(("JOB_COMPLETION_INDEX", "5"), (Shard.CountVariable, "5")));
    }

    [Fact]
    public void NamesOfFilesSortByNumber()
    {
        Assert.Equal("out/all.003-of-016.npz", new Shard(3, 16).NameFile("out/all.npz"));
        Assert.Equal("all.00003-of-12345.npz", new Shard(3, 12345).NameFile("all.npz"));
    }

    [Fact]
    public void PartsOfOneSetMakeItUp()
    {
        var files = Enumerable.Range(0, 40).Select(number => $"/photos/{number}.jpg").ToList();
        ShardedSet Part(int number, int count) => ShardedSet.Of(new Shard(number, count), files, "/photos").Set;
        ShardedSet.EnsureWhole([(null, "a.npz"), (null, "b.npz")]);
        ShardedSet.EnsureWhole([(Part(2, 2), "b.npz"), (Part(1, 2), "a.npz")]);
        string Fault(params (ShardedSet?, string)[] parts) => Assert.Throws<CycleGanException>(() => ShardedSet.EnsureWhole(parts)).Message;
        Assert.Contains("2 are missing: 2, 4", Fault((Part(1, 4), "a"), (Part(3, 4), "c")), StringComparison.Ordinal);
        Assert.Contains("shard 1/2 is there twice, as 'a' and 'b'", Fault((Part(1, 2), "a"), (Part(1, 2), "b")), StringComparison.Ordinal);
        Assert.Contains("'b' is no shard of a set, and 'a' is one", Fault((Part(1, 2), "a"), (null, "b")), StringComparison.Ordinal);
        Assert.Contains("'b' is no shard of a set, and 'a' is one", Fault((null, "b"), (Part(1, 2), "a")), StringComparison.Ordinal);
        Assert.Contains("shard 2/3", Fault((Part(1, 2), "a"), (Part(2, 3), "b")), StringComparison.Ordinal);
        var others = ShardedSet.Of(new Shard(2, 2), [.. files.Select(file => file + ".png")], "/photos").Set;
        Assert.Contains("of 40 others", Fault((Part(1, 2), "a"), (others, "b")), StringComparison.Ordinal);
    }

    private static Shard Parse(string text) => Shard.Parse(text, _ => null);

    private static Shard FromEnvironment(params (string Name, string Value)[] variables) =>
        Shard.Parse("auto", name => variables.FirstOrDefault(variable => variable.Name == name).Value);
}
