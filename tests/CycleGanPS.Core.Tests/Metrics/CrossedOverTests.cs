using System.Text.Json;
using CycleGanPS.Core.Metrics;
using Xunit;
using static CycleGanPS.Core.Machine.Scalars;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Tests.Metrics;

public sealed class CrossedOverTests
{
    private static readonly JsonElement Expected = JsonDocument.Parse(File.ReadAllText(Fixtures.Path("metrics", "crossed-over.json"))).RootElement;

    [Theory]
    [InlineData("domains that overlap")]
    [InlineData("domains of unequal size")]
    [InlineData("equal distances")]
    [InlineData("two pictures a domain")]
    public void The_vote_of_three_neighbours_agrees_with_NumPy(string name)
    {
        using var scope = NewDisposeScope();
        var expected = Expected.GetProperty(name);

        var crossed = Crossed(Rows(expected, "pictures"), Rows(expected, "source"), Rows(expected, "target"));

        Assert.Equal(expected.GetProperty("crossed").EnumerateArray().Select(one => one.GetDouble()), crossed);
    }

    [Fact]
    public void Pictures_that_both_domains_hold_have_not_crossed_over_however_distances_are_rounded()
    {
        using var scope = NewDisposeScope();
        var domain = Features("real", 40, 2048);

        var crossed = Crossed(cat([domain, Features("fake", 30, 2048)], 0), domain, domain.flip(0));

        Assert.Equal(Enumerable.Repeat(0.0, 70), crossed);
    }

    [Fact]
    public void Pictures_of_the_target_have_crossed_over_and_those_of_the_source_have_not()
    {
        using var scope = NewDisposeScope();
        var (source, target) = (Features("real", 50, 64), Features("other", 50, 64).add(Held(0.5)));

        Assert.All(Crossed(source[25..], source[..25], target[..25]), crossed => Assert.Equal(0, crossed));
        Assert.All(Crossed(target[25..], source[..25], target[..25]), crossed => Assert.Equal(1, crossed));
    }

    private static IReadOnlyList<double> Crossed(Tensor pictures, Tensor source, Tensor target) =>
        CrossedOver.OfFeatures(Matrices.Of(pictures), Matrices.Of(source), Matrices.Of(target));

    private static Tensor Rows(JsonElement element, string name)
    {
        var rows = element.GetProperty(name).EnumerateArray().Select(row => row.EnumerateArray().Select(value => value.GetSingle()).ToArray()).ToArray();
        return tensor([.. rows.SelectMany(row => row)], [rows.Length, rows[0].Length]);
    }

    private static Tensor Features(string name, int count, int dimension) => tensor(
        [.. SeededInception.Uniform(name).Take(count * dimension).Select(value => (float)(name == "fake" ? value * value : value))], [count, dimension]);
}
