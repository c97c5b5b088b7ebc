using CycleGanPS.Core.Training;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Tests.Training;

public sealed class AdamOptimizerTests
{
    /// <summary>Both order the same operations a little differently: 1e-6 of steps of 1e-3, over gradients of six orders of magnitude.</summary>
    [Theory]
    [InlineData(nameof(AdamKernel.Fused), false)]
    [InlineData(nameof(AdamKernel.Fused), true)]
    [InlineData(nameof(AdamKernel.Processor), false)]
    [InlineData(nameof(AdamKernel.Processor), true)]
    [InlineData(null, false)]
    public void OnePassAgreesWithSingleOperations(string? kernel, bool isTurned)
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(2, CPU);
        Parameter Make() => new(zeros(7, 33), requires_grad: true);
        var (one, other, untouched) = (Make(), Make(), Make());
        using var plain = new AdamOptimizer([("a", one)], 0.5, 0.999) { Kernel = AdamKernel.Single };
        using var fused = new AdamOptimizer([("none", untouched), ("a", other)], 0.5, 0.999)
        {
            Kernel = kernel is null ? null : Enum.Parse<AdamKernel>(kernel),
        };
        for (var step = 0; step < 20; step++)
        {
            var gradient = randn([7, 33], generator: random) * Math.Pow(10, -(step % 7));
            // A gradient may lie column by column.
            (one.grad, other.grad) = (gradient.clone(), isTurned ? gradient.t().contiguous().t() : gradient.clone());
            plain.Step(1e-3);
            fused.Step(1e-3);
        }

        Assert.True((one - other).abs().max().ToDouble() < 1e-6);
        Assert.True(one.abs().max().ToDouble() > 1e-3);
        Assert.Equal(0, untouched.abs().max().ToDouble());
        foreach (var ((name, expected), (_, actual)) in plain.Moments.Zip(fused.Moments.Skip(2)))
        {
            Assert.True(((expected - actual).abs() / (expected.abs() + 1e-12)).max().ToDouble() < 1e-5, name);
        }
    }
}
