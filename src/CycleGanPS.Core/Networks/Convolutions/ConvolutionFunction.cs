using CycleGanPS.Core.Machine;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Networks.Convolutions;

/// <summary><see cref="FastConvolution"/> as a function that autograd knows.</summary>
internal sealed class ConvolutionFunction : autograd.SingleTensorFunction<ConvolutionFunction>
{
    private const string Shape = nameof(Shape);
    private const string HasBias = nameof(HasBias);

    public override string Name => nameof(ConvolutionFunction);

    /// <summary>The convolution, N×C×H×W to N×O×H'×W', with its place in the graph where gradients are wanted.</summary>
    public static Tensor Call(Tensor input, Tensor weight, Tensor? bias, ConvolutionShape shape)
    {
        if (!is_grad_enabled())
        {
            return FastConvolution.Forward(input, weight, bias, shape);
        }

        // TorchSharp makes further handles of the output, and an empty tensor of its size, which would hold memory.
        using var scope = NewDisposeScope();
        return apply(input, weight, bias!, shape).MoveToOuterDisposeScope();
    }

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (input, weight, shape) = ((Tensor)vars[0], (Tensor)vars[1], (ConvolutionShape)vars[3]);
        ctx.save_for_backward([input, weight]);
        ctx.save_data(Shape, shape);
        ctx.save_data(HasBias, vars[2] is not null);
        ctx.set_materialize_grads(false);
        return FastConvolution.Forward(input, weight, vars[2] as Tensor, shape);
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        try
        {
            return Backward.HandOver(4, gradients => Differentiate(ctx, grad_output, gradients));
        }
        finally
        {
            grad_output.Dispose();
        }
    }

    private static void Differentiate(autograd.AutogradContext ctx, Tensor grad_output, List<Tensor> gradients)
    {
        using var scope = NewDisposeScope();
        var saved = ctx.get_saved_variables();
        var (input, weight) = (saved[0], saved[1]);
        var shape = (ConvolutionShape)ctx.get_data(Shape);
        if (grad_output.IsInvalid)
        {
            return;
        }

        if (input.requires_grad)
        {
            gradients[0] = FastConvolution.InputGradient(grad_output, weight, shape, (int)input.shape[2], (int)input.shape[3]).DetachFromDisposeScope();
        }

        if (weight.requires_grad)
        {
            gradients[1] = FastConvolution.WeightGradient(input, grad_output, weight, shape).DetachFromDisposeScope();
        }

        if ((bool)ctx.get_data(HasBias))
        {
            gradients[2] = grad_output.sum([0, 2, 3]).DetachFromDisposeScope();
        }
    }
}
