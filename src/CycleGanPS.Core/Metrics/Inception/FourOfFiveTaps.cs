using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CycleGanPS.Core.Metrics.Inception;

/// <summary>F(4, 5).</summary>
internal readonly unsafe struct FourOfFiveTaps : IFiltering
{
    public static int Outputs => 4;

    public static int Taps => 5;

    public static double[] Finite => EightPoints.Finite;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Input(Vector256<float>* d, int stride) => EightPoints.Input(d, stride);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Output(Vector256<float>* m, int stride) => EightPoints.Output(m, stride, six: false);
}
