using CycleGanPS.Core.Networks;
using CycleGanPS.Core.Options;
using CycleGanPS.Core.Training;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Tests.Networks;

public sealed class NetworkTests
{
    // The authors' code prints 11.378 million for nine blocks at width 64, and 7.838 million for six.
    [Theory]
    [InlineData(Upsampling.Resize, 9, 64, 11_378_179)]
    [InlineData(Upsampling.Transpose, 9, 64, 11_378_179)]
    [InlineData(Upsampling.Resize, 6, 64, 7_837_699)]
    public void AGeneratorHasTheReferencesParameters(Upsampling upsampling, int blocks, int filters, long expected)
    {
        using var generator = new ResnetGenerator(new GeneratorOptions { Upsampling = upsampling, ResidualBlocks = blocks, Filters = filters });

        // The transposed convolutions have as many weights as the plain ones, so both layouts count the same.
        Assert.Equal(expected, generator.parameters().Sum(parameter => parameter.numel()));
    }

    [Theory]
    [InlineData(DiscriminatorKind.Patch94, GeneratorKind.Resnet)]
    [InlineData(DiscriminatorKind.Patch70, GeneratorKind.SkipResnet)]
    [InlineData(DiscriminatorKind.Patch70, GeneratorKind.Unet)]
    public void ThePlanCountsTheNetworksParametersRight(DiscriminatorKind kind, GeneratorKind generatorKind)
    {
        using var folder = new TemporaryFolder();
        foreach (var name in (string[])["a", "b"])
        {
            Directory.CreateDirectory(folder.File(name));
            CycleGanPS.Core.Images.ImageFile.Write(new(8, 8), Path.Combine(folder.File(name), "x.png"), CycleGanPS.Core.Images.ImageFormat.Png);
        }

        var options = new TrainingOptions
        {
            TrainA = folder.File("a"), TrainB = folder.File("b"), Filters = 12, ResidualBlocks = 3, Discriminator = kind, Generator = generatorKind,
        };
        var plan = TrainingPlan.Create(options);
        using var generator = GeneratorNetwork.For(options.ToGeneratorOptions());
        using var discriminator = new PatchDiscriminator(options.ToDiscriminatorOptions());

        Assert.Equal(generator.parameters().Sum(parameter => parameter.numel()), plan.GeneratorParameters);
        Assert.Equal(discriminator.parameters().Sum(parameter => parameter.numel()), plan.DiscriminatorParameters);
    }

    [Theory]
    [InlineData(Upsampling.Resize, 64, 64)]
    [InlineData(Upsampling.Transpose, 64, 64)]
    [InlineData(Upsampling.Resize, 8, 100)]
    [InlineData(Upsampling.Transpose, 12, 8)]
    public void AGeneratorKeepsTheSizeOfMultiplesOfFour(Upsampling upsampling, int height, int width)
    {
        using var scope = NewDisposeScope();
        var generator = new ResnetGenerator(new GeneratorOptions { Upsampling = upsampling, ResidualBlocks = 2, Filters = 4 });
        var output = generator.call(rand(2, 3, height, width));

        Assert.Equal([2, 3, height, width], output.shape);
        Assert.InRange(output.abs().max().ToDouble(), 0, 1);
    }

    [Theory]
    [InlineData(DiscriminatorKind.Patch94, 256, 16)]
    [InlineData(DiscriminatorKind.Patch94, 64, 4)]
    [InlineData(DiscriminatorKind.Patch94, 16, 1)]
    [InlineData(DiscriminatorKind.Patch70, 256, 30)]
    [InlineData(DiscriminatorKind.Patch70, 32, 2)]
    public void ADiscriminatorGivesThePatchMapOfTheReference(DiscriminatorKind kind, int size, int side)
    {
        using var scope = NewDisposeScope();
        var discriminator = new PatchDiscriminator(new DiscriminatorOptions { Kind = kind, Filters = 4 });

        Assert.Equal([1, 1, side, side], discriminator.call(rand(1, 3, size, size)).shape);
    }

    [Theory]
    [InlineData(Upsampling.Resize, "model.1 model.4 model.7 model.10.block.1 model.10.block.5 model.18.block.1 model.18.block.5 model.20 model.24 model.28")]
    [InlineData(
        Upsampling.Transpose,
        "model.1 model.4 model.7 model.10.conv_block.1 model.10.conv_block.5 model.18.conv_block.1 model.18.conv_block.5 model.19 model.22 model.26")]
    public void AGeneratorNamesItsParametersAsThePublicCodeDoes(Upsampling upsampling, string some)
    {
        using var generator = new ResnetGenerator(new GeneratorOptions { Upsampling = upsampling, Filters = 2 });
        var names = generator.state_dict().Keys;

        Assert.Equal(2 * 24, names.Count);
        foreach (var name in some.Split(' '))
        {
            Assert.Contains($"{name}.weight", names);
            Assert.Contains($"{name}.bias", names);
        }
    }

    [Theory]
    [InlineData(DiscriminatorKind.Patch94, "model.0 model.2 model.5 model.8 model.12")]
    [InlineData(DiscriminatorKind.Patch70, "model.0 model.2 model.5 model.8 model.11")]
    public void ADiscriminatorNamesItsParametersAsThePublicCodeDoes(DiscriminatorKind kind, string all)
    {
        using var discriminator = new PatchDiscriminator(new DiscriminatorOptions { Kind = kind, Filters = 2 });

        Assert.Equal(
            all.Split(' ').SelectMany(name => new[] { $"{name}.bias", $"{name}.weight" }),
            discriminator.state_dict().Keys.Order(StringComparer.Ordinal).OrderBy(key => int.Parse(key.Split('.')[1])));
    }

    [Fact]
    public void InitialisationDrawsWeightsFromANarrowNormalDistributionAndIsRepeatedByItsSeed()
    {
        Tensor Weights(ulong seed)
        {
            var generator = new ResnetGenerator(new GeneratorOptions { Filters = 16, ResidualBlocks = 2 });
            using var random = new Generator(seed, CPU);
            WeightInitializer.Initialize(generator, random);
            Assert.All(
                generator.named_parameters().Where(entry => entry.name.EndsWith(".bias")), entry => Assert.Equal(0, entry.parameter.abs().max().ToDouble()));
            return cat([.. generator.named_parameters().Where(entry => entry.name.EndsWith(".weight")).Select(entry => entry.parameter.flatten())]);
        }

        using var scope = NewDisposeScope();
        var weights = Weights(1);

        // 176,000 draws: the mean's deviation is 5e-5, the standard deviation's 3.4e-5; six of each.
        Assert.InRange(weights.mean().ToDouble(), -3e-4, 3e-4);
        Assert.InRange(weights.std().ToDouble(), 0.0198, 0.0202);
        Assert.Equal(0, (weights - Weights(1)).abs().max().ToDouble());
        Assert.NotEqual(0, (weights - Weights(2)).abs().max().ToDouble());
    }
}
