using CycleGanPS.Core.Inference.Strips;
using CycleGanPS.Core.Models;
using CycleGanPS.Core.Models.PyTorch;
using CycleGanPS.Core.Networks;
using CycleGanPS.Core.Options;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Tests.Models;

/// <summary>Models as PyTorch wrote them, in every layout, against what PyTorch makes of them (fixtures/models/make_models.py).</summary>
public sealed class ForeignModelTests : IDisposable
{
    private readonly StateDict _expected = SafeTensors.Read(Fixtures.Path("models", "expected.safetensors"));

    public static TheoryData<string> Generators
    {
        get
        {
            using var expected = SafeTensors.Read(Fixtures.Path("models", "expected.safetensors"));
            return [.. expected.Keys.Where(name => name != "input" && name != "j-leaky.pth")];
        }
    }

    public void Dispose() => _expected.Dispose();

    [Theory]
    [MemberData(nameof(Generators))]
    public void AGeneratorGivesWhatPyTorchGives(string file) => AssertOutput(file, Fixtures.Path("models", file));

    [Theory]
    [MemberData(nameof(Generators))]
    public void AGeneratorSurvivesEachOfOurFormats(string file)
    {
        using var folder = new TemporaryFolder();
        foreach (var (name, format) in ((string, ModelFormat)[])[("g.pt", ModelFormat.PyTorch), ("g.safetensors", ModelFormat.SafeTensors)])
        {
            var (generator, info) = GeneratorFile.Load(Fixtures.Path("models", file), CPU);
            using (generator)
            {
                GeneratorFile.Save(folder.File(name), generator, info, format);
            }

            AssertOutput(file, folder.File(name));
        }
    }

    [Fact]
    public void TheUserSaysWhichActivation()
    {
        var path = Fixtures.Path("models", "j-leaky.pth");
        AssertOutput("j-leaky.pth", path, new GeneratorChoice { Activation = Activation.LeakyReLU, NegativeSlope = 0.1 });

        using var folder = new TemporaryFolder();
        var (generator, info) = GeneratorFile.Load(path, CPU, new GeneratorChoice { Activation = Activation.LeakyReLU, NegativeSlope = 0.1 });
        using (generator)
        {
            GeneratorFile.Save(folder.File("g.pt"), generator, info);
        }

        // Now it is recorded, and no longer open.
        AssertOutput("j-leaky.pth", folder.File("g.pt"));
        var fault = Assert.Throws<CycleGanException>(() => GeneratorFile.Load(folder.File("g.pt"), CPU, new GeneratorChoice { Activation = Activation.ReLU }));
        Assert.Equal(FaultKind.InvalidArgument, fault.Kind);
        Assert.Contains("LeakyReLU of slope 0.1", fault.Message);
    }

    [Fact]
    public void ASlopeNeedsLeakyReLU() => Assert.Equal(
        Remedy.SlopeNeedsLeakyReLU,
        Assert.Throws<CycleGanException>(() => GeneratorFile.Load(Fixtures.Path("models", "j.pth"), CPU, new GeneratorChoice { NegativeSlope = 0.1 })).Remedy);

    [Theory]
    [InlineData("netG_A", "p.pt")]
    [InlineData("netG_B", "j.pth")]
    public void OneOfSeveralGeneratorsIsChosen(string part, string same) =>
        AssertOutput(same, Fixtures.Path("models", "two-generators.pt"), new GeneratorChoice { Part = part });

    /// <remarks>
    /// Rounding to float16 leaves a weight within 2⁻¹¹ of itself, and within 2⁻²⁵ where it is below the smallest normal number; that
    /// holds for each weight, on any machine. It bounds what comes out, too: the rounded terms of a convolution cancel as its terms
    /// do, so each of the ten convolutions moves its output by about 2⁻¹¹ of its range (instance normalisation keeps the ranges, ReLU
    /// stretches nothing), ten of them by 10 · 2⁻¹¹ of the range of tanh, which is 2: 0.0098. Half of that is what is seen.
    /// bfloat16's eight bits would come out eight times as far.
    /// </remarks>
    [Fact]
    public void HalfPrecisionHalvesTheFile()
    {
        const double Rounding = 1.0 / (1 << 11);
        const int Convolutions = 10;
        using var folder = new TemporaryFolder();
        var (generator, info) = GeneratorFile.Load(Fixtures.Path("models", "p-2blocks-f5.pth"), CPU);
        using (generator)
        {
            foreach (var (name, format) in ((string, ModelFormat)[])[("g.pt", ModelFormat.PyTorch), ("g.safetensors", ModelFormat.SafeTensors)])
            {
                GeneratorFile.Save(folder.File(name), generator, info, format);
                GeneratorFile.Save(folder.File("half-" + name), generator, info, format, halfPrecision: true);
                Assert.InRange(new FileInfo(folder.File("half-" + name)).Length, 0, (long)(0.65 * new FileInfo(folder.File(name)).Length));
                AssertRounded(folder.File(name), folder.File("half-" + name), Rounding);
                AssertOutput("p-2blocks-f5.pth", folder.File("half-" + name), tolerance: 2 * Convolutions * Rounding);
            }
        }
    }

