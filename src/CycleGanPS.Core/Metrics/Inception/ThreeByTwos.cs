using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static CycleGanPS.Core.Networks.Convolutions.Winograd.PointVectors;

namespace CycleGanPS.Core.Metrics.Inception;

/// <summary>
/// Three outputs of three taps, two pixels apart. The outer taps see the even pixels alone, one next to the other, and the middle one the odd:
/// F(3, 2) at the points 0, 1, −1 and infinity, and three products as they are, seven for nine.
/// </summary>
internal readonly unsafe struct ThreeByTwos : IFiltering
{
    public static int Outputs => 3;

    public static int Taps => 3;

    public static int Step => 2;

    public static int Points => 7;

    public static double[,] Factors
    {
        get
        {
            var outer = FilterWeights.Factors([0, 1, -1], 2);
            var factors = new double[Points, Taps];
            for (var point = 0; point < outer.GetLength(0); point++)
            {
                (factors[point, 0], factors[point, 2]) = (outer[point, 0], outer[point, 1]);
            }

            for (var output = 0; output < Outputs; output++)
            {
                factors[outer.GetLength(0) + output, 1] = 1;
            }

            return factors;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Input(float* d, nint stride, float* target, nint targetStride)
    {
        var (even0, even1, even2, even3) = (Load(d, stride, 0), Load(d, stride, 2), Load(d, stride, 4), Load(d, stride, 6));
        var (odd0, odd1, odd2) = (Load(d, stride, 1), Load(d, stride, 3), Load(d, stride, 5));
        (even2 - even0).Store(target);
        (even2 + even1).Store(target + targetStride);
        (even2 - even1).Store(target + (2 * targetStride));
        (even3 - even1).Store(target + (3 * targetStride));
        odd0.Store(target + (4 * targetStride));
        odd1.Store(target + (5 * targetStride));
        odd2.Store(target + (6 * targetStride));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Output(float* m, nint stride, float* target, nint targetStride)
    {
        var (plus, minus) = (Load(m, stride, 1), Load(m, stride, 2));
        var sum = plus + minus;
        var (first, second, third) = (Load(m, stride, 0) + sum, plus - minus, sum + Load(m, stride, 3));
        var (middle0, middle1, middle2) = (Load(m, stride, 4), Load(m, stride, 5), Load(m, stride, 6));
        (first + middle0).Store(target);
        (second + middle1).Store(target + targetStride);
        (third + middle2).Store(target + (2 * targetStride));
    }
}
