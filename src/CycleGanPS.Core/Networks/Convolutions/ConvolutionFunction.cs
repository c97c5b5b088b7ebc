using CycleGanPS.Core.Machine;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Networks.Convolutions;

/// <summary>
/// Units in a row (<see cref="Unit"/>) as one function that autograd knows: a function of its own for each layer took as long in a small network as the
/// layers' arithmetic.
/// </summary>
internal sealed class ConvolutionFunction : autograd.SingleTensorFunction<ConvolutionFunction>
{
    private const string Kept = nameof(Kept);

    public override string Name => nameof(ConvolutionFunction);

    /// <summary>What the units make of N×C×H×W, with its place in the graph where gradients are wanted.</summary>
    /// <exception cref="OperationCanceledException">It was ended between two units.</exception>
    public static Tensor Call(Tensor input, IReadOnlyList<Unit> units, CancellationToken cancellation = default)
    {
        if (!is_grad_enabled())
        {
            return UnitPasses.Forward(input, units, null, cancellation);
        }

        // TorchSharp makes further handles of the output, and an empty tensor of its size, which would hold memory.
        using var scope = NewDisposeScope();
        object[] arguments =
        [
            units, cancellation, input,
            .. units.SelectMany(unit => new[] { unit.Weight, unit.Bias }).OfType<Tensor>(),
        ];
        return apply(arguments).MoveToOuterDisposeScope();
    }

    /// <summary>A single convolution.</summary>
    public static Tensor Call(Tensor input, Tensor weight, Tensor? bias, ConvolutionShape shape) =>
        Call(input, [new Unit { Weight = weight, Bias = bias, Shape = shape }]);

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (units, input) = ((IReadOnlyList<Unit>)vars[0], (Tensor)vars[2]);
        var kept = new KeptMaps(units);
        ctx.save_for_backward([input, .. units.Select(unit => unit.Weight).OfType<Tensor>()]);
        ctx.save_data(Kept, kept);
        ctx.set_materialize_grads(false);
        try
        {
            return UnitPasses.Forward(input, units, kept, (CancellationToken)vars[1]);
        }
        catch
        {
            kept.Dispose();
            throw;
        }
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        var kept = (KeptMaps)ctx.get_data(Kept);
        try
        {
            return Backward.HandOver(kept.Arguments, gradients => Differentiate(ctx, kept, grad_output, gradients));
        }
        finally
        {
            grad_output.Dispose();
            kept.Dispose();
        }
    }

    private static void Differentiate(autograd.AutogradContext ctx, KeptMaps kept, Tensor gradient, List<Tensor> gradients)
    {
        using var scope = NewDisposeScope();
        var saved = ctx.get_saved_variables();
        if (!gradient.IsInvalid)
        {
            UnitPasses.Backward(saved[0], saved[1..], kept, gradient, gradients);
        }
    }
}
