using CycleGanPS.Core.Machine;
using TorchSharp;
using static TorchSharp.torch;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace CycleGanPS.Core.Networks.Convolutions;

/// <summary>
/// Each pixel doubled in both directions (nearest neighbour), N×C×H×W to N×C×2H×2W, on a processor: libtorch's own takes as long as the
/// convolution that follows.
/// </summary>
internal sealed class DoublingFunction : autograd.SingleTensorFunction<DoublingFunction>
{
    public override string Name => nameof(DoublingFunction);

    /// <summary>Whether a layer is a doubling that can be done so.</summary>
    public static bool Matches(nn.Module<Tensor, Tensor> layer, Tensor input) =>
        layer is TorchSharp.Modules.Upsample && FastConvolution.CanWorkOn(input);

    /// <summary>The doubled maps, with their place in the graph where gradients are wanted.</summary>
    public static Tensor Call(Tensor input)
    {
        if (!is_grad_enabled())
        {
            return Double(input);
        }

        using var scope = NewDisposeScope();
        return apply(input).MoveToOuterDisposeScope();
    }

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        ctx.set_materialize_grads(false);
        return Double((Tensor)vars[0]);
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        try
        {
            return Backward.HandOver(1, gradients => gradients[0] = grad_output.IsInvalid ? null! : Sum(grad_output).DetachFromDisposeScope());
        }
        finally
        {
            grad_output.Dispose();
        }
    }

    private static unsafe Tensor Double(Tensor input)
    {
        using var scope = NewDisposeScope();
        var maps = new Maps(input.contiguous());
        var result = empty(maps.Images, maps.Channels, 2 * maps.Height, 2 * maps.Width);
        var target = new Maps(result);
        TensorThreads.For(maps.Images * maps.Channels, (from, to) =>
        {
            for (var row = (nint)from * maps.Height; row < (nint)to * maps.Height; row++)
            {
                var source = new ReadOnlySpan<float>(maps.Values + (row * maps.Width), maps.Width);
                var first = new Span<float>(target.Values + (2 * row * target.Width), target.Width);
                for (var column = 0; column < source.Length; column++)
                {
                    first[2 * column] = source[column];
                    first[(2 * column) + 1] = source[column];
                }

                first.CopyTo(new Span<float>(target.Values + (((2 * row) + 1) * target.Width), target.Width));
            }
        });
        return result.MoveToOuterDisposeScope();
    }

    // Of the four pixels that each became.
    private static unsafe Tensor Sum(Tensor gradient)
    {
        using var scope = NewDisposeScope();
        var maps = new Maps(gradient.contiguous());
        var result = empty(maps.Images, maps.Channels, maps.Height / 2, maps.Width / 2);
        var target = new Maps(result);
        TensorThreads.For(maps.Images * maps.Channels, (from, to) =>
        {
            Span<float> both = new float[maps.Width];
            for (var row = (nint)from * target.Height; row < (nint)to * target.Height; row++)
            {
                var first = new ReadOnlySpan<float>(maps.Values + (2 * row * maps.Width), maps.Width);
                TensorPrimitives.Add(first, new ReadOnlySpan<float>(maps.Values + (((2 * row) + 1) * maps.Width), maps.Width), both);
                var sum = new Span<float>(target.Values + (row * target.Width), target.Width);
                for (var column = 0; column < sum.Length; column++)
                {
                    sum[column] = both[2 * column] + both[(2 * column) + 1];
                }
            }
        });
        return result.MoveToOuterDisposeScope();
    }
}
