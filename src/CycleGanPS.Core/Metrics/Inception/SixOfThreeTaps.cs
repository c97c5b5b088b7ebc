using System.Runtime.CompilerServices;

namespace CycleGanPS.Core.Metrics.Inception;

/// <summary>F(6, 3).</summary>
internal readonly unsafe struct SixOfThreeTaps : IFiltering
{
    public static int Outputs => 6;

    public static int Taps => 3;

    public static int Points => EightPoints.Count;

    public static double[,] Factors => FilterWeights.Factors(EightPoints.Finite, Taps);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Input(float* d, nint stride, float* target, nint targetStride) => EightPoints.Input(d, stride, target, targetStride);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Output(float* m, nint stride, float* target, nint targetStride) =>
        EightPoints.Output(m, stride, target, targetStride, six: true);
}
