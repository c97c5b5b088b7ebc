using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CycleGanPS.Core.Networks.Convolutions;

/// <summary>
/// Instance normalisation (Ulyanov et al. 2016, arXiv:1607.08022) without affine parameters, the activation behind it and what a residual block adds, in
/// one pass over each map, and its gradient in two. Each map is one thread's, so that sums do not hang on the number of threads.
/// </summary>
internal static unsafe class InstanceNormalization
{
    // Floats whose sum is kept in single precision: sums of more go on in double.
    private const int FloatsAtOnce = 4096;

    /// <summary>What a map is brought to mean 0 and variance 1 with.</summary>
    /// <param name="Mean">Is taken from each pixel.</param>
    /// <param name="Scale">Then multiplies it.</param>
    /// <param name="Rest">Is then added: what the mean loses in single precision, which decides on which side of zero a pixel is.</param>
    public readonly record struct Moments(float Mean, float Scale, float Rest);

    /// <summary>Normalises.</summary>
    /// <param name="input">N×C×H×W.</param>
    /// <param name="slope">What negative numbers are multiplied by behind the normalisation.</param>
    /// <param name="added">Is added in the end, of the same shape, or null.</param>
    /// <param name="output">Takes the result; may be <paramref name="input"/>.</param>
    /// <returns>The moments of each map.</returns>
    public static Moments[] Forward(Maps input, float slope, Maps? added, Maps output)
    {
        var moments = new Moments[input.Images * input.Channels];
        TensorThreads.For(moments.Length, (from, to) =>
        {
            for (var map = from; map < to; map++)
            {
                var first = map * input.Plane;
                moments[map] = Measure(input.Values + first, input.Plane);
                Normalize(input.Values + first, input.Plane, moments[map], slope, added is { } sum ? sum.Values + first : null, output.Values + first);
            }
        });
        return moments;
    }

    /// <summary>The gradient of the input, given that of the output.</summary>
    /// <param name="input">What was normalised.</param>
    /// <param name="moments">Its moments.</param>
    /// <param name="slope">As in the forward pass.</param>
    /// <param name="outputGradient">The gradient of the output.</param>
    /// <param name="inputGradient">Takes that of the input.</param>
    public static void Backward(Maps input, Moments[] moments, float slope, Maps outputGradient, Maps inputGradient) =>
        TensorThreads.For(moments.Length, (from, to) =>
        {
            for (var map = from; map < to; map++)
            {
                var first = map * input.Plane;
                Differentiate(
                    input.Values + first, input.Plane, moments[map], slope, outputGradient.Values + first, inputGradient.Values + first);
            }
        });

