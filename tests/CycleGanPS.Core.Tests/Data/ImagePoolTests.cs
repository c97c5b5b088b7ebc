using CycleGanPS.Core.Data;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Tests.Data;

public sealed class ImagePoolTests
{
    [Fact]
    public void AnExchangeThatIsNotCommittedLeavesNoTrace()
    {
        using var scope = NewDisposeScope();
        using var pool = new ImagePool(1, new RandomSource(0, "pool"));
        Exchange(pool, Image(1));
        var random = pool.Random.State;
        for (var value = 2f; value < 12; value++)
        {
            pool.Exchange(Image(value));
        }

        Assert.Equal(1, Assert.Single(pool.Images).ToSingle());
        Assert.Equal(random, pool.Random.State);
    }

    private static Tensor Exchange(ImagePool pool, Tensor images)
    {
        var back = pool.Exchange(images);
        pool.Commit();
        return back;
    }

    private static Tensor Image(float value) => full([1, 1, 1, 1], value);

    [Fact]
    public void HandsBackWhatItIsGivenUntilItIsFull()
    {
        using var pool = new ImagePool(3, new RandomSource(1, "pool"));
        for (var value = 0; value < 3; value++)
        {
            Assert.Equal(value, Exchange(pool, Image(value)).ToSingle());
        }

        Assert.Equal([0f, 1f, 2f], pool.Images.Select(image => image.ToSingle()));
    }

    [Fact]
    public void ExchangesHalfOfTheImagesOnceFullAndLosesNone()
    {
        const int Rounds = 2000;
        using var pool = new ImagePool(50, new RandomSource(1, "pool"));
        var seen = new List<float>();
        var older = 0;
        for (var value = 0; value < Rounds; value++)
        {
            var back = Exchange(pool, Image(value)).ToSingle();
            older += back != value ? 1 : 0;
            seen.Add(back);
        }

        // Past the first 50, an old image comes back with probability one half: 975 of 1,950, deviation 22.
        Assert.InRange(older, 975 - 132, 975 + 132);
        Assert.True(pool.Images.Select(image => image.ToSingle()).Concat(seen).Distinct().Count() == Rounds);
    }

    [Fact]
    public void DecidesImageByImage()
    {
        using var pool = new ImagePool(2, new RandomSource(3, "pool"));
        using var first = cat([Image(1), Image(2)]);
        Assert.Equal([1f, 2f], Exchange(pool, first).data<float>().ToArray());
        var mixed = false;
        for (var round = 0; round < 50; round++)
        {
            using var batch = cat([Image(100 + (2 * round)), Image(101 + (2 * round))]);
            var back = Exchange(pool, batch).data<float>().ToArray();
            mixed |= back[0] == 100 + (2 * round) != (back[1] == 101 + (2 * round));
        }

        Assert.True(mixed);
    }

    [Fact]
    public void KeepsNothingWithACapacityOfNone()
    {
        using var pool = new ImagePool(0, new RandomSource(1, "pool"));
        Assert.Equal(5, Exchange(pool, Image(5)).ToSingle());
        Assert.Empty(pool.Images);
    }
}
