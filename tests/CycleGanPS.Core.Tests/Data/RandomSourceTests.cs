using CycleGanPS.Core.Data;
using Xunit;

namespace CycleGanPS.Core.Tests.Data;

public sealed class RandomSourceTests
{
    // The first outputs of xoshiro256** from the state 1, 2, 3, 4, as its authors' C code gives them.
    [Fact]
    public void IsXoshiro256StarStar()
    {
        var random = RandomSource.FromState([1, 2, 3, 4]);

        Assert.Equal([11520UL, 0UL, 1509978240UL, 1215971899390074240UL], Enumerable.Range(0, 4).Select(_ => random.NextBits()));
    }

    [Fact]
    public void GoesOnFromASavedState()
    {
        var random = new RandomSource(7, "data");
        random.NextBits();
        var copy = RandomSource.FromState(random.State);

        Assert.Equal(Enumerable.Range(0, 100).Select(_ => random.NextBits()), Enumerable.Range(0, 100).Select(_ => copy.NextBits()));
    }

    [Fact]
    public void KeepsPurposesApart() =>
        Assert.NotEqual(new RandomSource(7, "poolA").NextBits(), new RandomSource(7, "poolB").NextBits());

    [Fact]
    public void PermutesEvenly()
    {
        var random = new RandomSource(1, "test");
        var firsts = new int[5];
        for (var draw = 0; draw < 10_000; draw++)
        {
            var order = random.Permutation(5);
            Assert.Equal([0, 1, 2, 3, 4], order.Order());
            firsts[order[0]]++;
        }

        // 2,000 each, standard deviation 40: six deviations never fail by chance.
        Assert.All(firsts, count => Assert.InRange(count, 1760, 2240));
    }
}
