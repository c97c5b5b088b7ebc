using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using CycleGanPS.Core.Networks.Convolutions.Winograd;

namespace CycleGanPS.Core.Metrics.Inception;

/// <summary>F(4, 3).</summary>
internal readonly unsafe struct FourOfThreeTaps : IFiltering
{
    public static int Outputs => PointTransforms.Outputs;

    public static int Taps => 3;

    public static double[] Finite => [0, PointTransforms.A, -PointTransforms.A, PointTransforms.B, -PointTransforms.B];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Input(Vector256<float>* d, int stride) => PointTransforms.Input((float*)d, stride * Lanes.Count, (float*)d, stride * Lanes.Count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Output(Vector256<float>* m, int stride) => PointTransforms.Output((float*)m, stride * Lanes.Count, (float*)m, stride * Lanes.Count);
}
