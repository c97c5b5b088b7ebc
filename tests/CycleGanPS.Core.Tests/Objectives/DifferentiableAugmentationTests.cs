using CycleGanPS.Core.Models.PyTorch;
using CycleGanPS.Core.Objectives;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Tests.Objectives;

public sealed class DifferentiableAugmentationTests
{
    /// <summary>Against the paper's own formulas with the same draws (fixtures/training/make_augmentation.py).</summary>
    [Fact]
    public void AgreesWithPyTorch()
    {
        using var scope = NewDisposeScope();
        using var reference = PyTorchArchive.ReadStateDict(Fixtures.Path("training", "augmentation.pt"));
        var images = reference["images"].detach().requires_grad_(true);

        var changed = DifferentiableAugmentation.Apply(images, reference["draws"].data<float>().ToArray());
        (changed * reference["direction"]).sum().backward();

        Assert.Equal(0, (changed - reference["changed"]).abs().max().ToDouble(), 1e-5);
        Assert.Equal(0, (images.grad! - reference["gradient"]).abs().max().ToDouble(), 1e-5);
    }

    [Fact]
    public void DrawsInTheMiddleLeaveColourAndPlaceAsTheyAre()
    {
        using var scope = NewDisposeScope();
        var images = rand(1, 3, 16, 16);

        // The hole then lies in the middle.
        var changed = DifferentiableAugmentation.Apply(images, [0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f]);

        Assert.Equal(0, (changed - images).narrow(2, 0, 4).abs().max().ToDouble(), 1e-6);
        Assert.Equal(0, changed.narrow(2, 4, 8).narrow(3, 4, 8).abs().max().ToDouble());
        Assert.Equal(64 * 3, (changed == 0).sum().ToInt64());
    }
}
