using System.Runtime.CompilerServices;
using CycleGanPS.Core.Networks.Convolutions.Winograd;

namespace CycleGanPS.Core.Metrics.Inception;

/// <summary>F(4, 3).</summary>
internal readonly unsafe struct FourOfThreeTaps : IFiltering
{
    public static int Outputs => PointTransforms.Outputs;

    public static int Taps => 3;

    public static int Points => 6;

    public static double[,] Factors => FilterWeights.Factors([0, PointTransforms.A, -PointTransforms.A, PointTransforms.B, -PointTransforms.B], Taps);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Input(float* d, nint stride, float* target, nint targetStride) => PointTransforms.Input(d, stride, target, targetStride);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Output(float* m, nint stride, float* target, nint targetStride) =>
        PointTransforms.Output(m, stride, target, targetStride);
}
