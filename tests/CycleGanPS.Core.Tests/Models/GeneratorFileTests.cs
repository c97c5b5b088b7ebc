using CycleGanPS.Core.Models;
using CycleGanPS.Core.Models.PyTorch;
using CycleGanPS.Core.Networks;
using CycleGanPS.Core.Options;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Tests.Models;

public sealed class GeneratorFileTests
{
    private static readonly GeneratorOptions Leaky = new()
    {
        Filters = 4, ResidualBlocks = 2, Activation = Activation.LeakyReLU, NegativeSlope = 0.1, Upsampling = Upsampling.Transpose,
    };

    [Fact]
    public void AModelComesBackWithItsArchitectureAndGivesTheSamePictures()
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        var path = folder.File("g.pt");
        var generator = new ResnetGenerator(Leaky);
        GeneratorFile.Save(path, generator, new GeneratorInfo { Generator = Leaky, ImageSize = 64, Direction = "AB", Epochs = 3, Steps = 30 });

        var (loaded, info) = GeneratorFile.Load(path, CPU);
        var input = rand(1, 3, 16, 16);

        Assert.Equal(Leaky, info.Generator);
        Assert.Equal((64, "AB", 3, 30L), (info.ImageSize, info.Direction, info.Epochs, info.Steps));
        Assert.Equal(0, (generator.call(input) - loaded.call(input)).abs().max().ToDouble());
        Assert.Equal([path], Directory.GetFiles(folder.Path));
    }

    [Theory]
    [InlineData(Upsampling.Resize)]
    [InlineData(Upsampling.Transpose)]
    public void AStateDictWithoutARecordIsRecognisedByItsKeys(Upsampling upsampling)
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("plain.pt");
        var options = new GeneratorOptions { Filters = 5, ResidualBlocks = 3, Upsampling = upsampling };
        using var generator = new ResnetGenerator(options);
        PyTorchArchive.Write(path, generator.state_dict());

        var (loaded, info) = GeneratorFile.Load(path, CPU);
        loaded.Dispose();

        Assert.Equal(options, info.Generator);
        Assert.Null(info.ImageSize);
    }

    [Fact]
    public void ADiscriminatorIsNoGenerator()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("d.pt");
        using var discriminator = new PatchDiscriminator(new DiscriminatorOptions { Filters = 4 });
        PyTorchArchive.Write(path, discriminator.state_dict());

        var fault = Assert.Throws<CycleGanException>(() => GeneratorFile.Load(path, CPU));
        Assert.Equal(FaultKind.UnreadableModel, fault.Kind);
        Assert.Contains(path, fault.Message);
    }

    [Fact]
    public void AWeightOfAnotherShapeIsNamed()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("g.pt");
        using var generator = new ResnetGenerator(Leaky);
        GeneratorFile.Save(path, generator, new GeneratorInfo { Generator = Leaky with { Filters = 8 } });

        var fault = Assert.Throws<CycleGanException>(() => GeneratorFile.Load(path, CPU));
        Assert.Equal(FaultKind.UnreadableModel, fault.Kind);
        Assert.Contains("model.1.weight is 4×3×7×7, where 8×3×7×7 is expected", fault.Message);
    }

    [Fact]
    public void AMissingAndATruncatedFileAreFaultsWithTheirPath()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("g.pt");
        Assert.Equal(FaultKind.PathNotFound, Assert.Throws<CycleGanException>(() => GeneratorFile.Load(path, CPU)).Kind);

        using var generator = new ResnetGenerator(Leaky);
        GeneratorFile.Save(path, generator, new GeneratorInfo { Generator = Leaky });
        var whole = File.ReadAllBytes(path);
        foreach (var length in (int[])[0, 10, whole.Length / 2, whole.Length - 1])
        {
            File.WriteAllBytes(path, whole[..length]);
            var fault = Assert.Throws<CycleGanException>(() => GeneratorFile.Load(path, CPU));
            Assert.Contains(path, fault.Message);
        }
    }

    [Fact]
    public void ARecordOfAnAbsurdNetworkIsRefusedBeforeItIsBuilt()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("g.pt");
        PyTorchArchive.Write(path, [], new Dictionary<string, string>
        {
            [GeneratorFile.InfoRecord] = """{"generator":{"channels":3,"filters":1000000,"residualBlocks":1000000}}""",
        });

        Assert.Equal(FaultKind.UnreadableModel, Assert.Throws<CycleGanException>(() => GeneratorFile.Load(path, CPU)).Kind);
    }
}
