using System.Collections.Concurrent;
using TorchSharp;

namespace CycleGanPS.Core.Machine;

/// <summary>
/// Constants for tensor operations. A number that TorchSharp converts by itself becomes a temporary with a finalizer, and
/// nothing keeps it alive while the native call runs: a garbage collection just then frees what the call is about to read.
/// That gives a wrong number or "Unknown scalar type", some hundred times in a million calls where collections are frequent.
/// The sum of two tensors, or of a tensor and a constant, is such an operation too: its hidden factor is 1. BannedSymbols.txt lists them
/// all, so that the build refuses them.
/// </summary>
internal static class Scalars
{
    private static readonly ConcurrentDictionary<double, Scalar> All = new();

    /// <summary>The constant, kept for good. For values that change with every step make one with <c>using</c>.</summary>
    public static Scalar Held(double value) => All.GetOrAdd(value, static number => number.ToScalar());

    /// <summary>The number in a tensor of one element. TorchSharp's own ToDouble and the like read it by way of such a temporary.</summary>
    public static double Number(this torch.Tensor value)
    {
        using var number = value.ToScalar();
        return number.ToDouble();
    }

    /// <summary>The square of each element. TorchSharp's own raises to the power of such a temporary.</summary>
    public static torch.Tensor Squared(this torch.Tensor values) => values.mul(values);
}
