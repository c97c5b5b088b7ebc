using CycleGanPS.Core.Models;
using CycleGanPS.Core.Networks;
using CycleGanPS.Core.Objectives;
using CycleGanPS.Core.Options;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Tests.Networks;

/// <summary>What a batch head remembers; its numbers are held to PyTorch by the training steps.</summary>
public sealed class BatchHeadTests
{
    private static readonly DiscriminatorOptions Options = new() { Filters = 2, BatchHead = true };

    [Theory]
    [InlineData(DiscriminatorKind.Patch94, 4)]
    [InlineData(DiscriminatorKind.Patch70, 7)]
    public void TakesThePlaceOfTheLastConvolution(DiscriminatorKind kind, long side)
    {
        using var scope = NewDisposeScope();
        using var discriminator = new PatchDiscriminator(Options with { Kind = kind, SpectralNorm = true });

        Assert.Equal([2, 1, side, side], discriminator.call(rand(2, 3, 64, 64)).shape);
        Assert.Equal(4, discriminator.modules().OfType<SpectralConvolution>().Count());
        Assert.Equal(discriminator.Head!.OutputBias, discriminator.OutputBias);
    }

    [Theory]
    [InlineData(true, "Instance")]
    [InlineData(false, "None")]
    public void ItsWeightsTellOfIt(bool normalize, string expected)
    {
        using var discriminator = new PatchDiscriminator(Options with { Normalize = normalize });
        var weights = discriminator.state_dict();
        static Dictionary<string, TensorDescription> Described(IEnumerable<KeyValuePair<string, Tensor>> weights) =>
            weights.ToDictionary(entry => entry.Key, entry => new TensorDescription(entry.Value.dtype, entry.Value.shape));
        string[] ofHead = ["head.net.0.bias", "head.net.0.weight", "head.net.2.bias", "head.net.2.weight", "head.norm.bias", "head.norm.weight"];

        Assert.Equal(ofHead, weights.Keys.Where(name => !name.StartsWith("model.", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Equal(new DiscriminatorLayout("batch head", null, 2, expected), DiscriminatorLayout.Recognize(Described(weights)));
        // Without a head it lacks its last convolution.
        Assert.Null(DiscriminatorLayout.Recognize(Described(weights.Where(entry => !ofHead.Contains(entry.Key)))));
    }

    [Fact]
    public void RemembersTheThreeLastImagesOfAKindOnceTheirUpdateIsMade()
    {
        using var scope = NewDisposeScope();
        using var discriminator = new PatchDiscriminator(Options);
        var (real, fake) = (discriminator.Head!.Real, discriminator.Head.Fake);
        foreach (var expected in new long[] { 2, 3, 3 })
        {
            discriminator.ScoresOfKinds(rand(2, 3, 32, 32), rand(2, 3, 32, 32));
            discriminator.Head.Commit();
            Assert.Equal([expected, expected], [real.Features!.shape[0], fake.Features!.shape[0]]);
        }

        var before = real.Features!.clone();
        // A step that was ended before its update is forgotten, and so is what the generators show.
        discriminator.ScoresOfKinds(rand(2, 3, 32, 32), rand(2, 3, 32, 32));
        discriminator.call(rand(2, 3, 32, 32));
        Assert.True(before.equal(real.Features).all().ToBoolean());
        Assert.Null(discriminator.Head.Smoothed.Features);
        Assert.False(real.Features.requires_grad);

        discriminator.Head.Commit();
        Assert.False(before.equal(real.Features!).all().ToBoolean());
    }

    [Fact]
    public void GeneratorsAreJudgedAmongEarlierFakes()
    {
        using var scope = NewDisposeScope();
        using var discriminator = new PatchDiscriminator(Options);
        WeightInitializer.Initialize(discriminator, new Generator(3, CPU));
        var (real, fake, next) = (rand(1, 3, 32, 32), rand(1, 3, 32, 32).neg(), rand(1, 3, 32, 32));
        discriminator.ScoresOfKinds(real, fake);
        discriminator.Head!.Commit();

        var scores = discriminator.call(next);

        Assert.True(scores.allclose(discriminator.ScoresOfKinds(real, next)[1]));
        Assert.True(scores.allclose(discriminator.ScoresBetween(next, [0])));
        Assert.False(scores.allclose(discriminator.ScoresBetween(next, [1])));
    }

    [Fact]
    public void LeavesNoTensorBehind()
    {
        using var discriminator = new PatchDiscriminator(Options);
        void Update()
        {
            using var scope = NewDisposeScope();
            discriminator.ScoresOfKinds(rand(1, 3, 32, 32), rand(1, 3, 32, 32), rand(1, 3, 32, 32));
            GradientPenalty.ZeroCentred(discriminator, rand(1, 3, 32, 32), rand(1, 3, 32, 32), [0.5f]);
            discriminator.Head!.Commit();
        }

        Update();
        var before = LiveTensors.Count();
        Update();
        Assert.Equal(before, LiveTensors.Count());
    }
}
