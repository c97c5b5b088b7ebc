using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CycleGanPS.Core.Metrics.Inception;

/// <summary>F(6, 3).</summary>
internal readonly unsafe struct SixOfThreeTaps : IFiltering
{
    public static int Outputs => 6;

    public static int Taps => 3;

    public static double[] Finite => EightPoints.Finite;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Input(Vector256<float>* d, int stride) => EightPoints.Input(d, stride);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Output(Vector256<float>* m, int stride) => EightPoints.Output(m, stride, six: true);
}
