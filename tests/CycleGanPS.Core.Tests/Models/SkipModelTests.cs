using CycleGanPS.Core.Models;
using CycleGanPS.Core.Models.PyTorch;
using CycleGanPS.Core.Options;
using CycleGanPS.Core.Tests.Networks;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Tests.Models;

/// <summary>Files of generators with skip connections.</summary>
public sealed class SkipModelTests
{
    [Theory]
    [InlineData("unet", ModelFormat.PyTorch)]
    [InlineData("unet-6", ModelFormat.SafeTensors)]
    [InlineData("skip-all", ModelFormat.PyTorch)]
    [InlineData("skip-deep-color", ModelFormat.SafeTensors)]
    public void AModelComesBackWithItsKindAndGivesTheSamePictures(string name, ModelFormat format)
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var expected = SkipNetworks.Expected(name);
        using (var generator = SkipNetworks.Load(name))
        {
            GeneratorFile.Save(folder.File("g"), generator, new GeneratorInfo { Generator = generator.Options }, format);
        }

        var (loaded, info) = GeneratorFile.Load(folder.File("g"), CPU);
        using (loaded)
        {
            Assert.Equal(SkipNetworks.OptionsOf(name), info.Generator);
            Assert.InRange((loaded.call(expected["input"]) - expected["output"]).abs().max().ToDouble(), 0, 1e-5);
        }

        var summary = Assert.Single(ModelSummary.Read(folder.File("g")));
        Assert.Equal(name.StartsWith("unet", StringComparison.Ordinal) ? (SkipConnections?)null : info.Generator.Skips, summary.Skips);
    }

    [Theory]
    [InlineData("unet", 5, 2, Normalization.Instance)]
    [InlineData("unet-6", 6, 1, Normalization.Instance)]
    [InlineData("unet-batch", 5, 2, Normalization.Batch)]
    public void AUnetIsRecognisedByItsKeys(string name, int halvings, int filters, Normalization normalization)
    {
        var (generator, info) = GeneratorFile.Load(SkipNetworks.Path(name), CPU);
        generator.Dispose();

        Assert.Equal(
            (GeneratorKind.Unet, halvings, filters, normalization),
            (info.Generator.Kind, info.Generator.Downsamplings, info.Generator.Filters, info.Generator.Normalization));
        Assert.Null(info.ActivationAssumed);
        Assert.Equal("pytorch-CycleGAN-and-pix2pix", Assert.Single(ModelSummary.Read(SkipNetworks.Path(name))).Layout);
    }

    [Fact]
    public void AUnetIsWrittenUnderTheNamesOfTheReference()
    {
        using var generator = SkipNetworks.Load("unet");
        using var reference = PyTorchArchive.ReadStateDict(SkipNetworks.Path("unet"));

        Assert.Equal(reference.Keys.Order(StringComparer.Ordinal), generator.state_dict().Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void AUnetIsFoundBesideItsDiscriminator()
    {
        using var folder = new TemporaryFolder();
        using var unet = PyTorchArchive.ReadStateDict(SkipNetworks.Path("unet"));
        using var discriminator = PyTorchArchive.ReadStateDict(Fixtures.Path("models", "d-j.pth"));
        PyTorchArchive.Write(
            folder.File("both.pt"),
            unet.Select(entry => KeyValuePair.Create("netG." + entry.Key, entry.Value))
                .Concat(discriminator.Select(entry => KeyValuePair.Create("netD." + entry.Key, entry.Value))));

        Assert.Equal(
            [("netG", ModelKind.Generator), ("netD", ModelKind.Discriminator)],
            ModelSummary.Read(folder.File("both.pt")).Select(summary => (summary.Part!, summary.Kind)));
    }

    [Fact]
    public void AUnetHasActivationsOfItsOwn()
    {
        var choice = new GeneratorChoice { Activation = Activation.LeakyReLU };
        var fault = Assert.Throws<CycleGanException>(() => GeneratorFile.Load(SkipNetworks.Path("unet"), CPU, choice));

        Assert.Contains("is a U-Net, which has activations of its own", fault.Message);
        Assert.Equal(Remedy.LeaveOutActivation, fault.Remedy);
    }

    /// <summary>The picture and the picture blurred have as many channels: a wrong guess would give wrong pictures without a word.</summary>
    [Fact]
    public void WeightsAloneDoNotTellWhatIsHandedOn() => Assert.Contains(
        "it has skip connections, whose kind its weights do not tell",
        Assert.Throws<CycleGanException>(() => GeneratorFile.Load(SkipNetworks.Path("skip-deep-color"), CPU)).Message);

    [Theory]
    [InlineData("""{"kind":"SkipResnet"}""")]
    [InlineData("""{"kind":"SkipResnet","skips":16}""")]
    [InlineData("""{"kind":"SkipResnet","skips":"Deep","upsampling":"Transpose"}""")]
    [InlineData("""{"kind":"Unet","downsamplings":8}""")]
    [InlineData("""{"kind":"Unet","downsamplings":40,"residualBlocks":0,"upsampling":"Transpose"}""")]
    [InlineData("""{"kind":7}""")]
    [InlineData("""{"skips":"All"}""")]
    [InlineData("""{"downsamplings":3}""")]
    public void ARecordOfAnImpossibleNetworkIsRefused(string generator)
    {
        var fault = Assert.Throws<CycleGanException>(() => GeneratorFile.ReadInfo($$"""{"generator":{{generator}}}""", "g.pt"));
        Assert.Contains("describes a generator that cannot be built here", fault.Message);
    }
}
