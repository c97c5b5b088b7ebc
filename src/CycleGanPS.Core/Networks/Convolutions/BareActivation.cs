using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CycleGanPS.Core.Networks.Convolutions;

/// <summary>A ReLU, leaky or not, with no normalisation before it: in place, and from its output is seen what was negative.</summary>
internal static unsafe class BareActivation
{
    /// <summary>Multiplies what is negative.</summary>
    /// <param name="maps">The maps.</param>
    /// <param name="slope">By this, at least 0.</param>
    public static void Forward(Maps maps, float slope) => Multiply(maps, maps, slope);

    /// <summary>Multiplies gradients where the output is not positive.</summary>
    /// <param name="output">The output.</param>
    /// <param name="slope">By this.</param>
    /// <param name="gradients">The output's gradient, which becomes that of the input.</param>
    public static void Backward(Maps output, float slope, Maps gradients) => Multiply(output, gradients, slope);

    private static void Multiply(Maps signs, Maps values, float slope) =>
        TensorThreads.For(values.Images * values.Channels, (from, to) =>
        {
            var first = from * values.Plane;
            Multiply(signs.Values + first, values.Values + first, (to * values.Plane) - first, slope);
        });

    // Comparisons are such that what is no number stays none.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply(float* signs, float* values, nint count, float slope)
    {
        var slopes = Vector256.Create(slope);
        nint index = 0;
        for (; index + 8 <= count; index += 8)
        {
            var value = Vector256.Load(values + index);
            var isNegative = Vector256.LessThanOrEqual(Vector256.Load(signs + index), Vector256<float>.Zero);
            Vector256.ConditionalSelect(isNegative, value * slopes, value).Store(values + index);
        }

        for (; index < count; index++)
        {
            values[index] *= signs[index] <= 0 ? slope : 1;
        }
    }
}