    [Theory]
    [InlineData("two-generators.pt", "several generators: 'netG_A', 'netG_B'")]
    [InlineData("d-p.pt", "discriminator (Patch94, PyTorch-GAN)")]
    [InlineData("d-j.pth", "discriminator (Patch70, pytorch-CycleGAN-and-pix2pix)")]
    [InlineData("d-j-batch.pth", "discriminator (Patch70")]
    [InlineData("d-j-2layers.pth", "discriminator (Patch34")]
    [InlineData("not-unet.pth", "U-Net of 2 levels; from 5 to 10 are read")]
    [InlineData("not-vgg.pth", "image classifier (VGG")]
    [InlineData("not-whole-module.pt", "save the weights: torch.save(model.state_dict(), path)")]
    [InlineData("not-torchscript.pt", "TorchScript")]
    [InlineData("not-optimizer.pt", "optimizer's state")]
    [InlineData("not-tensors.pt", "holds no tensors with names")]
    [InlineData("not-onnx.pt", "is an ONNX model")]
    [InlineData("not-missing-key.pt", "it has no model.10.block.5.bias (16)")]
    [InlineData("not-other-shape.pt", "its model.4.weight is 8×4×4×4, where 8×4×3×3 is expected")]
    [InlineData("not-left-over.pt", "also holds model.99.weight")]
    public void WhatIsNoGeneratorIsExplained(string file, string text)
    {
        var path = Fixtures.Path("models", file);
        var fault = Assert.Throws<CycleGanException>(() => GeneratorFile.Load(path, CPU));
        Assert.Contains(text, fault.Message);
        Assert.Contains(path, fault.Message);
    }

    [Fact]
    public void APartThatIsNotThereIsNamedWithThoseThatAre()
    {
        var fault = Assert.Throws<CycleGanException>(
            () => GeneratorFile.Load(Fixtures.Path("models", "p-with-optimizer.pt"), CPU, new GeneratorChoice { Part = "netX" }));
        Assert.Contains("no part 'netX'; it has 'netG', 'netD'", fault.Message);
    }

    [Theory]
    [InlineData("p-batch.pt")]
    [InlineData("j-batch-dropout.pth")]
    [InlineData("j-dropout.pth")]
    public void AGeneratorRunsInStripsToo(string file)
    {
        using var scope = NewDisposeScope();
        var (generator, _) = GeneratorFile.Load(Fixtures.Path("models", file), CPU);
        using (generator)
        {
            var output = new StripedForward(generator, memory: 1) { StripRows = 6 }.Run(_expected["input"]);
            // Sums over single rows are rounded otherwise than those over whole maps; a step of a byte is 8e-3.
            Assert.InRange((output - _expected[file]).abs().max().ToDouble(), 0, 5e-5);
        }
    }

    [Theory]
    [InlineData("p-float16.pt")]
    [InlineData("j-shared-legacy.pth")]
    [InlineData("j-batch.safetensors")]
    public void ReadingLeavesNoTensorBehind(string file)
    {
        // TorchSharp's count never takes back all of a disposed network, so the same network stands beside it.
        long Left(Func<GeneratorNetwork> make)
        {
            var before = LiveTensors.Count();
            make().Dispose();
            return LiveTensors.Count() - before;
        }

        var (first, info) = GeneratorFile.Load(Fixtures.Path("models", file), CPU);
        first.Dispose();
        Assert.Equal(Left(() => GeneratorNetwork.For(info.Generator)), Left(() => GeneratorFile.Load(Fixtures.Path("models", file), CPU).Generator));
    }

    private static void AssertRounded(string path, string halfPath, double rounding)
    {
        static StateDict Read(string file) =>
            file.EndsWith(".safetensors", StringComparison.Ordinal) ? SafeTensors.Read(file) : PyTorchArchive.ReadStateDict(file);
        using var scope = NewDisposeScope();
        using var whole = Read(path);
        using var half = Read(halfPath);
        Assert.Equal(whole.Keys, half.Keys);
        foreach (var (name, weight) in whole)
        {
            Assert.Equal(ScalarType.Float16, half[name].dtype);
            var allowed = weight.abs().to(ScalarType.Float64) * rounding + Math.Pow(2, -25);
            Assert.True((half[name].to(ScalarType.Float64) - weight.to(ScalarType.Float64)).abs().le(allowed).all().ToBoolean(), name);
        }
    }

    private void AssertOutput(string file, string path, GeneratorChoice? choice = null, double tolerance = 1e-5)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var (generator, _) = GeneratorFile.Load(path, CPU, choice);
        using (generator)
        {
            Assert.InRange((generator.call(_expected["input"]) - _expected[file]).abs().max().ToDouble(), 0, tolerance);
        }
    }
}
