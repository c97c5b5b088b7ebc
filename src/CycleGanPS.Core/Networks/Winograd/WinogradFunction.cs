using CycleGanPS.Core.Machine;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Networks.Winograd;

/// <summary><see cref="WinogradConvolution"/> as a function that autograd knows.</summary>
internal sealed class WinogradFunction : autograd.SingleTensorFunction<WinogradFunction>
{
    private const string Edge = nameof(Edge);
    private const string HasBias = nameof(HasBias);

    public override string Name => nameof(WinogradFunction);

    /// <summary>The convolution, N×C×H×W to N×O×H'×W', with its place in the graph where gradients are wanted.</summary>
    public static Tensor Call(Tensor input, Tensor weight, Tensor? bias, InputEdge edge)
    {
        if (!is_grad_enabled())
        {
            return WinogradConvolution.Forward(input, weight, bias, edge);
        }

        // TorchSharp makes further handles of the output, and an empty tensor of its size, which would hold memory.
        using var scope = NewDisposeScope();
        return apply(input, weight, bias!, edge).MoveToOuterDisposeScope();
    }

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (input, weight, edge) = ((Tensor)vars[0], (Tensor)vars[1], (InputEdge)vars[3]);
        ctx.save_for_backward([input, weight]);
        ctx.save_data(Edge, edge);
        ctx.save_data(HasBias, vars[2] is not null);
        ctx.set_materialize_grads(false);
        return WinogradConvolution.Forward(input, weight, vars[2] as Tensor, edge);
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
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var saved = ctx.get_saved_variables();
        var (input, weight) = (saved[0], saved[1]);
        var edge = (InputEdge)ctx.get_data(Edge);
        if (grad_output.IsInvalid)
        {
            return;
        }

        if (input.requires_grad)
        {
            gradients[0] = WinogradConvolution.InputGradient(grad_output, weight, edge).DetachFromDisposeScope();
        }

        if (weight.requires_grad)
        {
            gradients[1] = WinogradConvolution.WeightGradient(input, grad_output, edge).DetachFromDisposeScope();
        }

        if ((bool)ctx.get_data(HasBias))
        {
            gradients[2] = grad_output.sum([0, 2, 3]).DetachFromDisposeScope();
        }
    }
}
