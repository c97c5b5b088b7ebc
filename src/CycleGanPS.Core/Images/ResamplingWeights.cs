namespace CycleGanPS.Core.Images;

/// <summary>
/// For each output position of one axis, the run of input positions it is made of and their weights, as
/// Pillow's Resample.c computes them in double precision. The kernel grows with the shrinking factor
/// (antialiasing) and is cut and renormalised at the borders.
/// </summary>
internal sealed class ResamplingWeights
{
    // Pillow leaves 8 bits for the sample and 2 for overshoot of the accumulating int.
    public const int FixedPointBits = 32 - 8 - 2;

    private ResamplingWeights(int[] starts, int[] counts, double[] weights, int stride) =>
        (Starts, Counts, Weights, Stride) = (starts, counts, weights, stride);

    /// <summary>First input position of each output position.</summary>
    public int[] Starts { get; }

    /// <summary>How many input positions each output position reads.</summary>
    public int[] Counts { get; }

    /// <summary>Weights of output position i at i·<see cref="Stride"/>.</summary>
    public double[] Weights { get; }

    public int Stride { get; }

    public static ResamplingWeights Compute(int inputSize, int outputSize, Resampling kind)
    {
        Func<double, double> filter = kind switch
        {
            Resampling.Bilinear => Bilinear,
            Resampling.Bicubic => Bicubic,
            Resampling.Lanczos => Lanczos,
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
        var scale = (double)inputSize / outputSize;
        var filterScale = Math.Max(scale, 1);
        var support = SupportOf(kind) * filterScale;
        var stride = (int)Math.Ceiling(support) * 2 + 1;
        var (starts, counts, weights) = (new int[outputSize], new int[outputSize], new double[checked(outputSize * stride)]);
        var inverseScale = 1 / filterScale;
        for (var output = 0; output < outputSize; output++)
        {
            var center = (output + 0.5) * scale;
            var start = Math.Max((int)(center - support + 0.5), 0);
            var count = Math.Min((int)(center + support + 0.5), inputSize) - start;
            var kernel = weights.AsSpan(output * stride, count);
            var sum = 0.0;
            for (var index = 0; index < count; index++)
            {
                kernel[index] = filter((index + start - center + 0.5) * inverseScale);
                sum += kernel[index];
            }

            if (sum != 0)
            {
                foreach (ref var weight in kernel)
                {
                    weight /= sum;
                }
            }

            (starts[output], counts[output]) = (start, count);
        }

        return new ResamplingWeights(starts, counts, weights, stride);
    }

    /// <summary>The weights times 2^<see cref="FixedPointBits"/>, rounded half away from zero.</summary>
    public int[] ToFixedPoint()
    {
        var rounded = new int[Weights.Length];
        for (var index = 0; index < rounded.Length; index++)
        {
            var scaled = Weights[index] * (1 << FixedPointBits);
            rounded[index] = (int)(scaled + (scaled < 0 ? -0.5 : 0.5));
        }

        return rounded;
    }

    private static double SupportOf(Resampling kind) => kind switch { Resampling.Bilinear => 1, Resampling.Bicubic => 2, _ => 3 };

    private static double Bilinear(double x) => Math.Max(1 - Math.Abs(x), 0);

    private static double Bicubic(double x)
    {
        const double A = -0.5;
        x = Math.Abs(x);
        return x < 1 ? ((A + 2) * x - (A + 3)) * x * x + 1
            : x < 2 ? (((x - 5) * x + 8) * x - 4) * A
            : 0;
    }

    private static double Lanczos(double x) => x is >= -3 and < 3 ? Sinc(x) * Sinc(x / 3) : 0;

    private static double Sinc(double x) => x == 0 ? 1 : Math.Sin(x * Math.PI) / (x * Math.PI);
}