    private static Moments Measure(float* values, nint count)
    {
        double sum = 0, deviations = 0, squares = 0;
        for (nint first = 0; first < count; first += FloatsAtOnce)
        {
            sum += Sum(values + first, (int)Math.Min(FloatsAtOnce, count - first));
        }

        var near = (float)(sum / count);
        for (nint first = 0; first < count; first += FloatsAtOnce)
        {
            var (some, someSquares) = Deviations(values + first, (int)Math.Min(FloatsAtOnce, count - first), near);
            (deviations, squares) = (deviations + some, squares + someSquares);
        }

        var rest = deviations / count;
        var scale = 1 / Math.Sqrt((squares / count) - (rest * rest) + Layers.InstanceNormEpsilon);
        var mean = (float)(near + rest);
        return new(mean, (float)scale, (float)((mean - near - rest) * scale));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Sum(float* values, int count)
    {
        Vector256<float> sum0, sum1, sum2, sum3;
        sum0 = sum1 = sum2 = sum3 = Vector256<float>.Zero;
        var index = 0;
        for (; index + 32 <= count; index += 32)
        {
            sum0 += Vector256.Load(values + index);
            sum1 += Vector256.Load(values + index + 8);
            sum2 += Vector256.Load(values + index + 16);
            sum3 += Vector256.Load(values + index + 24);
        }

        var sum = Vector256.Sum((sum0 + sum1) + (sum2 + sum3));
        for (; index < count; index++)
        {
            sum += values[index];
        }

        return sum;
    }

    // The sums of what is left over a value near the mean, and of its square.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (float Sum, float Squares) Deviations(float* values, int count, float near)
    {
        Vector256<float> sum0, sum1, squares0, squares1;
        sum0 = sum1 = squares0 = squares1 = Vector256<float>.Zero;
        var nears = Vector256.Create(near);
        var index = 0;
        for (; index + 16 <= count; index += 16)
        {
            var (first, second) = (Vector256.Load(values + index) - nears, Vector256.Load(values + index + 8) - nears);
            (sum0, sum1) = (sum0 + first, sum1 + second);
            squares0 = Vector256.FusedMultiplyAdd(first, first, squares0);
            squares1 = Vector256.FusedMultiplyAdd(second, second, squares1);
        }

        var (sum, squares) = (Vector256.Sum(sum0 + sum1), Vector256.Sum(squares0 + squares1));
        for (; index < count; index++)
        {
            var deviation = values[index] - near;
            (sum, squares) = (sum + deviation, squares + (deviation * deviation));
        }

        return (sum, squares);
    }

    // Comparisons are such that what is no number stays none.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Normalize(float* values, nint count, Moments moments, float slope, float* added, float* output)
    {
        var (means, scales) = (Vector256.Create(moments.Mean), Vector256.Create(moments.Scale));
        var (rests, slopes) = (Vector256.Create(moments.Rest), Vector256.Create(slope));
        nint index = 0;
        for (; index + 8 <= count; index += 8)
        {
            var value = Vector256.FusedMultiplyAdd(Vector256.Load(values + index) - means, scales, rests);
            var result = Vector256.ConditionalSelect(Vector256.LessThanOrEqual(value, Vector256<float>.Zero), value * slopes, value);
            (added is null ? result : result + Vector256.Load(added + index)).Store(output + index);
        }

        for (; index < count; index++)
        {
            var value = MathF.FusedMultiplyAdd(values[index] - moments.Mean, moments.Scale, moments.Rest);
            output[index] = (value <= 0 ? value * slope : value) + (added is null ? 0 : added[index]);
        }
    }

    // dx = scale·(g − mean(g) − x̂·mean(g·x̂)), g being the gradient behind the normalisation.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Differentiate(float* values, nint count, Moments moments, float slope, float* gradients, float* result)
    {
        var (means, scales) = (Vector256.Create(moments.Mean), Vector256.Create(moments.Scale));
        var (rests, slopes) = (Vector256.Create(moments.Rest), Vector256.Create(slope));
        double sum = 0, product = 0;
        nint index = 0;
        while (index + 8 <= count)
        {
            var (sums, products) = (Vector256<float>.Zero, Vector256<float>.Zero);
            for (var end = Math.Min(index + FloatsAtOnce, count); index + 8 <= end; index += 8)
            {
                var value = Vector256.FusedMultiplyAdd(Vector256.Load(values + index) - means, scales, rests);
                var gradient = Vector256.Load(gradients + index);
                gradient = Vector256.ConditionalSelect(Vector256.LessThanOrEqual(value, Vector256<float>.Zero), gradient * slopes, gradient);
                sums += gradient;
                products = Vector256.FusedMultiplyAdd(gradient, value, products);
            }

            (sum, product) = (sum + Vector256.Sum(sums), product + Vector256.Sum(products));
        }

        for (; index < count; index++)
        {
            var value = MathF.FusedMultiplyAdd(values[index] - moments.Mean, moments.Scale, moments.Rest);
            var gradient = value <= 0 ? gradients[index] * slope : gradients[index];
            (sum, product) = (sum + gradient, product + (gradient * value));
        }

        var (meanGradient, meanProduct) = ((float)(sum / count), (float)(product / count));
        var (meanGradients, meanProducts) = (Vector256.Create(meanGradient), Vector256.Create(-meanProduct));
        for (index = 0; index + 8 <= count; index += 8)
        {
            var value = Vector256.FusedMultiplyAdd(Vector256.Load(values + index) - means, scales, rests);
            var gradient = Vector256.Load(gradients + index);
            gradient = Vector256.ConditionalSelect(Vector256.LessThanOrEqual(value, Vector256<float>.Zero), gradient * slopes, gradient);
            (Vector256.FusedMultiplyAdd(value, meanProducts, gradient - meanGradients) * scales).Store(result + index);
        }

        for (; index < count; index++)
        {
            var value = MathF.FusedMultiplyAdd(values[index] - moments.Mean, moments.Scale, moments.Rest);
            var gradient = value <= 0 ? gradients[index] * slope : gradients[index];
            result[index] = (gradient - meanGradient - (value * meanProduct)) * moments.Scale;
        }
    }
}
